package report

import (
	"strings"
	"testing"
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
		"empty line":               {"", 1, 1, 80, "", ""},
		"long, span at its start":  {long, 1, 4, 20, "abcdefghijabcdefgh…", "abc"},
		"long, span at its end":    {long, 298, 301, 20, "…cdefghijabcdefghij", "hij"},
		"long, span in the middle": {long, 151, 154, 22, "…cdefghijabcdefghijab…", "abc"},
		"span longer than room":    {long, 11, 300, 20, "…efghijabcdefghijab…", "abcdefghijab"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := cutLine(tt.line, tt.column, tt.end, tt.room)
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
		d := cutLine(line, column, end, room)
		if d.start < 0 || d.width < 1 {
			t.Errorf("got start %d and width %d, want at least 0 and 1", d.start, d.width)
		}
	})
}
