package pod

import (
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// unmet lists what the selector of the workload asks for that its template does not have. A ReplicationController's selector is a plain map.
func (d *draft) unmet() []Unmet {
	at := Path{"spec", "selector"}
	var out []Unmet
	if d.obj.Kind == "ReplicationController" {
		labels := stringMap(d.obj.Root, at...)
		for _, key := range slices.Sorted(maps.Keys(labels)) {
			out = d.addUnmet(out, &requirement{key: key, wanted: labels[key]}, at.With(key))
		}
		return out
	}
	for _, r := range requirements(d.obj, at) {
		out = d.addUnmet(out, &r, r.at[1:])
	}
	return out
}

func (d *draft) addUnmet(out []Unmet, r *requirement, at Path) []Unmet {
	if r.met(d.meta.Labels) || d.mistyped(r.key) {
		return out
	}
	has, labelled := d.meta.Labels[r.key]
	u := Unmet{Key: r.key, Wanted: r.wanted, Has: has, Labelled: labelled, Path: at}
	if render := d.obj.Render; render != nil && labelled && r.wanted != "" {
		u.Release = releaseFor(render.Stopgap, r.wanted, has)
	}
	return append(out, u)
}

// mistyped tells whether the template has a label that is no text: nobody sees what a server that took it would make of it.
func (d *draft) mistyped(key string) bool {
	label := d.obj.Root.Get(d.at.metadata.With("labels", key)...)
	return label != nil && label.Type != manifest.String && label.Type != manifest.Null
}

// releaseFor is the name that makes two texts equal, one of which holds the name that stands in for it; empty when none does.
func releaseFor(stopgap, a, b string) string {
	if stopgap == "" || strings.Contains(a, stopgap) == strings.Contains(b, stopgap) {
		return ""
	}
	if strings.Contains(b, stopgap) {
		a, b = b, a
	}
	times, first := strings.Count(a, stopgap), strings.Index(a, stopgap)
	size := len(stopgap) + (len(b)-len(a))/times
	if size <= 0 || first+size > len(b) {
		return ""
	}
	name := b[first : first+size]
	if strings.ReplaceAll(a, stopgap, name) != b {
		return ""
	}
	return name
}
