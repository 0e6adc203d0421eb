package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// unrequested lists what an injected container asks nothing of.
func (d *draft) unrequested(inj *knowledge.Injector, asks []knowledge.Ask, by *Injector, from *manifest.Object) []Unrequested {
	var out []Unrequested
	for i := range asks {
		a := &asks[i]
		if slices.ContainsFunc(a.Settings, func(s string) bool { return d.isSet(s, from) }) {
			continue
		}
		none := Unrequested{Resource: a.Resource, Certainty: Known, Path: by.Path}
		if a.Installed || !inj.Verified {
			none.Certainty = Guessed
		}
		if len(a.NoneWith) > 0 {
			k := slices.IndexFunc(a.NoneWith, func(c string) bool { return d.holds(c, from) })
			if k < 0 {
				continue
			}
			none.Text, _, _ = strings.Cut(a.NoneWith[k], "=")
			_, none.Path, _ = d.setting(none.Text, from)
		}
		out = append(out, none)
	}
	return out
}

// isSet tells whether an annotation is there, rendered or not.
func (d *draft) isSet(name string, from *manifest.Object) bool {
	if _, there := d.meta.Annotations[name]; there {
		return true
	}
	_, _, there := d.setting(name, from)
	return there
}
