package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// fixFlags say what is mended.
type fixFlags struct {
	write, diff, unsafe bool
	suppress            bool // in place of mending
	reason, until       string

	changes string // of --diff, once it is known
}

func (f *fixFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.write, "fix", false, "mend what has a safe fix, and report what is left")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: make fixes, too, that may change what a pod does, or that a person should look at")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix, or --add-suppressions, would change in place of the report, and write nothing")
	flags.BoolVar(&f.suppress, "add-suppressions", false, "write a suppression for everything that is reported, and report what is left")
	flags.StringVar(&f.reason, "reason", "", "with --add-suppressions: the reason that they give")
	flags.StringVar(&f.until, "until", "", "with --add-suppressions: the last day on which they hold, such as 2027-03-01")
}

func (f *fixFlags) wanted() bool { return f.write || f.diff || f.suppress }

// writes tells whether files are written.
func (f *fixFlags) writes() bool { return !f.diff }

func (f *fixFlags) check() error {
	switch {
	case f.write && f.diff:
		return errors.New("--fix writes what --diff only shows: give one of them")
	case f.write && f.suppress:
		return errors.New("--fix mends what --add-suppressions leaves as it is: give one of them")
	case f.unsafe && (f.suppress || !f.wanted()):
		return errors.New("--unsafe-fixes says which fixes are made: add --fix or --diff")
	}
	return f.checkSuppressions()
}

func (f *fixFlags) checkSuppressions() error {
	_, err := time.Parse(time.DateOnly, f.until)
	switch {
	case (f.reason != "" || f.until != "") && !f.suppress:
		return errors.New("--reason and --until are for suppressions: add --add-suppressions")
	case f.until != "" && err != nil:
		return fmt.Errorf("read --until %q: want a day such as 2027-03-01", f.until)
	case strings.ContainsFunc(f.reason, func(r rune) bool { return !unicode.IsPrint(r) }):
		return errors.New("read --reason: want one line of text")
	}
	return nil
}

// fix mends what has a fix, or suppresses what is reported. With --diff the result stays that of the files as they are.
func (a *app) fix(ctx context.Context, p *prepared, f *lintFlags, known *known, res *lint.Result) (*lint.Result, error) {
	before := p.set
	keep := newKeeper(ctx, f.fix.writes())
	out, err := a.change(ctx, f, res, a.tries(p, f, known, keep))
	if err != nil {
		return nil, err
	}
	p.set = before
	if !f.fix.writes() {
		f.fix.changes = diffOf(before.Sources, out.Changed)
	} else if res, err = a.settle(ctx, p, f, known, res, out, keep); err != nil {
		return nil, err
	}
	for _, r := range out.Refused {
		v := &r.Violation
		res.Notes = append(res.Notes, lint.Note{File: v.File, Line: v.Line, Message: fmt.Sprintf("%s is not %s: %s", v.Rule, f.fix.done(), r.Reason)})
	}
	f.fix.tell(a, f.quiet, out)
	return res, nil
}

// settle writes the changed files and tells what is left. Files that cannot be written after all stay as they are.
func (a *app) settle(ctx context.Context, p *prepared, f *lintFlags, known *known, res *lint.Result, out *fix.Outcome, keep *keeper) (*lint.Result, error) {
	before := p.set
	for len(out.Changed) > 0 {
		now := p.linked(out.Changed)
		p.set = p.parse(ctx, &f.inputFlags, p.with(now), now)
		left, err := a.gated(ctx, p, f, known) // as a whole: what is remembered leaves out notes, and draws no pictures
		if err != nil {
			return nil, err
		}
		failed := keep.store(before.Sources, out.Changed)
		if len(failed) == 0 {
			return left, nil
		}
		out.Fail(failed)
	}
	p.set = before
	return res, nil
}

// tries are the options by which fixes are tried: what a fix does not touch is neither built nor judged again.
func (a *app) tries(p *prepared, f *lintFlags, known *known, keep *keeper) fix.Options {
	rendered, said := &render.Memory{}, &lint.Memory{}
	return fix.Options{
		Unsafe: f.fix.unsafe, Left: keep.left,
		Rendered: func() []*manifest.Object { return p.set.Charted() },
		Judge: func(ctx context.Context, changed map[string][]byte) (*lint.Result, error) {
			pictures := p.pictures
			defer func() { f.remembered, p.said, p.pictures = nil, nil, pictures }()
			f.remembered, p.said, p.pictures = rendered, said, false
			p.set = p.parse(ctx, &f.inputFlags, p.with(changed), changed)
			return a.gated(ctx, p, f, known)
		},
	}
}

// change makes fixes or suppressions of what is reported.
func (a *app) change(ctx context.Context, f *lintFlags, res *lint.Result, opt fix.Options) (*fix.Outcome, error) {
	shown := f.shown()
	if !f.fix.suppress {
		opt.Wanted = func(v *lint.Violation) bool { return shown.Shows(v) || suppress.IsUnused(v.Rule) }
		return fix.Run(ctx, res, opt)
	}
	if f.fix.reason == "" && (f.gate.requireReason || f.rules.config.RequireReason) {
		return nil, errors.New("suppressions must give a reason: add --reason TEXT")
	}
	opt.Wanted = func(v *lint.Violation) bool { return shown.Shows(v) && !v.Doubt && !suppress.IsNotice(v.Rule) }
	d := suppress.Directive{Until: f.fix.until, Reason: strings.Join(strings.Fields(f.fix.reason), " ")}
	return fix.Suppress(ctx, res, fix.Silence{
		Comment: func(rules []string) string {
			d.Rules = rules
			return d.Comment()
		},
		Annotation: d.Annotation,
	}, opt)
}

// with are the inputs with other contents of some.
func (p *prepared) with(changed map[string][]byte) []source.File {
	files := slices.Clone(p.files)
	for i := range files {
		if data, ok := changed[files[i].Name]; ok {
			files[i].Data = data
		}
	}
	return files
}

// linked are contents of files, and of the inputs that are links to them.
func (p *prepared) linked(changed map[string][]byte) map[string][]byte {
	out, by := maps.Clone(changed), map[string][]byte{}
	for name, data := range changed {
		by[leadsTo(name)] = data
	}
	for i := range p.files {
		name := p.files[i].Name
		if info, err := os.Lstat(filepath.FromSlash(name)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			continue
		}
		if data, ok := by[leadsTo(name)]; ok {
			out[name] = data
		}
	}
	return out
}

// leadsTo is the file that a name leads to, links followed; the name itself when that cannot be told.
func leadsTo(name string) string {
	full, err := filepath.EvalSymlinks(filepath.FromSlash(name))
	if err == nil {
		full, err = filepath.Abs(full)
	}
	if err != nil {
		return name
	}
	return full
}

// overlay is a tree with other contents of files that are named as the user would type them.
func overlay(tree source.Tree, changed map[string][]byte) source.Tree {
	out := source.Overlay{Tree: tree, Files: map[string][]byte{}}
	for name, data := range changed {
		if abs, err := filepath.Abs(filepath.FromSlash(name)); err == nil {
			out.Files[filepath.ToSlash(abs)] = data
		}
	}
	return out
}

// tell says in one line what was done.
func (f *fixFlags) tell(a *app, quiet bool, out *fix.Outcome) {
	if quiet {
		return
	}
	verb := f.done()
	if f.diff {
		verb = "would be " + verb
	}
	said := fmt.Sprintf("podlint: %s in %s %s", report.Count(len(out.Fixed), "violation"), report.Count(len(out.Changed), "file"), verb)
	if n := len(out.Refused); n > 0 {
		said += fmt.Sprintf(", %d not %s", n, f.done())
	}
	if out.Unsafe > 0 && !f.suppress {
		said += fmt.Sprintf(", %d more with --unsafe-fixes", out.Unsafe)
	}
	a.warn("%s", said)
}

func (f *fixFlags) done() string {
	if f.suppress {
		return "suppressed"
	}
	return "fixed"
}

// diffOf is the change of all files as a unified diff.
func diffOf(was, now map[string][]byte) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(now)) {
		b.Write(fix.Diff(name, was[name], now[name]))
	}
	return b.String()
}
