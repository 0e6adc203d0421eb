package helm

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
)

// candidate is a key that may have made a value, with what the values have there.
type candidate struct {
	key     manifest.Path
	setting manifest.Setting
	value   *manifest.Node
}

// setting are the keys that made a value an action printed; rest is the path of the value below what was printed.
func (o *origin) setting(made int, rest manifest.Path, value *manifest.Node) []manifest.Setting {
	read := o.read(made)
	if read == nil {
		return nil
	}
	var whole, parts []candidate
	for _, key := range read.keys {
		for _, c := range o.candidates(key, rest) {
			switch {
			case isWhole(value, c.value):
				whole = append(whole, c)
			case len(rest) == 0 && isPart(value, c.value):
				parts = append(parts, c)
			}
		}
		if read.ordered && len(whole) > 0 {
			break
		}
	}
	if len(whole) > 0 {
		return o.only(made, whole)
	}
	return unmistakable(parts)
}

// candidates are the keys that a key with each stands for and that the values hold, with a path below them.
func (o *origin) candidates(key, rest manifest.Path) []candidate {
	var out []candidate
	for _, full := range expand(o.layers, key) {
		if s, set, ok := find(o.layers, full.With(rest...)); ok && set != nil && len(full)+len(rest) > 0 {
			out = append(out, candidate{full, s, set})
		}
	}
	return out
}

// only is the one of several keys that hold the value; of the items of a loop the one whose turn it was.
func (o *origin) only(made int, all []candidate) []manifest.Setting {
	if len(all) == 1 {
		return []manifest.Setting{all[0].setting}
	}
	before, turns := 0, 0
	for i, id := range o.order {
		if id == o.order[made] {
			turns++
			if i < made {
				before++
			}
		}
	}
	read := o.read(made)
	if len(read.keys) != 1 {
		return nil
	}
	if full := expand(o.layers, read.keys[0]); len(full) == turns {
		for _, c := range all {
			if slices.Equal(c.key, full[before]) {
				return []manifest.Setting{c.setting}
			}
		}
	}
	return nil
}

// unmistakable are those keys that no other has the same text as.
func unmistakable(all []candidate) []manifest.Setting {
	var out []manifest.Setting
	for i, c := range all {
		same := func(other candidate) bool { return other.value.Text == c.value.Text }
		if slices.ContainsFunc(all[:i], same) || slices.ContainsFunc(all[i+1:], same) || len(out) == mostSettings {
			continue
		}
		out = append(out, c.setting)
	}
	return out
}

// isWhole tells whether what a file of values holds is what was printed.
func isWhole(printed, set *manifest.Node) bool {
	switch {
	case set.Type == manifest.Null || set.Text == "" && set.Type == manifest.String:
		return false
	case set.Type == manifest.Map || set.Type == manifest.List:
		return set.Type == printed.Type
	case printed.Type == manifest.Map || printed.Type == manifest.List:
		return false
	}
	text, got := strings.TrimSpace(set.Text), strings.TrimSpace(printed.Text)
	return text == got || strings.Contains(text, "{{") && fills(text, got)
}

// leastLiteral is how many characters of a text with actions in it must be found in what it was rendered to.
const leastLiteral = 3

// fills tells whether a text is what a template in the values may be rendered to: what stands around its actions is there in its order.
func fills(template, text string) bool {
	literal := 0
	for template != "" {
		before, rest, _ := strings.Cut(template, "{{")
		_, template, _ = strings.Cut(rest, "}}")
		before = strings.TrimSpace(before)
		i := strings.Index(text, before)
		if i < 0 {
			return false
		}
		literal += len(before)
		text = text[i+len(before):]
	}
	return literal >= leastLiteral
}

// isPart tells whether what a file of values holds is a word, or several, of what was printed.
func isPart(printed, set *manifest.Node) bool {
	if set.Type == manifest.Map || set.Type == manifest.List || set.Type == manifest.Null || set.Text == "" || printed.Type != manifest.String {
		return false
	}
	for rest, at := printed.Text, 0; ; {
		i := strings.Index(rest[at:], set.Text)
		if i < 0 {
			return false
		}
		i += at
		before, _ := utf8.DecodeLastRuneInString(rest[:i])
		after, _ := utf8.DecodeRuneInString(rest[i+len(set.Text):])
		if !isWord(before) && !isWord(after) {
			return true
		}
		at = i + 1
	}
}

func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
