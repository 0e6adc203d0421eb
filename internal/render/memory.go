package render

import (
	"context"
	"maps"
	"reflect"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// Memory keeps what files were parsed to and what came of builds, for inputs that are read again after an edit: a build is repeated when something that it
// read is another one. It serves Options that are the same. The zero value is ready; it is not safe for concurrent use, and a set is not to be used any
// more when the next one is read.
type Memory struct {
	manifests manifest.Memory
	files     map[string]*sourceFile // by absolute name
	builds    map[string]*keptBuild  // by the folder of the kustomization
	charts    map[string]*keptChart  // by the folder
	fresh     map[string]*keptChart  // those of the reading that is under way
}

// keptBuild is what a kustomization was built to.
type keptBuild struct {
	set     *manifest.Set
	seen    *source.Record
	closure []*kustomization
}

// keptChart is what a chart was rendered to.
type keptChart struct {
	result      *helm.Result
	seen        *source.Record
	deployments []helm.Deployment
	only        bool
}

// read is manifest.Read.
func (m *Memory) read(files []source.File, workers int) *manifest.Set {
	if m == nil {
		return manifest.Read(files, workers)
	}
	return m.manifests.Read(files, workers)
}

// file returns what a file was parsed to; nil when it is new or has changed.
func (m *Memory) file(abs, name string, data []byte) *sourceFile {
	if m == nil {
		return nil
	}
	if f := m.files[abs]; f != nil && f.name == name && string(f.data) == string(data) {
		return f
	}
	return nil
}

// build returns what a kustomization was built to; nil when that is to be found out.
func (m *Memory) build(p *project, k *kustomization) *outcome {
	if m == nil || p.aside[k.dir] || k.deployed() {
		return nil
	}
	kept := m.builds[k.dir]
	if kept == nil || !sameClosure(kept.closure, p.closure(k)) || !kept.seen.Holds(p.tree) {
		return nil
	}
	return &outcome{set: kept.set, kept: kept}
}

// sameClosure tells whether kustomizations are the same and leave out the same: what they say was read with the rest.
func sameClosure(a, b []*kustomization) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].file != b[i].file || !reflect.DeepEqual(a[i].left, b[i].left) {
			return false
		}
	}
	return true
}

// keep remembers what a project read and built, and nothing else.
func (m *Memory) keep(p *project) {
	if m == nil {
		return
	}
	m.files, m.builds = p.read, map[string]*keptBuild{}
	maps.Copy(m.builds, p.keeps)
	m.charts, m.fresh = m.fresh, nil
	p.parts, p.keeps = nil, nil // what is remembered leads back to the project, which must not lead to what earlier ones built
}

// renderCharts renders charts, one by one, as far as they are not remembered. Without helm nothing is: what is said of its absence is said once.
func (m *Memory) renderCharts(ctx context.Context, project helm.Project, dirs []string, opt helm.Options) *helm.Result {
	if _, err := helm.Program(); m == nil || opt.Program == "" && err != nil {
		return helm.Render(ctx, project, dirs, opt)
	}
	out := &helm.Result{Sources: map[string][]byte{}}
	if m.fresh == nil {
		m.fresh = map[string]*keptChart{}
	}
	for _, dir := range dirs {
		kept := m.charts[dir]
		if kept == nil || kept.only != opt.Only[dir] || !reflect.DeepEqual(kept.deployments, opt.Deployments[dir]) || !kept.seen.Holds(project.Tree) {
			kept = renderOne(ctx, project, dir, opt)
		}
		if ctx.Err() == nil {
			m.fresh[dir] = kept
		}
		out.Sets, out.Errors = append(out.Sets, kept.result.Sets...), append(out.Errors, kept.result.Errors...)
		out.Notes, out.Templates = append(out.Notes, kept.result.Notes...), append(out.Templates, kept.result.Templates...)
		out.Values = append(out.Values, kept.result.Values...)
		maps.Copy(out.Sources, kept.result.Sources)
	}
	return out
}

func renderOne(ctx context.Context, project helm.Project, dir string, opt helm.Options) *keptChart {
	kept := &keptChart{seen: source.NewRecord(project.Tree), deployments: opt.Deployments[dir], only: opt.Only[dir]}
	project.Tree = kept.seen
	kept.result = helm.Render(ctx, project, []string{dir}, opt)
	return kept
}

// Plain reads files as they are: nothing is built.
func (m *Memory) Plain(files []source.File, workers int) *manifest.Set { return m.read(files, workers) }
