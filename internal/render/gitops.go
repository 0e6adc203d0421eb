package render

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// deployments are the objects of Argo CD and Flux that deploy something of the project.
type deployments struct {
	p       *project
	objects []*manifest.Object // all that was seen
	seen    map[string]bool    // those that were looked at
	charts  map[string][]helm.Deployment
	folders []folder
	outside *outside
	names   map[string]string           // of objects in reports: those that a set makes
	after   map[string]*manifest.Object // that change what a chart is rendered to, by what reports call it
}

func (p *project) newDeployments() *deployments {
	return &deployments{p: p, seen: map[string]bool{}, outside: newOutside(), names: map[string]string{}, after: map[string]*manifest.Object{}}
}

// look reads the objects that are new. What it finds is in charts and folders until the next call.
func (f *deployments) look(objects []*manifest.Object) {
	f.charts, f.folders = map[string][]helm.Deployment{}, nil
	f.objects = append(f.objects, objects...)
	for _, o := range objects {
		f.object(o)
	}
}

// object reads an object, unless it is one that was read as another rendering made it.
func (f *deployments) object(o *manifest.Object) {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	kind := group + " " + o.Kind
	if !slices.Contains(deploying[:], kind) {
		return
	}
	spec, err := o.Root.Get("spec").MarshalJSON()
	if id := strings.Join([]string{kind, o.Name, string(spec)}, "\n"); err != nil || f.seen[id] {
		return
	} else if f.seen[id] = true; len(f.seen) > mostDeploying {
		return
	}
	switch kind {
	case deploying[0]:
		f.application(o)
	case deploying[1]:
		f.set(o)
	case deploying[2]:
		f.kustomization(o)
	case deploying[3]:
		f.release(o)
	}
}

// mostDeploying is how many objects that deploy something are looked at.
const mostDeploying = 5000

// deploying are the groups and kinds of objects that deploy folders and charts.
var deploying = [...]string{"argoproj.io Application", "argoproj.io ApplicationSet", "kustomize.toolkit.fluxcd.io Kustomization", "helm.toolkit.fluxcd.io HelmRelease"}

// chart returns the folder of the chart that an object names by a path from the root of the repository.
func (f *deployments) chart(o *manifest.Object, name string) (string, bool) {
	top := f.p.top(path.Dir(f.p.abs(o.File)))
	dir := path.Join(top, name)
	inside := dir == top || strings.HasPrefix(dir, strings.TrimSuffix(top, "/")+"/")
	return dir, name != "" && inside && f.p.tree.Kind(path.Join(dir, chartFile)) == source.IsFile
}

func (f *deployments) begin(o *manifest.Object) helm.Deployment {
	at, _ := o.Place(nil)
	return helm.Deployment{By: f.name(o), At: at, Made: o.Render != nil && o.Render.Line != nil || unfilled(o.Root.Get("spec")) && o.Kind == "Application"}
}

// name is an object as reports call it.
func (f *deployments) name(o *manifest.Object) string {
	if name, ok := f.names[o.Name]; ok && o.Kind == "Application" {
		return name
	}
	return fmt.Sprintf("%s %q", o.Kind, o.Name)
}

func (f *deployments) add(dir string, d helm.Deployment) { f.charts[dir] = append(f.charts[dir], d) }

func (f *deployments) folder(o *manifest.Object, of folder) {
	of.by, of.shown = o, f.name(o)
	f.folders = append(f.folders, of)
}
