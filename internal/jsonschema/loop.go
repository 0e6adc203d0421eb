package jsonschema

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxSteps bounds how many schemas a validator applies to one value: beyond what people write, and far from what takes a second.
const maxSteps = 10_000

// Check tells why a schema must not be given to a validator in this process: it leads out of itself, it applies itself to the same value
// for ever, or it doubles so often that it might as well. It takes what encoding/json makes of a schema.
func Check(schema any) error {
	document, err := json.Marshal(schema)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	if fault := Local(document); fault != nil {
		return fault
	}
	l := &loops{root: schema, steps: map[string]int{}}
	return l.all(schema, "#")
}

// loops counts the schemas that are applied to one value, by their place.
type loops struct {
	root  any
	steps map[string]int // pending while they are counted
}

const pending = -1

// all counts for every object of the schema: most are no schemas, and then it does no harm.
func (l *loops) all(v any, at string) error {
	switch v := v.(type) {
	case map[string]any:
		if _, err := l.count(v, at); err != nil {
			return err
		}
		for _, key := range sortedKeys(v) {
			if err := l.all(v[key], at+"/"+escape(key)); err != nil {
				return err
			}
		}
	case []any:
		for i, e := range v {
			if err := l.all(e, at+"/"+strconv.Itoa(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// sameValue are the keywords whose schemas apply to the value itself, not to a part of it.
var sameValue = [...]string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies", "dependentSchemas"}

// count is how many schemas a value meets at a place.
func (l *loops) count(v any, at string) (int, error) {
	schema, ok := v.(map[string]any)
	if !ok {
		return 1, nil
	}
	switch n := l.steps[at]; {
	case n == pending:
		return 0, fmt.Errorf("the schema at %s refers to itself for the same value, which never ends", at)
	case n > 0:
		return n, nil
	}
	l.steps[at] = pending
	sum := 1
	next, err := l.applied(schema, at)
	if err != nil {
		return 0, err
	}
	for _, p := range next {
		n, err := l.count(p.schema, p.at)
		if err != nil {
			return 0, err
		}
		if sum += n; sum > maxSteps {
			return 0, fmt.Errorf("the schema at %s applies more than %d schemas to one value", at, maxSteps)
		}
	}
	l.steps[at] = sum
	return sum, nil
}

// place is a part of the schema.
type place struct {
	schema any
	at     string
}

func (l *loops) applied(schema map[string]any, at string) ([]place, error) {
	out, err := l.referred(schema, at)
	for _, key := range sameValue {
		out = append(out, under(schema[key], at+"/"+key, strings.HasPrefix(key, "depend"))...)
	}
	return out, err
}

// referred lists what a schema refers to.
func (l *loops) referred(schema map[string]any, at string) (out []place, err error) {
	for _, key := range [...]string{"$ref", "$recursiveRef", "$dynamicRef"} {
		ref, ok := schema[key].(string)
		switch {
		case !ok:
		case ref == "" || ref == "#" || strings.HasPrefix(ref, "#/"):
			out = append(out, l.resolve(ref))
		default:
			return nil, fmt.Errorf("%s %s at %s: expected a reference such as #/$defs/name", key, quoted(ref), at)
		}
	}
	return out, nil
}

// under lists the schemas of a keyword: a list of them, one, or one for each name.
func under(value any, at string, named bool) (out []place) {
	switch v := value.(type) {
	case []any:
		for i, e := range v {
			out = append(out, place{e, at + "/" + strconv.Itoa(i)})
		}
	case map[string]any:
		out = append(out, place{v, at})
		for _, name := range sortedKeys(v) {
			if named {
				out = append(out, place{v[name], at + "/" + escape(name)})
			}
		}
	}
	return out
}

// resolve follows a reference into the document. One to nothing is the validator's to report; it gets a place of its own.
func (l *loops) resolve(ref string) place {
	pointer, err := url.PathUnescape(strings.TrimPrefix(ref, "#"))
	if err != nil {
		return place{nil, ref}
	}
	v, at := l.root, "#"
	for _, part := range strings.Split(pointer, "/")[1:] {
		part = strings.ReplaceAll(strings.ReplaceAll(part, "~1", "/"), "~0", "~")
		switch held := v.(type) {
		case map[string]any:
			v = held[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(held) {
				return place{nil, ref}
			}
			v = held[i]
		default:
			return place{nil, ref}
		}
		at += "/" + escape(part)
	}
	return place{v, at}
}

func escape(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

func sortedKeys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for key := range m {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}
