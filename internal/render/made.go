package render

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// made is an object that kustomize made.
type made struct {
	name   string
	origin *resource.Origin // nil when it is not known
	root   *manifest.Node   // what is read of the text; nil: the text is to be read
	text   []byte           // as kustomize writes it
	refers bool             // something in it may refer to a variable
}

// taken reads what a build of a folder made; marked tells that the files of its resources were. That may be far more than what was read.
func taken(all []*resource.Resource, marked bool, dir string) ([]made, error) {
	out := make([]made, 0, len(all))
	var reader nodes
	for _, r := range all {
		origin, err := originOf(r, marked, dir)
		if err != nil {
			return nil, err
		}
		m := made{name: r.GetName(), origin: origin}
		reader.refers = false
		if m.root = reader.nodesOf(r); m.root == nil || placed(m.root) {
			m.root = nil
			if m.text, err = r.AsYAML(); err != nil {
				return nil, err
			}
			reader.size += len(m.text)
		} else if reader.refers {
			m.refers = true
		}
		if reader.size > maxBuild {
			return nil, fmt.Errorf("it makes more than %d bytes", maxBuild)
		}
		out = append(out, m)
	}
	return out, nil
}

// originOf is where an object began, nil when that is not known, and takes from it what told so.
func originOf(r *resource.Resource, marked bool, dir string) (*resource.Origin, error) {
	if marked {
		return unmark(r, dir)
	}
	origin, err := r.GetOrigin()
	if err != nil {
		origin = nil
	}
	return origin, r.SetOrigin(nil)
}

// placed tells an object of a GitOps controller of which more is built: what is read of it has places in the text.
func placed(root *manifest.Node) bool {
	group, _, _ := strings.Cut(root.Str("apiVersion"), "/")
	spec := root.Get("spec")
	switch kind := group + " " + root.Str("kind"); kind {
	case deploying[2]:
		return slices.ContainsFunc(changing[:], func(field string) bool { return spec.Get(field) != nil })
	case deploying[3]:
		from := spec.Str("chart", "spec", "sourceRef", "kind")
		return from == "GitRepository" || from == "Bucket" || spec.Str("chartRef", "kind") == "HelmChart"
	default:
		return slices.Contains(deploying[:2], kind)
	}
}

// changing are the fields of a Kustomization of Flux that change what the folder holds.
var changing = [...]string{"targetNamespace", "namePrefix", "nameSuffix", "components", "patches", "images", "commonMetadata"}

// read returns the objects, one as a rule, and what is wrong with them.
func (m *made) read(file string) ([]*manifest.Object, []manifest.Error) {
	if m.root != nil {
		return []*manifest.Object{manifest.Made(file, m.root)}, nil
	}
	return manifest.Documents(source.File{Name: file, Data: m.text})
}

// referring is the text, if anything in it may refer to a variable; nil when nothing does.
func (m *made) referring() []byte {
	if m.root == nil {
		return m.text
	}
	if !m.refers {
		return nil
	}
	data, err := m.root.MarshalJSON()
	if err != nil {
		return nil
	}
	text, err := yaml.JSONToYAML(data)
	if err != nil {
		return nil
	}
	return text
}
