package report_test

import (
	"testing"

	"github.com/podlint/podlint/internal/report"
)

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		line, indent, want string
		width              int
	}{
		{"one two three", "", "one two three", 0},
		{"one two three", "", "one two three", 13},
		{"one two three", "  ", "one two\n  three", 12},
		{"  one two three", "    ", "  one\n    two\n    three", 8},
		{"averylongword b", "", "averylongword\nb", 5},
		{"ä ö ü", "", "ä ö\nü", 3},
	} {
		if got := report.Wrap(tt.line, tt.width, tt.indent); got != tt.want {
			t.Errorf("Wrap(%q, %d): got %q, want %q", tt.line, tt.width, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		width      int
	}{
		{"one two", "one two", 0}, {"one two", "one two", 7}, {"one two three", "one two…", 10}, {"abcdefghij", "abcd…", 5},
	} {
		if got := report.Cut(tt.text, tt.width); got != tt.want {
			t.Errorf("Cut(%q, %d): got %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
