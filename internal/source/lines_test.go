package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestLines(t *testing.T) {
	long := make([]string, 0, 1000)
	for i := range 1000 {
		long = append(long, fmt.Sprint(i, strings.Repeat("x", i%97*(i%13))))
	}
	for _, text := range []string{
		"", "a", "a\n", "\ufeffa\r\n\nb", strings.Repeat("\n", 600), strings.Join(long, "\n"), strings.Repeat("y", 100_000) + "\n" + strings.Repeat("z", 400_000) + "\nq",
		strings.Join(long, "\r"), strings.Join(long, "\r\n"), strings.Repeat("y", 256<<10-1) + "\r\nz", strings.Repeat("y", 256<<10-1) + "\rz", "a\r", "a\r\r\n\rb", strings.Repeat("\r", 300<<10),
	} {
		l := NewLines(&Large{ReaderAt: strings.NewReader(text), Size: int64(len(text))})
		want := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff")), "\n")
		for i, line := range want {
			if got, ok := l.Line(i + 1); !ok || string(got) != line {
				t.Fatalf("line %d of %.20q: got %.20q, %t; want %.20q", i+1, text, got, ok, line)
			}
		}
		for _, none := range []int{0, -1, len(want) + 1} {
			if got, ok := l.Line(none); ok {
				t.Errorf("line %d of %.20q: got %q, want none", none, text, got)
			}
		}
	}
}

func TestFileContains(t *testing.T) {
	text := strings.Repeat("a", 256<<10-1) + "{{" + strings.Repeat("b", 300<<10) + "}"
	for _, f := range []File{{Data: []byte(text)}, {Large: &Large{ReaderAt: strings.NewReader(text), Size: int64(len(text))}}} {
		for part, want := range map[string]bool{"{{": true, "a{": true, "{b": true, "b}": true, "{{{": false, "}}": false} {
			if got := f.Contains(part); got != want {
				t.Errorf("%q: got %t, want %t", part, got, want)
			}
		}
	}
}
