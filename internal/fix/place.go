package fix

import (
	"errors"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

var errNotFollowed = errors.New("the object was rendered, and the place cannot be followed to where it was written")

// place is where a step is made: in the file that holds the object, or in the one that the place of a rendered object comes from.
func (p *Planner) place(s *lint.Step) (docKey, change, error) {
	o := s.Object
	if o.Root == nil {
		return docKey{}, change{}, errNotThere
	}
	c := change{
		op: s.Change.Op, key: s.Change.Key, beside: beside{s.Change.Before, s.Change.After},
		value: s.Change.Value, find: s.Change.Find, text: s.Change.Text,
	}
	at, path, err := p.written(o, ofValue(s.Path))
	if err != nil {
		return docKey{}, change{}, err
	}
	if c.path = path; len(s.From) == 0 {
		return at, c, nil
	}
	from, path, err := p.written(o, s.From)
	if err == nil && from != at {
		err = errors.New("the fix would move something between two documents")
	}
	c.from = path
	return at, c, err
}

// ofValue is a path that a rule may have written for a key: the same one, or that of the earlier entry of the key.
func ofValue(path manifest.Path) manifest.Path {
	if last := len(path) - 1; last > 0 && path[last] == Earlier {
		return path[:last].Value().With(Earlier)
	}
	return path.Value()
}

// written is the document and the path at which a path of an object was written. What of the path is not there is added to the place of what is.
func (p *Planner) written(o *manifest.Object, path manifest.Path) (docKey, manifest.Path, error) {
	if o.Render == nil {
		return docKey{o.File, o.Document}, o.Prefix.With(path...), nil
	}
	there := 0
	for n := o.Root; there < len(path); there++ {
		if n = n.Get(path[there]); n == nil {
			break
		}
	}
	if there == 0 {
		return docKey{}, nil, errNotFollowed
	}
	place, known := o.Render.Locate(path[:there])
	if data := p.sources[place.File]; !known || data == nil {
		return docKey{}, nil, errNotFollowed
	}
	return p.seek(place, path, there)
}

// seek finds what stands at a place, which is the value of the first elements of a path.
func (p *Planner) seek(place manifest.Place, path manifest.Path, there int) (docKey, manifest.Path, error) {
	syntax := p.syntaxOf(place.File)
	off := syntax.Offset(place.Span.Line, place.Span.Column)
	for _, index := range syntax.Documents() {
		d, err := p.document(docKey{place.File, index})
		if err != nil || off < d.start || off >= d.end {
			continue
		}
		if found := seek(d.root, off, path[there-1], nil); found != nil {
			return docKey{place.File, index}, found.With(path[there:]...), nil
		}
	}
	return docKey{}, nil, errNotFollowed
}

// seek finds below w the entry of a key, or the item, that begins at an offset.
func seek(w *manifest.Written, off int, elem any, path manifest.Path) manifest.Path {
	for i := range w.Entries {
		e := &w.Entries[i]
		if e.Name == elem && !e.Merge && (e.Key.Start == off || e.Key.Inner == off || e.Value.Inner == off) {
			return path.With(e.Name)
		}
		if found := seek(e.Value, off, elem, path.With(e.Name)); found != nil {
			return found
		}
	}
	_, isItem := elem.(int)
	for i, item := range w.Items {
		inBraces := item.Flow && len(item.Entries) > 0 && item.Entries[0].Key.Start == off
		if isItem && (item.Inner == off || inBraces) {
			return path.With(i)
		}
		if found := seek(item, off, elem, path.With(i)); found != nil {
			return found
		}
	}
	return nil
}
