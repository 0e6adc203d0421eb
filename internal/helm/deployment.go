package helm

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// Deployment is an object of a GitOps controller that deploys a chart.
type Deployment struct {
	// By names it, such as Application "web" (apps/web.yaml:1).
	By string
	At manifest.Place
	// Made tells that the object was rendered itself, perhaps with other values than where it is used: what fails is a note then.
	Made bool
	// Release and Namespace are as in Options.
	Release, Namespace string
	// Files are files of values, merged in their order over those of the chart; absolute names.
	Files []string
	// Texts are values in YAML that stand in the object as texts, merged over the files.
	Texts []string
	// Object holds values at a path, merged over the texts; nil: it has none.
	Object *manifest.Object
	Path   manifest.Path
	// Set wins over all of them. SetText does so with values that are texts whatever they look like.
	Set, SetText []string
	// KubeVersion and APIVersions are as in Options; what is empty is as there.
	KubeVersion string
	APIVersions []string
}

// hidden are the keys that texts set, whose lines are not known.
func (d *Deployment) hidden() []string {
	var out []string
	for _, text := range d.Texts {
		docs, _ := manifest.Documents(source.File{Data: []byte(text)})
		for _, doc := range docs {
			for i := range doc.Root.Fields {
				out = append(out, doc.Root.Fields[i].Key)
			}
		}
	}
	return out
}

// mostDeployed is how many objects that deploy a chart are looked at.
const mostDeployed = 24

// deployed adds a run for each object that deploys the chart.
func (r *renderer) deployed(c *chart) {
	all := r.opt.Deployments[c.dir]
	if len(all) > mostDeployed {
		r.note("%s: rendered for the first %d of the %d objects that deploy it", c.shown, mostDeployed, len(all))
		all = all[:mostDeployed]
	}
	for i := range all {
		d := &all[i]
		one := &run{by: d, tried: d.Made, from: fmt.Sprintf("%s as %s deploys it", c.shown, d.By)}
		if err := r.deploymentFiles(c, one, i); err != nil && d.Made {
			r.note("%s: not rendered: %v", one.from, err)
			continue
		} else if err != nil {
			r.fail(manifest.Error{File: d.At.File, Line: d.At.Span.Line, Column: d.At.Span.Column, Message: "cannot render " + one.from + ": " + err.Error()})
			continue
		}
		c.runs = append(c.runs, one)
	}
}

// readInside reads a file that a stranger may have named: it must lie in the project of the chart.
func (r *renderer) readInside(c *chart, file string) ([]byte, error) {
	if r.project.Top != nil && !inside(file, r.project.Top(c.dir)) {
		return nil, errors.New("it lies outside of the project")
	}
	if _, err := r.project.Tree.Resolve(file); err != nil {
		return nil, err
	}
	return r.project.Tree.ReadFile(file)
}

// deploymentFiles writes the values of a deployment in the order in which they are merged.
func (r *renderer) deploymentFiles(c *chart, one *run, number int) error {
	dir := filepath.Dir(c.copies.plain)
	write := func(data []byte) error {
		name := fmt.Sprintf("deployed-%d-%d.yaml", number, len(one.files))
		one.files = append(one.files, filepath.Join(dir, name))
		return writeFile(dir, name, data)
	}
	for _, file := range one.by.Files {
		data, err := r.readInside(c, file)
		if err != nil {
			return fmt.Errorf("cannot read the values %s: %w", r.project.Name(file), err)
		}
		read := newValueFile(r.project.Name(file), data)
		r.result.Sources[read.name] = data
		one.over = append(one.over, read)
		if err := write(data); err != nil {
			return err
		}
	}
	for _, text := range one.by.Texts {
		if err := write([]byte(text)); err != nil {
			return err
		}
	}
	if one.by.Object == nil {
		return nil
	}
	one.over = append(one.over, &valueFile{name: one.by.Object.File, object: one.by.Object, prefix: one.by.Path})
	data, err := one.by.Object.Root.Get(one.by.Path...).MarshalJSON()
	if err != nil {
		return err
	}
	return write(data)
}
