package pod

import "cmp"

// Images holds image references, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Images struct {
	Floating []FloatingImage `json:"floating,omitempty"  jsonschema:"images that move beside one that stays"`
	Retired  []RetiredImage  `json:"retired,omitempty"   jsonschema:"images that are gone or frozen"`
	OldFlags []OldFlagUse    `json:"old_flags,omitempty" jsonschema:"flags and variables of another generation of the program"`
}

// FloatingImage is an image that moves while a neighbour's stays.
type FloatingImage struct {
	Container  string `json:"container"            jsonschema:"whose image moves"`
	Helper     bool   `json:"helper"               jsonschema:"it is a helper, an init container or a native sidecar"`
	Moves      string `json:"moves"                jsonschema:"untagged, latest, channel, variant, major or language"`
	Tag        string `json:"tag,omitempty"        jsonschema:"its tag; absent when it has none"`
	Pinned     string `json:"pinned"               jsonschema:"a container whose image stays: an app when there is one"`
	PinnedTo   string `json:"pinned_to"            jsonschema:"that image's tag, or digest"`
	PinnedApp  bool   `json:"pinned_app"           jsonschema:"that container is no helper"`
	PinnedPath Path   `json:"pinned_path"          jsonschema:"of that container's image"`
	Path       Path   `json:"path"                 jsonschema:"of the image"`
}

// joinImages compares the images of a pod with several containers.
func (d *draft) joinImages() {
	all := d.declared()
	if len(all) < 2 {
		return
	}
	d.joinFloating(all)
	d.joinRetired(all)
	d.joinOldFlags(all)
}

// declared are the containers of the manifest but for the ephemeral ones, in start order.
func (d *draft) declared() []*draftContainer {
	var out []*draftContainer
	for _, c := range d.containers {
		if c.spec != nil && c.out.Class != "ephemeral" {
			out = append(out, c)
		}
	}
	return out
}

func (d *draft) joinFloating(all []*draftContainer) {
	pinned := pinnedOf(all)
	if pinned == nil {
		return
	}
	for _, c := range all {
		img := &c.out.Image
		if img.Floating {
			d.pod.Images.Floating = append(d.pod.Images.Floating, FloatingImage{
				Container: c.out.Name, Helper: c.out.Part == "helper",
				Moves: img.Moves, Tag: img.Tag, Pinned: pinned.out.Name, PinnedTo: cmp.Or(pinned.out.Image.Tag, "a digest"),
				PinnedApp: pinned.out.Part != "helper", PinnedPath: pinned.out.Image.Path, Path: img.Path,
			})
		}
	}
}

// pinnedOf picks the container whose image stays: one that is no helper when there is one, else any.
func pinnedOf(all []*draftContainer) *draftContainer {
	return likeliest(all, func(c *draftContainer) bool { return c.out.Image.Pinned })
}

// likeliest picks one of the containers that fit, to stand for them: one that is no helper before a helper, then by name, so that the
// choice does not hang on the order in which they stand. Nil when none fits.
func likeliest(all []*draftContainer, fits func(*draftContainer) bool) *draftContainer {
	var best *draftContainer
	for _, c := range all {
		if !fits(c) {
			continue
		}
		app, bestApp := c.out.Part != "helper", best != nil && best.out.Part != "helper"
		if best == nil || app && !bestApp || app == bestApp && c.out.Name < best.out.Name {
			best = c
		}
	}
	return best
}
