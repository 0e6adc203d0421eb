// Package fix turns what rules say of a way out into edits of files. An edit is the smallest one that does it: what stands elsewhere in the file
// keeps every byte. Each is checked: the file is read again and must differ in what the fix says, and in nothing else.
package fix

import (
	"errors"
	"fmt"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// change is a step of a fix in one document of a file.
type change struct {
	op         string
	path, from manifest.Path
	key        string
	beside     beside
	value      any
	find, text string
	verbatim   string // how the scalar that is set must be written now; empty: in any way
}

// Plan is the edits of one fix, in the order of the file.
type Plan struct {
	File    string
	Regions []Region

	doc     *document
	changes []change
	// rendered is the object that a chart made of the file, whose paths the changes have; nil for changes of the file itself.
	rendered *manifest.Object
}

// Planner plans fixes for files that stay as they are.
type Planner struct {
	sources map[string][]byte
	syntax  map[string]*manifest.Syntax
	docs    map[docKey]*document
	read    int // bytes of documents that were read to check plans
	// templates are those that charts have made objects of: what comes of their edits is checked when they are rendered again.
	templates map[string]bool
}

// maxRead bounds the bytes of documents that a planner reads again to check plans, so that many fixes in a huge document end: some seconds.
const maxRead = 64 << 20

var errTooMuch = errors.New("the document is too large for so many fixes; run it again")

type docKey struct {
	file  string
	index int
}

// NewPlanner plans for files by name, as objects were read from them.
func NewPlanner(sources map[string][]byte) *Planner {
	return &Planner{sources: sources, syntax: map[string]*manifest.Syntax{}, docs: map[docKey]*document{}}
}

// Plan makes the edits of a fix. An error says why there are none.
func (p *Planner) Plan(steps []lint.Step) (*Plan, error) {
	var at docKey
	out := &Plan{}
	if ofChart(&steps[0]) {
		return p.chart(steps)
	}
	for i := range steps {
		key, c, err := p.place(&steps[i])
		if err != nil {
			return nil, err
		}
		if i > 0 && key != at {
			return nil, errors.New("the fix changes two documents")
		}
		at = key
		out.changes = append(out.changes, c)
	}
	var err error
	if out.doc, err = p.document(at); err != nil {
		return nil, err
	}
	if p.read += out.doc.end - out.doc.start; p.read > maxRead {
		return nil, errTooMuch
	}
	out.File = at.file
	return out, out.make()
}

func (p *Planner) document(at docKey) (*document, error) {
	if d := p.docs[at]; d != nil {
		return d, nil
	}
	data := p.sources[at.file]
	if data == nil {
		return nil, errors.New("the file is not held as a whole")
	}
	d, err := newDocument(data, p.syntaxOf(at.file), at.index)
	if err != nil {
		return nil, err
	}
	p.docs[at] = d
	return d, nil
}

func (p *Planner) syntaxOf(file string) *manifest.Syntax {
	if p.syntax[file] == nil {
		p.syntax[file] = manifest.NewSyntax(p.sources[file])
	}
	return p.syntax[file]
}

// Edits are the regions of a plan as a report has them.
func (p *Planner) Edits(plan *Plan) []lint.Edit {
	out := make([]lint.Edit, 0, len(plan.Regions))
	for _, r := range plan.Regions {
		at := p.syntaxOf(plan.File).Span(r.Start, r.End)
		out = append(out, lint.Edit{
			File: plan.File, Offset: r.Start, EndOffset: r.End, Text: r.Text,
			Line: at.Line, Column: at.Column, EndLine: at.EndLine, EndColumn: at.EndColumn,
		})
	}
	return out
}

// make finds the regions and checks them.
func (p *Plan) make() error {
	before, err := p.doc.tree()
	if err != nil {
		return err
	}
	var all []change
	for i := range p.changes {
		more, err := p.changes[i].expand(before)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	p.changes = all
	if p.Regions, err = p.doc.edits(p.changes, before); err != nil {
		return err
	}
	for i := range p.Regions {
		p.Regions[i].shrink(p.doc.data)
	}
	if overlap(p.Regions) {
		return errors.New("the steps of the fix change one place twice")
	}
	return check([]*Plan{p})
}

// edits are the regions of all steps. Moves come last, because other steps may change what moves; what goes is taken out together, because
// brackets stand where nothing is left.
func (d *document) edits(changes []change, root *manifest.Node) ([]Region, error) {
	var out []Region
	var gone []*spot
	var moving []*change
	for i := range changes {
		c := &changes[i]
		switch c.op {
		case "move":
			moving = append(moving, c)
		case "remove":
			at, err := d.doomed(c.path)
			if err != nil {
				return nil, err
			}
			gone = append(gone, at)
		default:
			more, err := d.edit(c, root)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	out, left, err := d.moves(moving, joined(sorted(out)))
	if err != nil {
		return nil, err
	}
	more, err := d.removals(append(gone, left...))
	return sorted(append(out, more...)), err
}

// edit is the regions of one step.
func (d *document) edit(c *change, root *manifest.Node) ([]Region, error) {
	switch c.op {
	case "set":
		if c.verbatim != "" && !d.writes(c.path, c.verbatim) {
			return nil, errors.New("the value is written otherwise than it is read")
		}
		if c.find == "" {
			return d.set(c.path, c.value)
		}
		n := root.Get(c.path...)
		if n == nil || n.Type != manifest.String {
			return nil, errNotThere
		}
		return d.part(c.path, n.Text, c.find, c.text)
	case "insert":
		return d.insert(c.path, c.key, c.value, c.beside)
	case "rename":
		return d.rename(c.path, c.key)
	}
	return nil, fmt.Errorf("unknown op %q", c.op)
}

// Of is Plan for a fix that may have its edit already, which changes comments alone.
func (p *Planner) Of(f *lint.Fix) (*Plan, error) {
	if len(f.Steps) > 0 {
		return p.Plan(f.Steps)
	}
	if len(f.Edits) == 0 {
		return nil, errors.New("the fix has no steps")
	}
	e := &f.Edits[0]
	if p.sources[e.File] == nil {
		return nil, errors.New("the file is not held as a whole")
	}
	d, _, err := p.at(e.File, e.Line, e.Column)
	switch {
	case err != nil && p.templates[e.File]:
		d = p.template(e.File)
	case err != nil:
		return nil, err
	}
	out := &Plan{File: e.File, doc: d, Regions: []Region{{e.Offset, e.EndOffset, e.Text}}}
	return out, check([]*Plan{out})
}

// Fill gives the violations of a result the edits that their fixes make, for reports. A fix that cannot be made has none.
func Fill(res *lint.Result) {
	planner := NewPlanner(res.Sources)
	for i := range res.Violations {
		f := res.Violations[i].Fix
		if f == nil || len(f.Steps) == 0 {
			continue
		}
		if plan, err := planner.Of(f); err == nil && plan.rendered == nil { // what comes of a chart is known when it is rendered again
			f.Edits = planner.Edits(plan)
		}
	}
}
