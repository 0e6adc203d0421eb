package visible_test

import (
	"testing"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/visible"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"":                  "",
		"plain ünd 名前":      "plain ünd 名前",
		"a\x1b[2Jb\x00\r\n": `a\x1b[2Jb\x00\r\n`,
		"a\u202egpj\u2066":  `a\u202egpj\u2066`,
		"\xff":              `\xff`,
		"a\U000E0041":       `a\U000e0041`,
	} {
		if got := visible.Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\x1b\u202e\xff名")
	f.Fuzz(func(t *testing.T, s string) {
		got := visible.Text(s)
		if visible.Text(got) != got || !utf8.ValidString(got) {
			t.Errorf("%q: got %q, which is not as it is shown", s, got)
		}
	})
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{{"äöü", 3, "äöü"}, {"äöüß", 3, "äö…"}, {"a", 0, "…"}, {"", 0, ""}, {"ab", 1, "…"}} {
		if got := visible.Cut(tt.text, tt.most); got != tt.want {
			t.Errorf("Cut(%q, %d): got %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
}
