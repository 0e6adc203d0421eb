package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// matches reads the set of violations of one rule.
func matches(rule, file string, set ast.Value) ([]Match, error) {
	violations, ok := set.(ast.Set)
	if !ok {
		return nil, fmt.Errorf("evaluate rule %s: violation in %s is %s, expected a set", rule, file, ast.ValueName(set))
	}
	out := make([]Match, 0, violations.Len())
	for _, t := range violations.Slice() {
		m, err := match(rule, file, t.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func match(rule, file string, v ast.Value) (Match, error) {
	m := Match{Rule: rule}
	obj, ok := v.(ast.Object)
	if !ok {
		return m, fmt.Errorf("evaluate rule %s: %s gives a violation that is %s, expected an object with msg and path", rule, file, ast.ValueName(v))
	}
	msg, ok := text(obj, "msg")
	if !ok || strings.TrimSpace(msg) == "" {
		return m, fmt.Errorf("evaluate rule %s: %s gives a violation without msg, expected a string that is not empty: %s", rule, file, shorten(v))
	}
	m.Message = msg
	m.Path = pathOf(obj)
	m.Container, _ = text(obj, "container")
	m.Related = relatedOf(obj)
	m.Fix = fixOf(obj)
	var err error
	if m.Certainty, err = certaintyOf(obj); err != nil {
		return m, fmt.Errorf("evaluate rule %s: %s gives a %w", rule, file, err)
	}
	if severity, ok := text(obj, "severity"); ok {
		if !slices.Contains(severities, severity) {
			return m, fmt.Errorf("evaluate rule %s: %s gives severity %q, expected one of %s", rule, file, severity, strings.Join(severities, ", "))
		}
		m.Severity = severity
	}
	return m, nil
}

func text(obj ast.Object, key string) (string, bool) {
	t := obj.Get(ast.StringTerm(key))
	if t == nil {
		return "", false
	}
	s, ok := t.Value.(ast.String)
	return string(s), ok
}

// pathOf reads the path; nil when there is none, or an element is neither a string nor an integer.
func pathOf(obj ast.Object) []any {
	t := obj.Get(ast.StringTerm("path"))
	if t == nil {
		return nil
	}
	list, ok := t.Value.(*ast.Array)
	if !ok {
		return nil
	}
	out := make([]any, 0, list.Len())
	for i := range list.Len() {
		switch e := list.Elem(i).Value.(type) {
		case ast.String:
			out = append(out, string(e))
		case ast.Number:
			n, ok := e.Int()
			if !ok {
				return nil
			}
			out = append(out, n)
		default:
			return nil
		}
	}
	return out
}

// relatedOf reads the other places; an element without a message is left out.
func relatedOf(obj ast.Object) []Related {
	t := obj.Get(ast.StringTerm("related"))
	if t == nil {
		return nil
	}
	list, ok := t.Value.(*ast.Array)
	if !ok {
		return nil
	}
	var out []Related
	for i := range list.Len() {
		place, ok := list.Elem(i).Value.(ast.Object)
		if !ok {
			continue
		}
		if msg, ok := text(place, "msg"); ok {
			out = append(out, Related{Message: msg, Path: pathOf(place)})
		}
	}
	return out
}

// fixOf reads the way out: Markdown, or an object that the host understands, then as JSON.
func fixOf(obj ast.Object) string {
	t := obj.Get(ast.StringTerm("fix"))
	if t == nil {
		return ""
	}
	if s, ok := t.Value.(ast.String); ok {
		return string(s)
	}
	v, err := ast.JSON(t.Value)
	if err != nil {
		return ""
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

func sortMatches(ms []Match) {
	slices.SortStableFunc(ms, func(a, b Match) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), comparePaths(a.Path, b.Path), strings.Compare(a.Message, b.Message),
			strings.Compare(a.Container, b.Container), strings.Compare(a.Severity, b.Severity), compareCertainty(a.Certainty, b.Certainty))
	})
}

// comparePaths orders element by element, indexes before keys.
func comparePaths(a, b []any) int {
	return slices.CompareFunc(a, b, func(x, y any) int {
		i, xIsInt := x.(int)
		j, yIsInt := y.(int)
		switch {
		case xIsInt && yIsInt:
			return cmp.Compare(i, j)
		case xIsInt:
			return -1
		case yIsInt:
			return 1
		}
		return strings.Compare(x.(string), y.(string))
	})
}
