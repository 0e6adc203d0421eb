package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func TestLineHashes(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"what GitHub computes for an empty file": {"", []string{"c129715d7a2bc9a3:1"}},
		"one line is its last":                   {"a: b", []string{naive("a:b") + ":1"}},
		"a line break ends a line":               {"a\nb\n", []string{naive("a\nb\n") + ":1", naive("b\n") + ":1", naive("") + ":1"}},
		"blanks and tabs do not count":           {"\ta :\t b \n", []string{naive("a:b\n") + ":1", naive("") + ":1"}},
		"Windows line endings are one break":     {"a\r\nb", []string{naive("a\nb") + ":1", naive("b") + ":1"}},
		"old Mac line endings":                   {"a\rb", []string{naive("a\nb") + ":1", naive("b") + ":1"}},
		"characters beyond 16 bits are two":      {"😀", []string{naive("😀") + ":1"}},
		"a byte order mark counts":               {"\uFEFFa", []string{naive("\uFEFFa") + ":1"}},
		"equal lines are counted": {
			strings.Repeat(strings.Repeat("x", 99)+"\n", 3),
			[]string{
				naive(strings.Repeat("x", 99)+"\n") + ":1", naive(strings.Repeat("x", 99)+"\n") + ":2",
				naive(strings.Repeat("x", 99)+"\n") + ":3", naive("") + ":1",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lineHashes([]byte(tt.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// naive is the definition: the value of 100 digits in base 37, of which the end of the file is one when it comes earlier.
func naive(rest string) string {
	digits := append(utf16.Encode([]rune(rest)), 65535)
	sum := uint64(0)
	for i := range 100 {
		power := uint64(1)
		for range 99 - i {
			power *= 37
		}
		if i < len(digits) {
			sum += uint64(digits[i]) * power
		}
	}
	return fmt.Sprintf("%x", sum)
}

func FuzzLineHashes(f *testing.F) {
	f.Add([]byte("a\r\n\rb\n\n"))
	f.Add([]byte("\xff\xfe \t\r"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := strings.Count(strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n"), "\n") + 1
		if got := len(lineHashes(data)); got != lines {
			t.Errorf("got %d hashes for %d lines", got, lines)
		}
	})
}
