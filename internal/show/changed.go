package show

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/podlint/podlint/internal/picture"
)

// Words that mark what a picture has that an earlier one lacks, or has otherwise.
const (
	isNew     = "new"
	isChanged = "changed"
)

// Changed marks what is new or another one in pictures of pods, compared with earlier ones of the same workloads, and says what has gone.
func Changed(now, was []*picture.Drawing) {
	for _, d := range now {
		old := earlier(d, was)
		if old == nil {
			d.Traits = append(slices.Clip(d.Traits), isNew)
			continue
		}
		before, after := seenOf(old), seenOf(d)
		for i := range d.Nodes {
			n := &d.Nodes[i]
			switch had, known := before[after[i].key]; {
			case !known:
				n.Notes = append(slices.Clip(n.Notes), isNew)
			case !reflect.DeepEqual(had.looks, after[i].looks):
				n.Notes = append(slices.Clip(n.Notes), isChanged)
			}
		}
		d.Traits = append(slices.Clip(d.Traits), gone(old, after)...)
	}
}

// earlier is the picture of the same workload, best from the same file.
func earlier(d *picture.Drawing, was []*picture.Drawing) *picture.Drawing {
	var found *picture.Drawing
	for _, old := range was {
		if old.Title() == d.Title() && (found == nil || found.File != d.File && old.File == d.File) {
			found = old
		}
	}
	return found
}

// seen is what a picture shows of a node; its key finds the same one in another picture.
type seen struct {
	key   string
	looks []any
}

// index finds what is seen by its key.
type index map[any]seen

// seenOf is what is seen of each node, by its index and by its key.
func seenOf(d *picture.Drawing) index {
	out := index{}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		key := nameOf(d, i)
		for out[key].key != "" { // one name twice
			key += "'"
		}
		s := seen{key: key, looks: []any{n.Notes, n.Class, n.Part, n.By, n.Image, n.Unseen, n.Defaults, n.Sure}}
		var ties []string
		for _, t := range d.Ties {
			if t.From == i {
				ties = append(ties, fmt.Sprint(t.Deed, " ", t.Label, " ", nameOf(d, t.To)))
			}
		}
		slices.Sort(ties)
		s.looks = append(s.looks, ties)
		out[i], out[key] = s, s
	}
	return out
}

// nameOf is how a node is called in words; a port goes by its container.
func nameOf(d *picture.Drawing, at int) string {
	n := &d.Nodes[at]
	if n.Kind == picture.Port {
		return fmt.Sprintf("port %s of %s", n.Name, d.Nodes[n.Owner].Name)
	}
	return fmt.Sprint(n.Kind, " ", n.Name)
}

// gone are the nodes that a picture had.
func gone(old *picture.Drawing, now index) []string {
	var out []string
	before := seenOf(old)
	for i := range old.Nodes {
		if _, there := now[before[i].key]; !there && old.Nodes[i].Kind != picture.Unknown {
			out = append(out, "gone: "+before[i].key)
		}
	}
	return out
}
