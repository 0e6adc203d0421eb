package report

import (
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// gravity is the severity of a violation for people; a doubt is none.
func gravity(v *lint.Violation) string {
	if v.Doubt {
		return "doubt"
	}
	return v.Severity
}

// said is the message for formats that have no word for a doubt.
func said(v *lint.Violation) string {
	if v.Doubt {
		return Printable(v.Message) + " (in doubt)"
	}
	return Printable(v.Message)
}

// notShown counts what was found and is not reported, and names the flags that show it; empty when there is nothing of that kind.
func notShown(h *lint.Hidden) string {
	var counts, flags []string
	add := func(list *[]string, given bool, text string) {
		if given {
			*list = append(*list, text)
		}
	}
	add(&counts, h.Errors > 0, Count(h.Errors, "error"))
	add(&counts, h.Warnings > 0, Count(h.Warnings, "warning"))
	add(&counts, h.Infos > 0, Count(h.Infos, "info"))
	add(&counts, h.Doubts > 0, strconv.Itoa(h.Doubts)+" in doubt")
	add(&flags, h.Severity != "", "--min-severity "+h.Severity)
	add(&flags, h.Confidence != "", "--min-confidence "+h.Confidence)
	add(&flags, h.Doubts > 0, "--doubts")
	if len(counts) == 0 {
		return ""
	}
	return enumerate(counts) + " not shown: " + strings.Join(flags, ", ")
}

// enumerate renders "a", "a and b", "a, b and c".
func enumerate(parts []string) string {
	last := len(parts) - 1
	if last == 0 {
		return parts[0]
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
