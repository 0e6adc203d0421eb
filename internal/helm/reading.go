package helm

import (
	"slices"
	"strconv"

	"github.com/podlint/podlint/internal/manifest"
)

// each stands in a key for any item of a list or a map.
type each struct{}

// reading is what is known of a value in a template: which keys of the values it may be, or may have as parts of its text. Nil: nothing.
type reading struct {
	root bool            // it is what a file of the chart is given, with .Values in it
	keys []manifest.Path // of the values; elements are names, numbers and each
	// entries are those of a map that the template makes; of a list by their numbers.
	entries map[string]*reading
	// ordered tells that of the keys the first that is set is meant.
	ordered bool
}

// mostKeys bounds what is kept of one value.
const mostKeys = 24

// field is a field of the value.
func (r *reading) field(name any) *reading {
	if r == nil {
		return nil
	}
	out := &reading{ordered: r.ordered}
	if r.root && name == "Values" {
		out.keys = []manifest.Path{{}}
	}
	for _, k := range r.keys {
		out.keys = append(out.keys, k.With(name))
	}
	switch name := name.(type) {
	case string:
		return join(out.ordered, r.entries[name], out)
	case int:
		return join(out.ordered, r.entries[strconv.Itoa(name)], out)
	}
	for _, e := range r.entries {
		out = join(false, out, e)
	}
	return out
}

// join is what one or another value may be; ordered tells that the first that is set wins.
func join(ordered bool, all ...*reading) *reading {
	all = slices.DeleteFunc(all, func(r *reading) bool { return r == nil })
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	out := &reading{ordered: ordered}
	for _, r := range all {
		out.root = out.root || r.root
		out.ordered = out.ordered && (len(r.keys) < 2 || r.ordered)
		for _, k := range r.keys {
			if len(out.keys) < mostKeys && !slices.ContainsFunc(out.keys, func(o manifest.Path) bool { return slices.Equal(o, k) }) {
				out.keys = append(out.keys, k)
			}
		}
		out.add(r.entries)
	}
	return out
}

// add joins entries into those that are there.
func (r *reading) add(entries map[string]*reading) {
	for name, e := range entries {
		if len(r.entries) < mostKeys || r.entries[name] != nil {
			if r.entries == nil {
				r.entries = map[string]*reading{}
			}
			r.entries[name] = join(r.ordered, r.entries[name], e)
		}
	}
}

// flat is a value with the keys of all that is in it: what a template may print of it.
func (r *reading) flat(depth int) *reading {
	if r == nil || depth == 0 {
		return nil
	}
	out := &reading{keys: r.keys, ordered: r.ordered}
	for _, name := range sortedNames(r.entries) {
		out = join(false, out, r.entries[name].flat(depth-1))
	}
	return out
}
