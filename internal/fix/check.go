package fix

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

var errOther = errors.New("the edit would change something else as well")

// tree is the value of the document.
func (d *document) tree() (*manifest.Node, error) { return only(d.data[d.start:d.end]) }

// only is the value of a text that is one document.
func only(data []byte) (*manifest.Node, error) {
	roots, err := manifest.Roots("", data)
	switch {
	case err != nil:
		return nil, err
	case len(roots) != 1:
		return nil, errors.New("the document holds several values")
	}
	return roots[0].Root, nil
}

// check applies plans of one document to it, reads it again, and demands that it differs in what they say and in nothing else.
func check(plans []*Plan) error {
	d := plans[0].doc
	if d.root == nil { // a template, of which only the results can be checked
		return nil
	}
	before, err := d.tree()
	if err != nil {
		return err
	}
	wanted := newTree(before)
	if err := wanted.perform(plans); err != nil {
		return err
	}
	after, err := only(Apply(d.data[:d.end], regionsOf(plans))[d.start:])
	if err != nil {
		return fmt.Errorf("the document could not be read any more: %w", err)
	}
	if wanted.equal(after) {
		return nil
	}
	for _, p := range plans {
		if slices.ContainsFunc(p.changes, func(c change) bool { return d.anchored(c.path) }) {
			return errAlias
		}
	}
	return errOther
}

// anchored tells whether an anchor stands on the way to a place.
func (d *document) anchored(path manifest.Path) bool {
	at := &spot{value: d.root}
	for _, elem := range path {
		if at.value.Anchored {
			return true
		}
		next := at.child(elem)
		if next == nil {
			return false
		}
		at = next
	}
	return at.value.Anchored
}

func regionsOf(plans []*Plan) []Region {
	var all []Region
	for _, p := range plans {
		all = append(all, p.Regions...)
	}
	return sorted(all)
}

// perform makes the changes of plans: first all places are found, then all is changed.
func (t *tree) perform(plans []*Plan) error {
	var todo []want
	for _, p := range plans {
		for i := range p.changes {
			do, err := t.resolve(&p.changes[i])
			if err != nil {
				return err
			}
			todo = append(todo, do)
		}
	}
	for _, do := range todo {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}
