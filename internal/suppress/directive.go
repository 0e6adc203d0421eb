package suppress

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pattern"
)

// Names of what stands in comments.
const (
	ignore     = "podlint:ignore"
	ignoreFile = "podlint:ignore-file"
)

// Prefix begins the keys of annotations that suppress.
const Prefix = manifest.Suppression

// Directive is what a comment or an annotation says.
type Directive struct {
	Rules      []string // ids of rules and names of categories, at least one
	Containers []string // of an annotation; empty for every container
	Until      string   // last day as in 2027-03-01, empty for ever
	Reason     string   // one line, empty when none is given
	File       bool     // podlint:ignore-file
}

// ParseComment reads a comment without its "#". ok tells whether it speaks to podlint at all; an error says what is wrong then.
//
//	podlint:ignore RULE[,RULE...] [until=2027-03-01] [-- reason]
func ParseComment(text string) (d Directive, ok bool, err error) {
	text = strings.TrimSpace(text)
	word, rest := text, ""
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		word, rest = text[:i], text[i:]
	}
	verb, ok := strings.CutPrefix(word, "podlint:")
	if !ok {
		return d, false, nil
	}
	switch word {
	case ignoreFile:
		d.File = true
	case ignore:
	default:
		return d, true, fmt.Errorf("unknown word %q%s", clip(word), orBetter(verb, "ignore", "ignore-file"))
	}
	rest, reason, _ := strings.Cut(rest+" ", " -- ")
	d.Reason = strings.TrimSpace(reason)
	return d, true, d.words(strings.Fields(rest))
}

// words reads what stands between the first word and the reason.
func (d *Directive) words(words []string) error {
	for _, w := range words {
		key, value, isPair := strings.Cut(w, "=")
		switch {
		case isPair && key == "until":
			if err := d.until(value); err != nil {
				return err
			}
		case isPair:
			return fmt.Errorf("unknown word %q%s", clip(w), orBetter(key, "until"))
		default:
			if err := d.rules(w); err != nil {
				return err
			}
		}
	}
	if len(d.Rules) == 0 {
		return errors.New("it names no rule, as in podlint:ignore RULE -- reason")
	}
	return nil
}

var name = pattern.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// rules reads a list with commas. A space after a comma is a habit, so an empty part at the end is no fault.
func (d *Directive) rules(list string) error {
	for part := range strings.SplitSeq(strings.Trim(list, ","), ",") {
		switch {
		case part == "":
		case !name.MatchString(part):
			return fmt.Errorf("%q is no name of a rule; a reason follows after --", clip(part))
		case !slices.Contains(d.Rules, part):
			d.Rules = append(d.Rules, part)
		}
	}
	return nil
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

func (d *Directive) until(day string) error {
	if !isDay(day) {
		return fmt.Errorf("until=%s is no day, want until=2027-03-01", clip(day))
	}
	d.Until = day
	return nil
}

var pair = pattern.New(`^\s*([a-z-]+)\s*=`)

// ParseAnnotation reads the annotation ignore.podlint.dev/RULE: a reason, or "containers=a,b; until=2027-03-01; reason=text".
func ParseAnnotation(rule, value string) (Directive, error) {
	d := Directive{}
	if !name.MatchString(rule) {
		return d, fmt.Errorf("%q is no name of a rule", clip(rule))
	}
	d.Rules = []string{rule}
	if !pair.MatchString(value) {
		d.Reason = strings.Join(strings.Fields(value), " ")
		return d, nil
	}
	for rest := value; strings.TrimSpace(rest) != ""; {
		var err error
		if rest, err = d.part(rest); err != nil {
			return d, err
		}
	}
	return d, nil
}

// part reads one KEY=VALUE and returns what follows; a reason goes on to the end.
func (d *Directive) part(text string) (rest string, err error) {
	m := pair.FindStringSubmatch(text)
	if m == nil {
		return "", fmt.Errorf("want KEY=VALUE before %q", clip(strings.TrimSpace(text)))
	}
	text = text[len(m[0]):]
	if m[1] == "reason" {
		d.Reason = strings.Join(strings.Fields(text), " ")
		return "", nil
	}
	value, rest, _ := strings.Cut(text, ";")
	value = strings.TrimSpace(value)
	switch m[1] {
	case "until":
		return rest, d.until(value)
	case "containers":
		for c := range strings.SplitSeq(value, ",") {
			if c = strings.TrimSpace(c); c != "" {
				d.Containers = append(d.Containers, c)
			}
		}
		if len(d.Containers) == 0 {
			return "", errors.New("containers= names no container")
		}
		return rest, nil
	}
	return "", fmt.Errorf("unknown key %q%s", clip(m[1]), orBetter(m[1], "containers", "reason", "until"))
}

// expired tells whether the last day has passed.
func (d *Directive) expired(now time.Time) bool {
	return d.Until != "" && now.UTC().Format(time.DateOnly) > d.Until
}

// orBetter suggests the nearest of a few words, or lists them.
func orBetter(got string, words ...string) string {
	if near := nearest.Of(clip(got), words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ", want " + strings.Join(words, ", ")
}

// clip keeps messages short whatever was written.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Comment writes a directive as a comment, without its "#".
func (d *Directive) Comment() string {
	verb := ignore
	if d.File {
		verb = ignoreFile
	}
	out := verb + " " + strings.Join(d.Rules, ",")
	if d.Until != "" {
		out += " until=" + d.Until
	}
	if d.Reason != "" {
		out += " -- " + d.Reason
	}
	return out
}

// Annotation writes a directive as an annotation for one of its rules.
func (d *Directive) Annotation(rule string) (key, value string) {
	switch {
	case d.Until == "" && !pair.MatchString(d.Reason):
		value = d.Reason
	case d.Until == "":
		value = "reason=" + d.Reason
	case d.Reason == "":
		value = "until=" + d.Until
	default:
		value = "until=" + d.Until + "; reason=" + d.Reason
	}
	return Prefix + rule, value
}
