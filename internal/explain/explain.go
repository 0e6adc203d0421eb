// Package explain writes the page of a rule: its METADATA, and its fixtures as examples with what podlint really says about them.
// `podlint explain` and the pages under docs/rules come from here.
package explain

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/show"
	"github.com/podlint/podlint/internal/source"
)

// Folders of a rule that hold its fixtures.
const (
	Bad  = "bad"
	Good = "good"
	// Fixed holds what fixes make of those in Bad.
	Fixed = "fixed"
)

// Case is one fixture of a rule.
type Case struct {
	Name string // of the file, without its ending
	File string // in the file system of the rules
	Data []byte
}

// Cases lists the fixtures in the folder kind (Bad or Good) of the rule folder dir, in the order of their names. A rule without
// that folder has none. What is no .yaml or .yml file is an error, because nothing would read it.
func Cases(fsys fs.FS, dir, kind string) ([]Case, error) {
	entries, err := fs.ReadDir(fsys, path.Join(dir, kind))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list fixtures of %s: %w", dir, err)
	}
	cases := make([]Case, 0, len(entries))
	for _, e := range entries {
		file := path.Join(dir, kind, e.Name())
		ext := path.Ext(file)
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if e.IsDir() || (ext != ".yaml" && ext != ".yml") {
			return nil, fmt.Errorf("read fixture %s: want a file that ends in .yaml", file)
		}
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("read fixture: %w", err)
		}
		cases = append(cases, Case{Name: strings.TrimSuffix(e.Name(), ext), File: file, Data: data})
	}
	return cases, nil
}

// Judge is what a page needs to run podlint on an example.
type Judge struct {
	Engine *policy.Engine
	Pods   pod.Options
	Docs   string // base URL of the rule pages
	// Parameters are settings of rules, by their ids, in place of their defaults. A fixture's own settings win.
	Parameters map[string]map[string]any
}

// Run judges one fixture, as a file called name and with the settings that it names, by one rule. query holds that rule.
func (j Judge) Run(ctx context.Context, query *policy.Query, rule policy.Rule, name string, data []byte) *lint.Result {
	set, opt, err := j.Prepare(rule, name, data)
	if err != nil {
		return &lint.Result{Errors: []lint.Error{{File: name, Line: 1, Column: 1, Message: err.Error()}}}
	}
	opt.Rules, opt.Query = []policy.Rule{rule}, query
	return lint.Run(ctx, set, opt)
}

// Prepare reads a fixture of a rule and makes what it is judged with, but for the rules.
func (j Judge) Prepare(rule policy.Rule, name string, data []byte) (*manifest.Set, lint.Options, error) {
	set := manifest.Read([]source.File{{Name: name, Data: data}}, 1)
	settings, err := SettingsOf(data)
	if err != nil {
		return set, lint.Options{}, err
	}
	parameters, err := settings.For(rule, j.Parameters)
	pods := j.Pods
	pods.Kubernetes = cmp.Or(settings.Kubernetes, pods.Kubernetes)
	return set, lint.Options{Builder: pod.NewBuilder(set, pods), Workers: 1, Docs: j.Docs, Parameters: parameters}, err
}

// output is what `podlint lint` prints about an example, without the parts that the page says itself, and what `podlint show` draws of the
// first pod of which it says something.
func (j Judge) output(ctx context.Context, rule policy.Rule, c Case) (said, drawn string, err error) {
	query, problems := j.Engine.Prepare(ctx, []string{rule.ID})
	if len(problems) > 0 {
		return "", "", fmt.Errorf("compile rule %s: %s", rule.ID, problems[0])
	}
	set, opt, err := j.Prepare(rule, c.Name+".yaml", WithoutWants(c.Data))
	if err != nil {
		return "", "", fmt.Errorf("read example %s: %w", c.File, err)
	}
	opt.Rules, opt.Query, opt.Pods = []policy.Rule{rule}, query, &lint.Pods{}
	res := lint.Run(ctx, set, opt)
	if drawn, err = firstPicture(opt.Pods, res); err != nil {
		return "", "", fmt.Errorf("draw example: %w", err)
	}
	for i := range res.Violations {
		res.Violations[i].Fix, res.Violations[i].Documentation = nil, ""
	}
	var b bytes.Buffer
	if err := report.Text(&b, res, report.Options{Quiet: true, Width: 100}); err != nil {
		return "", "", fmt.Errorf("render example: %w", err)
	}
	return strings.TrimSpace(b.String()), drawn, nil
}

// firstPicture is the pod of which something is said, empty when there is none.
func firstPicture(pods *lint.Pods, res *lint.Result) (string, error) {
	for _, m := range pods.All() {
		d := show.Pod(m, res.Violations, nil)
		if len(d.All()) == 0 {
			continue
		}
		var b bytes.Buffer
		err := picture.Text(&b, []*picture.Drawing{d}, false)
		return strings.TrimRight(b.String(), "\n"), err
	}
	return "", nil
}

// example picks the fixture that explains best: the one called as the rule or "simple", else the shortest.
func example(cases []Case, rule string) (Case, bool) {
	if len(cases) == 0 {
		return Case{}, false
	}
	for _, c := range cases {
		if c.Name == "example" || c.Name == "simple" || strings.ReplaceAll(c.Name, "_", "-") == rule {
			return c, true
		}
	}
	return slices.MinFunc(cases, func(a, b Case) int { return len(a.Data) - len(b.Data) }), true
}
