package pod

import (
	"fmt"

	"github.com/podlint/podlint/internal/manifest"
)

// What one pod may hold, many times what people run: a model relates each container to each other one. A cluster takes no object of more
// than 1.5 MB, which is about as many.
const (
	maxContainers = 500
	maxVolumes    = 1000
	maxMounts     = 5000 // of all containers
	maxPorts      = 2000 // likewise
	maxVariables  = 5000 // likewise
)

// tally is how many of something the pod holds up to a place.
type tally struct {
	what string
	most int
	n    int
}

// add counts those of a list, and returns the index of the first that is too many; negative: none is.
func (c *tally) add(n int) int {
	before := c.n
	if c.n += n; c.n <= c.most {
		return -1
	}
	return c.most - before
}

// TooMany reports the first part of an object's pods of which there are more than a model is made of; nil when there is none.
func (b *Builder) TooMany(obj *manifest.Object) *manifest.Error {
	if obj.Patch {
		return nil
	}
	for _, t := range b.templates(obj) {
		d := &draft{b: b, obj: obj, at: t}
		if err := d.tooMany(); err != nil {
			return err
		}
	}
	return nil
}

func (d *draft) tooMany() *manifest.Error {
	volumes := tally{what: "volumes", most: maxVolumes}
	if i := volumes.add(d.length("volumes")); i >= 0 {
		return d.excess(&volumes, "volumes", i)
	}
	all := tally{what: "containers", most: maxContainers}
	parts := [...]struct {
		tally

		key string
	}{
		{tally{what: "mounts", most: maxMounts}, "volumeMounts"},
		{tally{what: "ports", most: maxPorts}, "ports"},
		{tally{what: "variables", most: maxVariables}, "env"},
	}
	for _, list := range [...]string{"initContainers", "containers", "ephemeralContainers"} {
		n := d.length(list)
		if i := all.add(n); i >= 0 {
			return d.excess(&all, list, i)
		}
		for i := range n {
			for p := range parts {
				if at := parts[p].add(d.length(list, i, parts[p].key)); at >= 0 {
					return d.excess(&parts[p].tally, list, i, parts[p].key, at)
				}
			}
		}
	}
	return nil
}

// length is how many elements a list of the pod has.
func (d *draft) length(path ...any) int {
	n := d.obj.Root.Get(d.specPath(path...)...)
	if n == nil {
		return 0
	}
	return len(n.Items)
}

func (d *draft) excess(c *tally, path ...any) *manifest.Error {
	at, _ := d.obj.Place(d.specPath(path...))
	return &manifest.Error{
		File: at.File, Line: at.Span.Line, Column: at.Span.Column,
		Message: fmt.Sprintf("the pod has more than %d %s, which podlint does not take apart", c.most, c.what),
	}
}
