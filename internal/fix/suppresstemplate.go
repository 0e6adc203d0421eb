package fix

import (
	"bytes"
	"context"
	"slices"

	"github.com/podlint/podlint/internal/lint"
)

// inTemplate is the try-th comment in a template, which is no YAML: that it changes nothing of what comes out is checked when it is rendered.
func (p *Planner) inTemplate(v *lint.Violation, text string, try int) (*Plan, error) {
	d, off := p.template(v.File), p.syntaxOf(v.File).Offset(v.Line, v.Column)
	places := d.beside(off, text)
	if at := d.named(off, v.Container); at >= 0 {
		places = append(places, d.beside(at, text)...)
	}
	if try >= len(places) {
		return nil, errNoPlace
	}
	return &Plan{File: v.File, doc: d, Regions: places[try : try+1]}, nil
}

// beside are the places for a comment at the line of an offset, as far as its text tells.
func (d *document) beside(off int, text string) []Region {
	if d.hasComment(off) {
		return []Region{d.above(off, text)}
	}
	return []Region{d.behind(off, text), d.above(off, text)}
}

// named is the offset of the last line above one that gives a container its name; -1 when there is none.
func (d *document) named(off int, container string) int {
	for at := d.lineStart(off); at > 0 && container != ""; {
		at = d.lineStart(at - 1)
		line := bytes.TrimLeft(bytes.TrimLeft(d.data[at:d.lineEnd(at)], " "), "- ")
		if name, ok := bytes.CutPrefix(line, []byte("name:")); ok && string(bytes.Trim(name, ` '"`)) == container {
			return at
		}
	}
	return -1
}

// unlike adds the comments in templates by which something else comes out to those that are not good.
func (r *runner) unlike(ctx context.Context, plans []planned, bad map[int]string) error {
	if !slices.ContainsFunc(plans, inTemplate) || !otherwise(r.rendered, r.renders(), nil) {
		return nil
	}
	for i := range plans {
		if r.single++; !inTemplate(plans[i]) || bad[i] != "" || r.single > maxSingle {
			continue
		}
		if _, err := r.opt.Judge(ctx, r.with(plans[i:i+1])); err != nil {
			return err
		}
		if otherwise(r.rendered, r.renders(), nil) {
			bad[i] = errOther.Error()
		}
	}
	return nil
}
