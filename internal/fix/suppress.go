package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// Silence says how violations are suppressed.
type Silence struct {
	// Comment writes what a comment says to suppress rules, without its "#".
	Comment func(rules []string) string
	// Annotation writes an annotation that suppresses a rule for the whole object.
	Annotation func(rule string) (key, value string)
}

// Suppress writes suppressions of what a result reports: a comment at the end of the line, above it where the line has one already, or at the
// container where the line is part of a text; in JSON an annotation. It stays when it works and brings nothing new. Options.Unsafe has no meaning.
func Suppress(ctx context.Context, res *lint.Result, how Silence, opt Options) (*Outcome, error) {
	r := newRunner(res, opt)
	r.rendered = r.renders()
	for range maxRounds {
		plans := r.silence(how)
		if len(plans) == 0 {
			break
		}
		if err := r.settle(ctx, plans); err != nil {
			return nil, err
		}
	}
	r.leave()
	return r.out, nil
}

// settle keeps the suppressions that work; those that do not are tried elsewhere.
func (r *runner) settle(ctx context.Context, plans []planned) error {
	res, err := r.opt.Judge(ctx, r.with(plans))
	if err != nil {
		return err
	}
	bad := harm(r.out.Result, res, plans)
	if err := r.unlike(ctx, plans, bad); err != nil {
		return err
	}
	failed := map[*Plan]bool{} // violations of one line share a comment: it stays when it serves all of them
	for i := range bad {
		failed[plans[i].plan] = true
		r.tried[r.mark(&plans[i].violation)]++
	}
	good := slices.DeleteFunc(slices.Clone(plans), func(p planned) bool { return failed[p.plan] })
	if len(good) == 0 {
		return nil
	}
	if len(bad) > 0 {
		if res, err = r.opt.Judge(ctx, r.with(good)); err != nil {
			return err
		}
	}
	r.accept(res, good)
	r.rendered = r.renders()
	return nil
}

// line is a line with violations, and which place for a comment is tried.
type line struct {
	file   string
	number int
	try    int
}

// silence plans a suppression for each line that has violations.
func (r *runner) silence(how Silence) []planned {
	planner := r.planner()
	order, byLine := r.lines()
	var out []planned
	taken := map[*document][]*Plan{}
	for _, at := range order {
		all := byLine[at]
		plan, err := planner.suppression(&all[0], rulesOf(all), how, at.try)
		if err != nil {
			for i := range all {
				r.refuse(&all[i], err.Error())
			}
			continue
		}
		if touches(taken[plan.doc], plan) {
			continue
		}
		taken[plan.doc] = append(taken[plan.doc], plan)
		for i := range all {
			out = append(out, planned{all[i], plan})
		}
	}
	return out
}

// lines are those with violations that are wanted, in their order.
func (r *runner) lines() (order []line, byLine map[line][]lint.Violation) {
	byLine = map[line][]lint.Violation{}
	for v := range r.out.Result.All() {
		if r.isRefused(v) || r.opt.Wanted != nil && !r.opt.Wanted(v) {
			continue
		}
		if why := r.left(v.File); why != "" {
			r.refuse(v, why)
			continue
		}
		at := line{v.File, v.Line, r.tried[r.mark(v)]}
		if byLine[at] == nil {
			order = append(order, at)
		}
		byLine[at] = append(byLine[at], *v)
	}
	return order, byLine
}

func (r *runner) left(file string) string {
	if r.opt.Left == nil {
		return ""
	}
	return r.opt.Left(file)
}

func rulesOf(all []lint.Violation) []string {
	var rules []string
	for i := range all {
		rules = append(rules, all[i].Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

var errNoPlace = errors.New("there is no place for a comment that suppresses it")

// suppression is the try-th way to suppress what a line has, from 0.
func (p *Planner) suppression(v *lint.Violation, rules []string, how Silence, try int) (*Plan, error) {
	if p.sources[v.File] == nil {
		return nil, errors.New("the file is not held as a whole")
	}
	d, off, err := p.at(v.File, v.Line, v.Column)
	switch {
	case err != nil && p.templates[v.File]:
		return p.inTemplate(v, "# "+how.Comment(rules), try)
	case err != nil:
		return nil, err
	}
	if d.json {
		if try > 0 {
			return nil, errNoPlace
		}
		return p.annotate(d, v, rules, how)
	}
	places := d.commentPlaces(off, "# "+how.Comment(rules))
	switch try - len(places) {
	case 0:
		plan, err := p.remark(d, v.File, off, "# "+how.Comment(rules))
		if errors.Is(err, errNoPlace) {
			return p.annotate(d, v, rules, how)
		}
		return plan, err
	case 1:
		return p.annotate(d, v, rules, how)
	case 2: //nolint:mnd // behind the last way
		return nil, errNoPlace
	}
	plan := &Plan{File: v.File, doc: d, Regions: places[try : try+1]}
	return plan, check([]*Plan{plan})
}

// at is the document that holds a place, and the offset of it.
func (p *Planner) at(file string, line, column int) (*document, int, error) {
	syntax := p.syntaxOf(file)
	off := syntax.Offset(line, column)
	for _, index := range syntax.Documents() {
		d, err := p.document(docKey{file, index})
		if err == nil && off >= d.start && (off < d.end || off == len(d.data)) {
			return d, off, nil
		}
	}
	return nil, 0, errors.New("the place lies in no document that can be followed")
}

// commentPlaces are the places at which a comment may suppress what stands at an offset, the best first.
func (d *document) commentPlaces(off int, text string) []Region {
	var out []Region
	if !d.inText(d.root, d.lineEnd(off)) {
		if !d.hasComment(off) {
			out = append(out, d.behind(off, text))
		}
		if !d.inText(d.root, d.lineStart(off)) {
			out = append(out, d.above(off, text))
		}
	}
	for _, item := range d.holders(d.root, off, nil) {
		if !d.hasComment(item) {
			end := d.lineEnd(item)
			out = append(out, Region{end, end, " " + text})
		}
		out = append(out, d.above(item, text))
	}
	return out
}

// remarked are the endings of names of files in which a line with # before it is a remark.
var remarked = []string{".cfg", ".cnf", ".conf", ".properties", ".sh", ".toml", ".yaml", ".yml"}

// takesRemarks tells whether the text at a path is such a file, or a patch in a kustomization, which is YAML.
func takesRemarks(at manifest.Path) bool {
	last := fmt.Sprint(at[len(at)-1])
	return slices.Contains(remarked, path.Ext(last)) || last == "patch" && at[0] == "patches" || at[0] == "patchesStrategicMerge"
}

// remark plans a comment in a file in a block scalar, above the line of an offset; nil where none may be written: the format has other ones, or
// the line goes on from the one before.
func (p *Planner) remark(d *document, file string, off int, text string) (*Plan, error) {
	at, w := inBlock(d.root, off, nil)
	if w == nil || len(at) == 0 || !takesRemarks(at) {
		return nil, errNoPlace
	}
	if before := bytes.TrimRight(d.data[:d.lineStart(off)], " \t\r\n"); bytes.HasSuffix(before, []byte("\\")) {
		return nil, errNoPlace
	}
	root, err := d.tree()
	if err != nil {
		return nil, err
	}
	node := root.Get(at...)
	if node == nil {
		return nil, errNoPlace
	}
	lines := strings.Split(node.Text, "\n")
	n := bytes.Count(d.data[w.Body:d.lineStart(off)], []byte("\n"))
	if n >= len(lines) {
		return nil, errNoPlace
	}
	margin := lines[n][:len(lines[n])-len(strings.TrimLeft(lines[n], " "))]
	plan := &Plan{File: file, doc: d, Regions: []Region{d.above(off, text)}}
	plan.changes = []change{{op: "set", path: at, value: strings.Join(slices.Insert(lines, n, margin+text), "\n")}}
	return plan, check([]*Plan{plan})
}

// inBlock finds the literal block scalar that an offset lies in, and its path.
func inBlock(w *manifest.Written, off int, at manifest.Path) (manifest.Path, *manifest.Written) {
	if w.Quote == '|' && w.Body > 0 && w.Body <= off && off <= w.End {
		return at, w
	}
	for i := range w.Entries {
		if path, found := inBlock(w.Entries[i].Value, off, at.With(w.Entries[i].Name)); found != nil {
			return path, found
		}
	}
	for i, item := range w.Items {
		if path, found := inBlock(item, off, at.With(i)); found != nil {
			return path, found
		}
	}
	return nil, nil
}

// behind is the end of the line that holds an offset.
func (d *document) behind(off int, text string) Region {
	end := d.lineStart(off) + len(bytes.TrimRight(d.data[d.lineStart(off):d.lineEnd(off)], " \t"))
	return Region{end, end, " " + text}
}

// above is a line of its own before the one that holds an offset.
func (d *document) above(off int, text string) Region {
	start := d.lineStart(off)
	line := d.data[start:d.lineEnd(off)]
	margin := strings.Repeat(" ", len(line)-len(bytes.TrimLeft(line, " ")))
	return Region{start, start, margin + text + d.newline}
}

// inText tells whether an offset lies in the middle of a scalar.
func (d *document) inText(w *manifest.Written, off int) bool {
	if w.Form == manifest.AsScalar {
		return w.Start < off && off < w.End || w.Body > 0 && w.Body <= off && off <= w.End
	}
	for i := range w.Entries {
		if d.inText(w.Entries[i].Key, off) || d.inText(w.Entries[i].Value, off) {
			return true
		}
	}
	return slices.ContainsFunc(w.Items, func(item *manifest.Written) bool { return d.inText(item, off) })
}

// hasComment tells whether the line of an offset may have a comment.
func (d *document) hasComment(off int) bool {
	return bytes.Contains(d.data[d.lineStart(off):d.lineEnd(off)], []byte("#"))
}

// holders are the beginnings of the items with a name around an offset, the innermost first: containers among them.
func (d *document) holders(w *manifest.Written, off int, out []int) []int {
	for i := range w.Entries {
		if v := w.Entries[i].Value; v.Start <= off && off <= v.End {
			out = d.holders(v, off, out)
		}
	}
	for _, item := range w.Items {
		if item.Start <= off && off <= item.End {
			out = d.holders(item, off, out)
			if item.Entry("name") != nil && item.Entry("image") != nil {
				out = append(out, item.Inner)
			}
		}
	}
	return out
}

// annotate suppresses rules for the object of a violation.
func (p *Planner) annotate(d *document, v *lint.Violation, rules []string, how Silence) (*Plan, error) {
	plan := &Plan{File: v.File, doc: d}
	path, err := d.objectAt(p.syntaxOf(v.File), v)
	if err != nil {
		return nil, err
	}
	at := path.With("metadata", "annotations")
	_, missing, err := d.find(at)
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	for _, rule := range rules {
		key, value := how.Annotation(rule)
		all[key] = value
		plan.changes = append(plan.changes, change{op: "set", path: at.With(key), value: value})
	}
	if len(missing) > 0 {
		plan.changes = []change{{op: "set", path: at, value: all}}
	}
	return plan, plan.make()
}

// objectAt is the path of the object of a violation in its document: of the item of a List that holds it.
func (d *document) objectAt(syntax *manifest.Syntax, v *lint.Violation) (manifest.Path, error) {
	off := syntax.Offset(v.Line, v.Column)
	if kind := d.root.Entry("kind"); kind == nil {
		return nil, errNoPlace
	}
	items := d.root.Entry("items")
	if items == nil || items.Value.Form != manifest.AsList {
		return manifest.Path{}, nil
	}
	for i, item := range items.Value.Items {
		if item.Start <= off && off < item.End {
			return manifest.Path{"items", i}, nil
		}
	}
	return nil, fmt.Errorf("the object is not found in the List")
}
