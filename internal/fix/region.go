package fix

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Region replaces bytes of a file: those from Start to End, which is exclusive.
type Region struct {
	Start, End int
	Text       string
}

// joined makes one region of those that insert at one place, in the order of the steps.
func joined(regions []Region) []Region {
	var out []Region
	for _, r := range regions {
		if last := len(out) - 1; last >= 0 && r.Start == r.End && out[last] == (Region{r.Start, r.End, out[last].Text}) {
			out[last].Text += r.Text
			continue
		}
		out = append(out, r)
	}
	return out
}

// sorted are regions in the order of the file. Of lines that are inserted at one place the deeper ones come first: they end what the others follow.
func sorted(all []Region) []Region {
	slices.SortStableFunc(all, func(a, b Region) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(deep(b.Text), deep(a.Text)))
	})
	return all
}

// deep says how deep a text lies that begins with a line break: a dash lies deeper than a key of its column, which may hold it.
func deep(text string) int {
	line := strings.TrimLeft(text, "\r\n")
	if len(line) == len(text) {
		return 0
	}
	bare := strings.TrimLeft(line, " ")
	depth := 2 * (len(line) - len(bare))
	if strings.HasPrefix(bare, "- ") {
		depth++
	}
	return depth
}

// shrink leaves out what a region replaces by itself at its start and its end, whole characters.
func (r *Region) shrink(data []byte) {
	if r.Start == r.End || r.Text == "" {
		return
	}
	for r.Start < r.End && r.Text != "" {
		was, size := utf8.DecodeRune(data[r.Start:r.End])
		if is, _ := utf8.DecodeRuneInString(r.Text); is != was {
			break
		}
		r.Start, r.Text = r.Start+size, r.Text[size:]
	}
	for r.Start < r.End && r.Text != "" {
		was, size := utf8.DecodeLastRune(data[r.Start:r.End])
		if is, _ := utf8.DecodeLastRuneInString(r.Text); is != was {
			break
		}
		r.End, r.Text = r.End-size, r.Text[:len(r.Text)-size]
	}
}

// overlap tells whether sorted regions change one place twice. Two that insert at one place do.
func overlap(regions []Region) bool {
	for i := 1; i < len(regions); i++ {
		if a, b := &regions[i-1], &regions[i]; b.Start < a.End || b.Start == a.Start && a.Start == a.End && b.Start == b.End {
			return true
		}
	}
	return false
}

// Apply makes edits of one file, which must be sorted and not overlap.
func Apply(data []byte, regions []Region) []byte {
	out := make([]byte, 0, len(data))
	at := 0
	for _, r := range regions {
		out = append(append(out, data[at:r.Start]...), r.Text...)
		at = r.End
	}
	return append(out, data[at:]...)
}
