package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/source"
)

var kustomizations = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// find lists the folders of the charts that lie in no other one, and those of the kustomizations outside of charts.
func (r *repository) find() (charts, overlays []string, err error) {
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		dir, base := path.Dir(filepath.ToSlash(name)), d.Name()
		switch {
		case err != nil || d.IsDir() && base == ".git":
			return fs.SkipDir
		case base == "Chart.yaml":
			charts = append(charts, dir)
		case slices.Contains(kustomizations, base) && d.Type().IsRegular():
			overlays = append(overlays, dir)
		}
		return nil
	})
	inside := func(dir, folder string) bool {
		return slices.ContainsFunc(charts, func(above string) bool { return strings.HasPrefix(dir, path.Join(above, folder)+"/") })
	}
	overlays = slices.DeleteFunc(overlays, func(dir string) bool { return inside(dir, "") })
	all := slices.Clone(charts)
	charts = slices.DeleteFunc(charts, func(dir string) bool {
		return slices.ContainsFunc(all, func(above string) bool { return strings.HasPrefix(dir, path.Join(above, "charts")+"/") })
	})
	return charts, overlays, err
}

// read is what podlint makes of a folder or file.
func (r *repository) read(ctx context.Context, name string) *manifest.Set {
	files, errs := source.Read(ctx, []string{name}, source.Options{})
	if len(errs) > 0 {
		return &manifest.Set{Errors: []manifest.Error{{File: name, Message: errs[0].Message}}}
	}
	return render.Read(ctx, files, source.Disk{Dir: r.dir}, render.Options{Dir: r.dir})
}

// rendered are the objects of the rendering of that name, and how many of their scalars have a place.
func rendered(set *manifest.Set, from string) (objects []any, known, values int, ok bool) {
	for _, part := range set.Renders {
		for _, o := range part.Objects {
			if o.Render.From != from {
				continue
			}
			ok = true
			objects = append(objects, o.Root.Any())
			eachScalar(o.Root, nil, func(at manifest.Path) {
				values++
				if _, there := o.Place(at); there {
					known++
				}
			})
		}
	}
	return objects, known, values, ok
}

func eachScalar(n *manifest.Node, at manifest.Path, use func(manifest.Path)) {
	for i := range n.Fields {
		if n.Fields[i].Key != "spec" || len(at) > 0 || n.Str("kind") != "CustomResourceDefinition" {
			eachScalar(n.Fields[i].Value, at.With(n.Fields[i].Key), use)
		}
	}
	for i, item := range n.Items {
		eachScalar(item, at.With(i), use)
	}
	if n.Type != manifest.Map && n.Type != manifest.List {
		use(at)
	}
}

// chart compares the rendering of a chart with its own values.
func (r *repository) chart(ctx context.Context, dir string) verdict {
	if isLibrary(dir) {
		return verdict{state: nothing}
	}
	set := r.read(ctx, dir)
	got, known, values, ok := rendered(set, dir)
	want, err := r.helmTemplate(ctx, dir, set.Notes)
	switch {
	case len(set.Errors) > 0 && !ok && err != nil:
		return verdict{state: theirs, say: set.Errors[0].Message}
	case len(set.Errors) > 0 && !ok:
		return verdict{state: ours, say: set.Errors[0].Message}
	case err != nil && ok:
		return verdict{state: only, say: err.Error(), known: known, values: values}
	case err != nil:
		return verdict{state: theirs, say: strings.Join(append([]string{err.Error()}, set.Notes...), "; ")}
	}
	v := verdict{known: known, values: values}
	if difference(want, want, got) == "" {
		return v
	}
	again, _ := r.helmTemplate(ctx, dir, set.Notes) // what helm makes another time may be another value each time
	if diff := difference(want, again, got); diff != "" {
		v.state, v.say = differs, diff
	}
	return v
}

func isLibrary(dir string) bool {
	data, err := os.ReadFile(filepath.Join(filepath.FromSlash(dir), "Chart.yaml"))
	return err != nil || regexp.MustCompile(`(?m)^type:\s*["']?library`).Match(data)
}

var versionNoted = regexp.MustCompile(`rendered for Kubernetes (\S+),`)

// helmTemplate are the objects that helm prints, for the version that podlint notes when it takes another one than helm's own.
func (r *repository) helmTemplate(ctx context.Context, dir string, notes []string) ([]any, error) {
	args := append([]string{"template", "release-name", "./" + dir}, r.apis...)
	if m := versionNoted.FindStringSubmatch(strings.Join(notes, "\n")); m != nil {
		args = append(args, "--kube-version", m[1])
	}
	return run(ctx, r.helm, args...)
}

const patience = 60 * time.Second

// run are the objects that a program prints. It reaches nobody.
func run(ctx context.Context, program string, args ...string) ([]any, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = []string{"HOME=/nowhere", "PATH=/nowhere", "HTTPS_PROXY=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9"}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return nil, errors.New(strings.Join(strings.Fields(lines[len(lines)-1]), " "))
	}
	set := manifest.Read([]source.File{{Name: "out.yaml", Data: stdout.Bytes()}}, 1)
	var out []any
	for _, o := range set.Objects {
		out = append(out, o.Root.Any())
	}
	return out, nil
}

// overlay compares the build of a kustomization.
func (r *repository) overlay(ctx context.Context, dir string) verdict {
	set := r.read(ctx, kustomizationIn(dir))
	got, known, values, ok := rendered(set, dir)
	v := verdict{known: known, values: values}
	said := ""
	if len(set.Errors) > 0 {
		said = set.Errors[0].Message
	}
	reaches := slices.ContainsFunc(set.Errors, func(e manifest.Error) bool { return strings.Contains(e.Message, "| podlint lint -") })
	switch {
	case said != "" && ok:
		v.state, v.say = partly, said
	case reaches:
		v.state, v.say = theirs, said
	case strings.Contains(strings.Join(set.Notes, "\n"), ": component that no kustomization"):
		v.state = nothing
	default:
		want, err := run(ctx, r.kustomize, "build", "--load-restrictor", "LoadRestrictionsNone", dir)
		v.judge(want, err, got, ok, said)
	}
	return v
}

func kustomizationIn(dir string) string {
	for _, name := range kustomizations {
		if _, err := os.Stat(filepath.Join(filepath.FromSlash(dir), name)); err == nil {
			return path.Join(dir, name)
		}
	}
	return dir
}

// judge compares what kustomize makes, want or err, with what podlint does: got when ok, and what it says.
func (v *verdict) judge(want []any, err error, got []any, ok bool, said string) {
	switch {
	case said != "" && err == nil:
		v.state, v.say = ours, said
	case said != "":
		v.state, v.say = theirs, said
	case err != nil && ok:
		v.state, v.say = only, err.Error()
	case err != nil || len(want) == 0 && !ok:
		v.state = nothing // an object of a controller, or one that makes nothing
	default:
		if v.say = difference(want, want, got); v.say != "" {
			v.state = differs
		}
	}
}

// difference tells where two lists of objects differ in more than the specs of definitions, and more than two runs of the program do; empty when
// they do not.
func difference(want, again, got []any) string {
	a, b, c := texts(want), texts(again), texts(got)
	if len(a) != len(c) {
		return "the program prints " + count(len(a)) + ", podlint has " + count(len(c)) + ": " + unpaired(want, got)
	}
	for i := range a {
		if a[i] == c[i] || len(b) == len(a) && a[i] != b[i] {
			continue
		}
		return "differs: " + cut(a[i], c[i])
	}
	return ""
}

// unpaired are the names of objects that only one of two lists holds; empty when the names are the same.
func unpaired(want, got []any) string {
	left := map[string]int{}
	for _, o := range want {
		left[named(o)]++
	}
	for _, o := range got {
		left[named(o)]--
	}
	var names []string
	for name, n := range left {
		if n != 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func count(n int) string {
	text, _ := json.Marshal(n) // a number can be written
	return string(text) + " objects"
}

// cut is where two texts begin to differ.
func cut(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	const around = 60
	from := max(i-around, 0)
	return a[from:min(i+around, len(a))] + " | " + b[from:min(i+around, len(b))]
}

// texts are objects in one order, as JSON, without the specs of definitions.
func texts(objects []any) (out []string) {
	for _, o := range objects {
		if m, ok := o.(map[string]any); ok && m["kind"] == "CustomResourceDefinition" {
			m["spec"] = nil
		}
		text, err := json.Marshal(o)
		if err != nil {
			text = []byte(err.Error())
		}
		out = append(out, named(o)+" "+string(text))
	}
	slices.Sort(out)
	return out
}

// named is what objects are ordered by.
func named(o any) string {
	m, _ := o.(map[string]any)
	about, _ := m["metadata"].(map[string]any)
	return fmt.Sprint(m["kind"], about["namespace"], about["name"])
}
