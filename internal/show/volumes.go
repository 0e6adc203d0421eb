package show

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
)

// mounts draws the volumes and who does what on them.
func (w *drawer) mounts() {
	for i, v := range w.in.Pod.Volumes {
		if i >= maxVolumes {
			w.left["volume"]++
			continue
		}
		n := picture.Node{Kind: picture.Volume, Name: v.Name, Notes: []string{strings.TrimSpace(v.Kind + " " + v.Source)}}
		if len(v.MountedBy) == 0 {
			n.Notes = append(n.Notes, "mounted by no container")
		}
		w.volumes[v.Name] = w.add(n)
		w.places = append(w.places, place{v.Path, w.volumes[v.Name]})
	}
	for i, c := range w.in.Pod.Containers[:min(len(w.in.Pod.Containers), maxContainers)] {
		for _, m := range c.Mounts {
			w.mount(i, c, m)
		}
	}
}

// mount draws what a container does on a volume, once for all its mounts of the volume.
func (w *drawer) mount(node int, c *pod.Container, m pod.Mount) {
	volume, ok := w.volumes[m.Volume]
	if !ok {
		volume = w.once(picture.Unknown, `volume "`+m.Volume+`"`, maxVolumes, "the pod has no such volume")
	}
	for _, t := range w.Ties {
		if t.To == volume && t.From == node {
			return
		}
	}
	u := usesOf(c, m.Volume)
	label, deed, guessed := u.label(), u.deed(), u.guessed
	switch {
	case deed == picture.Mounts && m.ReadOnly:
		label, deed, guessed = "mounts "+m.MountPath, picture.Reads, false
	case deed == picture.Mounts:
		label, guessed = "mounts "+m.MountPath, false
	}
	w.tie(node, volume, deed, label, guessed)
}

// uses are what one container does on one volume: paths by verb.
type uses struct {
	paths   map[string][]string
	guessed bool // all of it
}

// The verbs, in the order in which they are said. Who dials a socket is drawn as who writes, who serves it as who reads: that is the way that a
// request takes.
const (
	writes = "writes"
	dials  = "dials"
	reads  = "reads"
	serves = "serves"
)

func usesOf(c *pod.Container, volume string) uses {
	u := uses{paths: map[string][]string{}, guessed: true}
	if volume == "" {
		return u
	}
	for _, f := range c.Files {
		if f.Volume == volume {
			u.add(verbOf(f.Op), f.VolumePath, f.Certainty)
		}
	}
	for _, l := range c.Listens {
		if l.Volume == volume {
			u.add(serves, l.VolumePath, l.Certainty)
		}
	}
	for _, d := range c.Dials {
		if d.Volume == volume {
			u.add(dials, d.VolumePath, d.Certainty)
		}
	}
	return u
}

func verbOf(op string) string {
	if slices.Contains([]string{"read", "tail", "watch", "serve"}, op) {
		return reads
	}
	return writes
}

func (u *uses) add(verb, path, certainty string) {
	u.paths[verb] = appendOnce(u.paths[verb], path)
	u.guessed = u.guessed && certainty == "guessed"
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func (u *uses) deed() picture.Deed {
	in, out := len(u.paths[writes])+len(u.paths[dials]) > 0, len(u.paths[reads])+len(u.paths[serves]) > 0
	switch {
	case in && out:
		return picture.Shares
	case in:
		return picture.Writes
	case out:
		return picture.Reads
	}
	return picture.Mounts
}

func (u *uses) label() string {
	var parts []string
	for _, verb := range []string{writes, dials, reads, serves} {
		if list := u.paths[verb]; len(list) > 0 {
			parts = append(parts, verb+" "+some(list))
		}
	}
	return strings.Join(parts, "; ")
}

// some names the first of a list and counts the others.
func some(list []string) string {
	first := list[0]
	if first == "." {
		first = "its root"
	}
	if len(list) == 1 {
		return first
	}
	return fmt.Sprintf("%s and %d more", first, len(list)-1)
}
