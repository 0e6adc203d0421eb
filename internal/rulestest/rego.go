package rulestest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/regotest"
)

// testLimit bounds one Rego test.
const testLimit = 5 * time.Second

// rego runs the Rego tests. They find the inputs of the fixtures under data.fixtures.
func (s *session) rego(ctx context.Context, fixtures []fixture) (*regotest.Report, error) {
	data, err := fixtureData(fixtures)
	if err != nil {
		return nil, err
	}
	if err := s.export(data); err != nil {
		return nil, err
	}
	req := regotest.Request{Sources: s.tested, Data: data, Limit: testLimit}
	if req.Run, err = s.chosen(); err != nil {
		return nil, problems(err)
	}
	if s.opt.Covered {
		req.Covered = s.isTested
		req.Inputs, err = s.inputs(fixtures)
		if err != nil {
			return nil, err
		}
	}
	report, err := regotest.Run(ctx, req)
	return report, problems(err)
}

// export hands on the inputs of the fixtures, for programs that know nothing of fixtures.
func (s *session) export(data map[string]any) error {
	if s.opt.Export == nil {
		return nil
	}
	raw, err := json.MarshalIndent(data, "", " ")
	if err != nil {
		return fmt.Errorf("export fixtures: %w", err)
	}
	return s.opt.Export(append(raw, '\n'))
}

func problems(err error) error {
	if faults, ok := errors.AsType[*regotest.Faults](err); ok {
		return Problems(faults.Problems)
	}
	return err
}

// chosen matches the full names of the Rego tests that the options pick.
func (s *session) chosen() (*regexp.Regexp, error) {
	all, err := regotest.List(s.opt.Sources)
	if err != nil {
		return nil, err
	}
	names := []string{"$^"} // matches nothing when nothing is picked
	for _, t := range all {
		if id, _ := s.owner(t); s.picks(id, t.Name) {
			names = append(names, "^"+regexp.QuoteMeta(t.Package+"."+t.Name)+"$")
		}
	}
	return regexp.MustCompile(strings.Join(names, "|")), nil
}

// owner finds the rule that a Rego test is about: the one of its package, else the one of its folder. Other tests stand under their
// package.
func (s *session) owner(t regotest.Result) (id, file string) {
	name := strings.TrimSuffix(t.Package, "_test")
	var beside []policy.Rule
	for _, r := range s.rules {
		if name == packageOf(r) {
			return r.ID, r.File
		}
		if path.Dir(r.File) == path.Dir(t.File) {
			beside = append(beside, r)
		}
	}
	if len(beside) == 1 {
		return beside[0].ID, beside[0].File
	}
	return strings.TrimPrefix(t.Package, "data."), t.File
}

// packageOf is the package of a rule, as data.podlint.rules.coupling.unmounted_volume.
func packageOf(r policy.Rule) string {
	return "data.podlint.rules." + r.Category + "." + identifier(r.ID)
}

func regoTest(r regotest.Result) Test {
	t := Test{
		Name: r.Name, Kind: "rego", Status: Pass, File: r.File, Line: r.Line, Message: r.Message, Output: r.Output, Took: r.Duration,
	}
	t.Line = cmp.Or(r.FailedAt, r.Line)
	switch {
	case r.Skip:
		t.Status = Skip
	case r.Idle:
		t.fail("asserts nothing: compare what the rule says, as in count(rule.violation) == 1 with input as ...")
	case !r.Pass:
		t.Status = Fail
	}
	return t
}

var notIdentifier = regexp.MustCompile(`[^A-Za-z0-9_]`)

// identifier is a name that Rego can write after a dot.
func identifier(name string) string {
	name = notIdentifier.ReplaceAllString(name, "_")
	if name == "" || (name[0] >= '0' && name[0] <= '9') {
		name = "_" + name
	}
	return name
}

// fixtureData is data.fixtures.<rule>.<case>: what rules see of the first pod of a fixture. Further pods are <case>_2 and so on. Where
// bad/ and good/ have a case of one name, bad_<case> and good_<case> tell them apart, and <case> is the bad one.
func fixtureData(fixtures []fixture) (map[string]any, error) {
	byRule := map[string]any{}
	for _, f := range fixtures {
		cases, _ := byRule[identifier(f.rule.ID)].(map[string]any)
		if cases == nil {
			cases = map[string]any{}
			byRule[identifier(f.rule.ID)] = cases
		}
		for i, in := range f.inputs {
			doc, err := plain(in)
			if err != nil {
				return nil, fmt.Errorf("convert fixture %s: %w", f.test.File, err)
			}
			name := identifier(f.name)
			if i > 0 {
				name = fmt.Sprintf("%s_%d", name, i+1)
			}
			if _, taken := cases[name]; !taken {
				cases[name] = doc
			}
			cases[f.kind+"_"+name] = doc
		}
	}
	return map[string]any{"fixtures": byRule}, nil
}

// entryPoint is the file through which conftest and opa ask all rules at once, podlint new writes it.
const entryPoint = "podlint.rego"

// inputs are the fixtures as documents for their rules, and for the entry point when there is one.
func (s *session) inputs(fixtures []fixture) ([]regotest.Input, error) {
	entry := slices.ContainsFunc(s.opt.Sources, func(src policy.Source) bool { return exists(src.FS, entryPoint) })
	var out []regotest.Input
	for _, f := range fixtures {
		for _, in := range f.inputs {
			doc, err := plain(in)
			if err != nil {
				return nil, fmt.Errorf("convert fixture %s: %w", f.test.File, err)
			}
			out = append(out, regotest.Input{Ref: packageOf(f.rule) + ".violation", Value: doc})
			if entry {
				out = append(out, regotest.Input{Ref: "data.podlint.violation", Value: doc}, regotest.Input{Ref: "data.podlint.doubt", Value: doc})
			}
		}
	}
	return out, nil
}

// plain is a value as encoding/json would read it back.
func plain(v any) (any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out any
	return out, json.Unmarshal(raw, &out)
}

// sources are the folders under test and before them the library, without what the folders hold themselves, as when podlint's own
// policies are tested.
func (o Options) sources() []policy.Source {
	if o.Library.FS == nil {
		return o.Sources
	}
	own := map[string]bool{}
	for _, src := range o.Sources {
		for _, name := range regoFiles(src.FS) {
			own[name] = true
		}
	}
	library := o.Library
	library.Skip = func(name string) bool {
		return own[name] || strings.HasPrefix(name, "rules/") || strings.HasSuffix(name, "_test.rego")
	}
	return append([]policy.Source{library}, o.Sources...)
}

// isTested tells whether a file belongs to the folders under test.
func (s *session) isTested(file string) bool {
	for _, src := range s.opt.Sources {
		name := path.Clean(src.Name)
		if rest, ok := strings.CutPrefix(file, name+"/"); ok && exists(src.FS, rest) {
			return !s.copied(src, rest)
		}
		if (src.Name == "" || name == ".") && exists(src.FS, file) {
			return !s.copied(src, file)
		}
	}
	return false
}

// copied tells whether a file is the library's own, brought along for opa and conftest: its tests are not the user's.
func (s *session) copied(src policy.Source, name string) bool {
	if s.opt.Library.FS == nil {
		return false
	}
	own, err := fs.ReadFile(src.FS, name)
	library, missing := fs.ReadFile(s.opt.Library.FS, name)
	return err == nil && missing == nil && bytes.Equal(own, library)
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

func regoFiles(fsys fs.FS) []string {
	var out []string
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error { // what cannot be read is reported when it is loaded
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".rego") {
			out = append(out, name)
		}
		return nil
	})
	return out
}
