package policy

import (
	"cmp"
	"errors"
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
	m.Container, _ = text(obj, "container")
	err := knownKeys(obj, "a violation", violationKeys)
	if err == nil {
		m.Path, err = pathOf(obj)
	}
	if err == nil {
		m.Related, err = relatedOf(obj)
	}
	if err == nil {
		m.Fix, err = fixOf(obj)
	}
	if err != nil {
		return m, fmt.Errorf("evaluate rule %s: %s: %w", rule, file, err)
	}
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
	t := obj.Get(keyTerm(key))
	if t == nil {
		return "", false
	}
	s, ok := t.Value.(ast.String)
	return string(s), ok
}

// knownKeys refuses an object with a key that says nothing.
func knownKeys(obj ast.Object, what string, known []string) error {
	for _, key := range obj.Keys() {
		name, ok := key.Value.(ast.String)
		if !ok || !slices.Contains(known, string(name)) {
			return errors.New(unknownKey(strings.Trim(key.String(), `"`), what, known))
		}
	}
	return nil
}

// pathOf reads the path; nil when there is none.
func pathOf(obj ast.Object) ([]any, error) { return pathAt(obj, "path") }

func pathAt(obj ast.Object, key string) ([]any, error) {
	t := obj.Get(keyTerm(key))
	if t == nil {
		return nil, nil
	}
	list, ok := t.Value.(*ast.Array)
	if !ok {
		return nil, fmt.Errorf("%s is %s, expected a list of keys and indices", key, ast.ValueName(t.Value))
	}
	out := make([]any, 0, list.Len())
	for i := range list.Len() {
		switch e := list.Elem(i).Value.(type) {
		case ast.String:
			out = append(out, string(e))
		case ast.Number:
			n, ok := e.Int()
			if !ok {
				return nil, fmt.Errorf("%s holds %s, expected keys and indices", key, e)
			}
			out = append(out, n)
		default:
			return nil, fmt.Errorf("%s holds %s, expected keys and indices", key, e)
		}
	}
	return out, nil
}

// relatedOf reads the other places.
func relatedOf(obj ast.Object) ([]Related, error) {
	t := obj.Get(keyTerm("related"))
	if t == nil {
		return nil, nil
	}
	list, ok := t.Value.(*ast.Array)
	if !ok {
		return nil, fmt.Errorf("related is %s, expected a list of objects with msg and path", ast.ValueName(t.Value))
	}
	var out []Related
	for i := range list.Len() {
		place, err := relatedPlace(list.Elem(i).Value)
		if err != nil {
			return nil, err
		}
		out = append(out, place)
	}
	return out, nil
}

func relatedPlace(v ast.Value) (out Related, err error) {
	place, ok := v.(ast.Object)
	if !ok {
		return out, fmt.Errorf("related holds %s, expected objects with msg and path", ast.ValueName(v))
	}
	if out.Message, ok = text(place, "msg"); !ok {
		return out, errors.New("related holds an object without msg")
	}
	if err := knownKeys(place, "a related place", relatedKeys); err != nil {
		return out, err
	}
	out.Path, err = pathOf(place)
	return out, err
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
