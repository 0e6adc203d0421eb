package knowledge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// tagRule is a parsed Image.Tags: bounds that must all hold, or a glob.
type tagRule struct {
	bounds []bound
	glob   string
}

type bound struct {
	op      string
	version []int
}

// parseTags reads a range (">=4 <5") or a glob ("*-alpine"); empty matches every tag.
func parseTags(s string) (tagRule, error) {
	if s == "" || !strings.ContainsAny(s[:1], "<>=") {
		if !doublestar.ValidatePattern(s) {
			return tagRule{}, fmt.Errorf("tags %q is neither a range nor a glob", s)
		}
		return tagRule{glob: s}, nil
	}
	var rule tagRule
	for part := range strings.FieldsSeq(s) {
		text := strings.TrimLeft(part, "<>=")
		v, ok := version(text)
		op := part[:len(part)-len(text)]
		if !ok || !slices.Contains([]string{"<", "<=", ">", ">=", "="}, op) {
			return tagRule{}, fmt.Errorf("tags %q holds %q, want a bound such as >=4.1", s, part)
		}
		rule.bounds = append(rule.bounds, bound{op, v})
	}
	return rule, nil
}

// holds tells whether the rule takes tag; a range takes only tags that start with a number.
func (r tagRule) holds(tag string) bool {
	if len(r.bounds) == 0 {
		ok, _ := doublestar.Match(r.glob, tag)
		return r.glob == "" || ok
	}
	v, ok := version(tag)
	return ok && !slices.ContainsFunc(r.bounds, func(b bound) bool { return !b.holds(v) })
}

// holds compares at the precision of the bound, so that 4.2 is = 4 and not > 4.
func (b bound) holds(v []int) bool {
	v = slices.Clone(v[:min(len(v), len(b.version))])
	for len(v) < len(b.version) {
		v = append(v, 0)
	}
	c := slices.Compare(v, b.version)
	switch b.op {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	default:
		return c == 0
	}
}

// version reads the numbers at the start of a tag: "v1.14.0-alpine" is 1 14 0, "stable-2.14.0" 2 14 0. A date or a build number of more than five
// digits in front is no version.
func version(tag string) ([]int, bool) {
	tag = strings.TrimPrefix(strings.TrimPrefix(tag, "stable-"), "v")
	if end := strings.IndexFunc(tag, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }); end >= 0 {
		if tag[end] != '-' && tag[end] != '+' && tag[end] != '_' {
			return nil, false
		}
		tag = tag[:end]
	}
	var v []int
	for part := range strings.SplitSeq(tag, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || len(part) > 5 {
			return nil, false
		}
		v = append(v, n)
	}
	return v, true
}
