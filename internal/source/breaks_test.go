package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitLines(t *testing.T) {
	for text, want := range map[string][]string{
		"": {""}, "a": {"a"}, "a\n": {"a", ""}, "a\r": {"a", ""}, "a\r\n": {"a", ""}, "a\rb\r\nc\nd": {"a", "b", "c", "d"},
		"\r\r\n\n": {"", "", "", ""}, "\n\r": {"", "", ""}, "a\r\r\nb": {"a", "", "b"}, "a\u2028b\u0085c": {"a\u2028b\u0085c"},
	} {
		var got []string
		for _, line := range SplitLines([]byte(text)) {
			got = append(got, string(line))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		var begin []string
		for _, at := range LineStarts([]byte(text)) {
			begin = append(begin, strings.Split(strings.ReplaceAll(text[at:], "\r", "\n"), "\n")[0])
		}
		if diff := cmp.Diff(want, begin); diff != "" {
			t.Errorf("%q, starts (-want +got):\n%s", text, diff)
		}
	}
}
