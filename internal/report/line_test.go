package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
)

func TestCutLine(t *testing.T) {
	long := strings.Repeat("abcdefghij", 30)
	tests := map[string]struct {
		line              string
		column, end, room int
		text, under       string
	}{
		"short":                    {"name: app", 7, 10, 80, "name: app", "app"},
		"to the end of the line":   {"name: app  ", 7, 0, 80, "name: app", "app"},
		"tab":                      {"\tname: app", 8, 11, 80, "    name: app", "app"},
		"wide characters":          {"名前: 値だ", 5, 7, 80, "名前: 値だ", "値だ"},
		"combining characters":     {"e\u0301x: y", 6, 7, 80, "e\u0301x: y", "y"},
		"span past the end":        {"ab", 9, 12, 80, "ab", ""},
		"from the margin on":       {"    proxy: x", 1, 0, 80, "    proxy: x", "proxy: x"},
		"the margin alone":         {"    proxy: x", 1, 3, 80, "    proxy: x", "  "},
		"empty line":               {"", 1, 1, 80, "", ""},
		"long, span at its start":  {long, 1, 4, 20, "abcdefghijabcdefgh…", "abc"},
		"long, span at its end":    {long, 298, 301, 20, "…cdefghijabcdefghij", "hij"},
		"long, span in the middle": {long, 151, 154, 22, "…cdefghijabcdefghijab…", "abc"},
		"span longer than room":    {long, 11, 300, 20, "…efghijabcdefghijab…", "abcdefghijab"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := cutLine(&measured{text: tt.line}, tt.column, tt.end, tt.room)
			if d.text != tt.text {
				t.Errorf("got text %q, want %q", d.text, tt.text)
			}
			if under := columns(d.text, d.start, d.width); under != tt.under {
				t.Errorf("carets stand under %q, want %q (start %d, width %d)", under, tt.under, d.start, d.width)
			}
			if w := width(toCells(d.text)); w > tt.room {
				t.Errorf("line is %d columns wide, room is %d", w, tt.room)
			}
		})
	}
}

// columns returns what stands in the given columns of s.
func columns(s string, start, n int) string {
	var b strings.Builder
	at := 0
	for _, c := range toCells(s) {
		if at >= start && at < start+n {
			b.WriteString(c.text)
		}
		at += c.width
	}
	return b.String()
}

func FuzzCutLine(f *testing.F) {
	f.Add("name: app", 7, 10, 80)
	f.Add("\t\x00\xff名e\u0301\u202e", 3, 0, 1)
	f.Add(strings.Repeat("x", 500), 400, 450, 21)
	f.Fuzz(func(t *testing.T, line string, column, end, room int) {
		d := cutLine(&measured{text: line}, column, end, room)
		if want := wholeLine(line, column, end, room); d != want && !strings.Contains(line, "\u0301") {
			t.Errorf("got %+v, want %+v as from the whole line", d, want)
		}
		if d.start < 0 || d.width < 1 {
			t.Errorf("got start %d and width %d, want at least 0 and 1", d.start, d.width)
		}
	})
}

// wholeLine is cutLine over all characters of the line.
func wholeLine(line string, column, end, room int) drawn {
	cells := toCells(strings.TrimRightFunc(line, unicode.IsSpace))
	from := min(max(column-1, 0), len(cells))
	to := len(cells)
	if end > 0 {
		to = min(max(end-1, from), len(cells))
	}
	first, last := 0, len(cells)
	if width(cells) > room {
		first, last = window(cells, from, to, room)
	}
	from, to = max(from, first), min(to, last)
	d := drawn{start: width(cells[first:from]), width: max(width(cells[from:max(from, to)]), 1)}
	for _, c := range cells[first:last] {
		d.text += c.text
	}
	if first > 0 {
		d.text, d.start = "…"+d.text, d.start+1
	}
	if last < len(cells) {
		d.text += "…"
	}
	return d
}

// TestCutLongLines: the part around a span is the same as when the whole line is looked at.
func TestCutLongLines(t *testing.T) {
	for name, unit := range map[string]string{"ASCII": "{\"name\": 12},", "wide": "名前: 値だ x", "bytes": "a\x00\xffb\t", "escaped": "\u202ea😀", "spaces": "a     "} {
		line := strings.Repeat(unit, 3000)
		m := &measured{text: line}
		for _, at := range []int{1, 2, 50, 1023, 1024, 1025, 7000, 100_000} {
			for _, length := range []int{-1, 0, 1, 20, 119, 500, 50_000} {
				for _, room := range []int{20, 80, 117} {
					if got, want := cutLine(m, at, at+length, room), wholeLine(line, at, at+length, room); got != want {
						t.Fatalf("%s, %d+%d in %d: got %+v, want %+v", name, at, length, room, got, want)
					}
				}
			}
		}
	}
}

// TestOneLongLine: what a line costs is what its violations show of it, not its length again for each.
func TestOneLongLine(t *testing.T) {
	line := strings.Repeat("x", 1<<20)
	files := lines{sources: map[string][]byte{"a.json": []byte(line)}}
	first, ok := files.line("a.json", 1)
	if !ok {
		t.Fatal("got no line")
	}
	first.measure()
	size := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			m, _ := files.line("a.json", 1)
			cutLine(m, i%(1<<20), i%(1<<20)+5, 100)
			m.find(i % (1 << 20))
		}
	}).AllocedBytesPerOp()
	if size > 200_000 {
		t.Errorf("each mark takes %d bytes", size)
	}
}

func TestFind(t *testing.T) {
	m := &measured{text: "a\xff名😀b"}
	var got []string
	for n := range 8 {
		at, left := m.find(n)
		got = append(got, fmt.Sprint(at.bytes, at.units, left))
	}
	if want := "[0 0 0 1 1 0 2 2 0 5 3 0 9 5 0 10 6 0 10 6 1 10 6 2]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
