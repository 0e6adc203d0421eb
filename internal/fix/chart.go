package fix

import (
	"errors"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

var errTemplate = errors.New("the place is made by a template, and the value does not stand in it, or in one value of the chart, as it comes out")

// ofChart tells whether a chart made the object of a step.
func ofChart(s *lint.Step) bool { return s.Object.Render != nil && s.Object.Render.Settings != nil }

// chart plans the steps of a fix in a chart: scalars that stand in a template as they come out, or that one value of the chart sets. What
// becomes of the results is checked when they are rendered again.
func (p *Planner) chart(steps []lint.Step) (*Plan, error) {
	out := &Plan{}
	for i := range steps {
		s := &steps[i]
		all, err := inObject(s).expand(s.Object.Root)
		if err != nil {
			return nil, err
		}
		for j := range all {
			if err := p.inChart(out, s.Object, &all[j]); err != nil {
				return nil, err
			}
		}
	}
	out.rendered = steps[0].Object
	if sorted(out.Regions); overlap(out.Regions) {
		return nil, errors.New("the steps of the fix change one place twice")
	}
	return out, nil
}

// inObject is a step as a change of the object that the rule saw.
func inObject(s *lint.Step) *change {
	return &change{op: s.Change.Op, path: ofValue(s.Path), value: s.Change.Value, find: s.Change.Find, text: s.Change.Text}
}

// inChart adds the edit that sets one scalar.
func (p *Planner) inChart(out *Plan, o *manifest.Object, c *change) error {
	value := o.Root.Get(c.path...)
	if c.op != "set" || !isScalar(value) || isCollection(c.value) {
		return errTemplate
	}
	if c.find != "" {
		c.value, c.find = strings.Replace(value.Text, c.find, c.text, 1), ""
	}
	place, known := written(o, c.path)
	if !known || out.File != "" && out.File != place.File || p.sources[place.File] == nil {
		return errTemplate
	}
	region, err := p.verbatim(place, value, c.value)
	if err != nil {
		return err
	}
	out.File, out.doc = place.File, p.template(place.File)
	out.Regions, out.changes = append(out.Regions, region), append(out.changes, *c)
	return nil
}

func isScalar(n *manifest.Node) bool {
	return n != nil && n.Type != manifest.Map && n.Type != manifest.List
}

// written is where the value of a path was written: the one value of the chart that sets it, else its place in the template.
func written(o *manifest.Object, path manifest.Path) (manifest.Place, bool) {
	place, known := o.Render.Locate(path)
	switch settings := o.Render.Settings(path); len(settings) {
	case 0:
		return place, known
	case 1:
		return settings[0].Place, true
	}
	return place, false
}

// template stands for a file that is no YAML: nothing but regions is known of it.
func (p *Planner) template(file string) *document {
	key := docKey{file, wholeFile}
	if p.docs[key] == nil {
		data := p.sources[file]
		p.docs[key] = &document{data: data, end: len(data), newline: newlineOf(data)}
	}
	return p.docs[key]
}

// wholeFile is the index of no document.
const wholeFile = -1

// verbatim writes a scalar in the place of one that stands there as it is read.
func (p *Planner) verbatim(place manifest.Place, now *manifest.Node, value any) (Region, error) {
	data, syntax := p.sources[place.File], p.syntaxOf(place.File)
	start := syntax.Offset(place.Span.Line, place.Span.Column)
	end := syntax.Offset(place.Span.EndLine, place.Span.EndColumn)
	raw := string(data[start:max(start, end)])
	if _, rest, isEntry := strings.Cut(raw, ": "); isEntry && !reads(raw, now) { // the place of a value is that of its key
		rest = strings.TrimLeft(rest, " ")
		start, raw = end-len(rest), rest
	}
	if !reads(raw, now) || strings.Contains(raw, "{{") {
		return Region{}, errTemplate
	}
	quote := byte(0)
	if raw[0] == '"' || raw[0] == '\'' {
		quote = raw[0]
	}
	r := Region{start, end, (&document{}).scalar(value, false, quote)}
	r.shrink(data)
	return r, nil
}

// reads tells whether a text is read as a value.
func reads(raw string, as *manifest.Node) bool {
	if raw == "" || strings.ContainsAny(raw, "\n\r") {
		return false
	}
	roots, err := manifest.Roots("", []byte("- "+raw+"\n"))
	if err != nil || len(roots) != 1 {
		return false
	}
	n := roots[0].Root.Get(0)
	return n != nil && len(roots[0].Root.Items) == 1 && n.Type == as.Type && n.Text == as.Text && !n.Block
}

// otherwise tells whether objects that were rendered again differ from before in something else than plans say.
func otherwise(before, after []*manifest.Object, plans []planned) bool {
	if len(before) != len(after) {
		return true
	}
	for i, o := range before {
		wanted := newTree(o.Root)
		for j := range plans {
			if p := plans[j].plan; p.rendered == o && wanted.perform([]*Plan{p}) != nil {
				return true
			}
		}
		if !wanted.equal(after[i].Root) {
			return true
		}
	}
	return false
}
