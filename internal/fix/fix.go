// Package fix turns what rules say of a way out into edits of files. An edit is the smallest one that does it: what stands elsewhere in the file
// keeps every byte. Each is checked: the file is read again and must differ in what the fix says, and in nothing else.
package fix

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

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
}

// Plan is the edits of one fix, in the order of the file.
type Plan struct {
	File    string
	Regions []Region

	doc     *document
	changes []change
}

// Planner plans fixes for files that stay as they are.
type Planner struct {
	sources map[string][]byte
	syntax  map[string]*manifest.Syntax
	docs    map[docKey]*document
}

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
	for i := range steps {
		key, c, err := place(&steps[i])
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

// place is where a step is made.
func place(s *lint.Step) (docKey, change, error) {
	o := s.Object
	if o.Root == nil {
		return docKey{}, change{}, errNotThere
	}
	if o.Render != nil {
		return docKey{}, change{}, errors.New("the object was rendered, and where the place was written is not followed")
	}
	c := change{
		op: s.Change.Op, path: o.Prefix.With(s.Path...), key: s.Change.Key, beside: beside{s.Change.Before, s.Change.After},
		value: s.Change.Value, find: s.Change.Find, text: s.Change.Text,
	}
	if len(s.From) > 0 {
		c.from = o.Prefix.With(s.From...)
	}
	return docKey{o.File, o.Document}, c, nil
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
	slices.SortStableFunc(p.Regions, func(a, b Region) int { return a.Start - b.Start })
	if overlap(p.Regions) {
		return errors.New("the steps of the fix change one place twice")
	}
	return check([]*Plan{p})
}

// edits are the regions of all steps.
func (d *document) edits(changes []change, root *manifest.Node) ([]Region, error) {
	var out []Region
	for i := range changes {
		if changes[i].op == "move" {
			continue
		}
		more, err := d.edit(&changes[i], root)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// edit is the regions of one step.
func (d *document) edit(c *change, root *manifest.Node) ([]Region, error) {
	switch c.op {
	case "set":
		if c.find == "" {
			return d.set(c.path, c.value)
		}
		n := root.Get(c.path...)
		if n == nil || n.Type != manifest.String {
			return nil, errNotThere
		}
		return d.part(c.path, n.Text, c.find, c.text)
	case "remove":
		return d.remove(c.path)
	case "insert":
		return d.insert(c.path, c.key, c.value, c.beside)
	case "rename":
		return d.rename(c.path, c.key)
	}
	return nil, fmt.Errorf("unknown op %q", c.op)
}

// shrink leaves out what a region replaces by itself at its start and its end, whole characters.
func (r *Region) shrink(data []byte) {
	if r.Start == r.End || r.Text == "" {
		return
	}
	for r.Start < r.End && r.Text != "" {
		was, size := utf8.DecodeRune(data[r.Start:r.End])
		if is, _ := utf8.DecodeRuneInString(r.Text); is != was {
			break
		}
		r.Start, r.Text = r.Start+size, r.Text[size:]
	}
	for r.Start < r.End && r.Text != "" {
		was, size := utf8.DecodeLastRune(data[r.Start:r.End])
		if is, _ := utf8.DecodeLastRuneInString(r.Text); is != was {
			break
		}
		r.End, r.Text = r.End-size, r.Text[:len(r.Text)-size]
	}
}

// overlap tells whether sorted regions change one place twice. Two that insert at one place do.
func overlap(regions []Region) bool {
	for i := 1; i < len(regions); i++ {
		if a, b := &regions[i-1], &regions[i]; b.Start < a.End || b.Start == a.Start && a.Start == a.End && b.Start == b.End {
			return true
		}
	}
	return false
}

// Apply makes edits of one file, which must be sorted and not overlap.
func Apply(data []byte, regions []Region) []byte {
	out := make([]byte, 0, len(data))
	at := 0
	for _, r := range regions {
		out = append(append(out, data[at:r.Start]...), r.Text...)
		at = r.End
	}
	return append(out, data[at:]...)
}

// Of is Plan for a fix that may have its edits already.
func (p *Planner) Of(f *lint.Fix) (*Plan, error) {
	if len(f.Steps) > 0 {
		return p.Plan(f.Steps)
	}
	return nil, errors.New("the fix has no steps")
}

// Fill gives the violations of a result the edits that their fixes make, for reports. A fix that cannot be made has none.
func Fill(res *lint.Result) {
	planner := NewPlanner(res.Sources)
	for i := range res.Violations {
		f := res.Violations[i].Fix
		if f == nil || len(f.Steps) == 0 {
			continue
		}
		if plan, err := planner.Of(f); err == nil {
			f.Edits = planner.Edits(plan)
		}
	}
}
