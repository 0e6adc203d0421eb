package knowledge

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Kind says where the objects of one kind hold pods, and what their controller makes of them. Several entries may be about one kind: the
// pods of all of them count. Exactly one of Template, Spec and Objects is given.
//
// A path names its steps with dots between them; "*" stands for each item of a list or each value of a map.
type Kind struct {
	// Kind of the resource, as its manifest says it.
	Kind string `json:"kind"`
	// API group without a version, core for that of Pod and Service; any group when it is left out or *.
	Group string `json:"group,omitempty" form:"group"`
	// Paths of pod templates, the maps that hold metadata and spec. A * stands for the items of a list or the values of a map.
	Template Paths `json:"template,omitempty"`
	// Paths of maps that hold the fields of a PodSpec among others of their own.
	Spec Paths `json:"spec,omitempty"`
	// Paths of whole objects, or of lists of them. Each is read as if it stood alone.
	Objects Paths `json:"objects,omitempty"`

	// Where the containers are when the spec has no containers: a list, or a single one. The path leads on from the spec, or from the object when it
	// begins with a slash, as in all that follow; a dot alone is the spec itself.
	Containers Paths `json:"containers,omitempty"`
	// Containers that run one after the other.
	Steps Paths `json:"steps,omitempty"`
	// In place of initContainers.
	Init Paths `json:"init,omitempty"`
	// Containers beside the others, which the controller starts and stops with them.
	Sidecars Paths `json:"sidecars,omitempty"`
	// In place of volumes.
	Volumes Paths `json:"volumes,omitempty"`
	// Volume claim templates, each a volume of the pod; /spec.volumeClaimTemplates when it is left out.
	Claims Paths `json:"claims,omitempty"`
	// Maps that give the containers and steps what these have not themselves; of lists they have both.
	Defaults Paths `json:"defaults,omitempty"`

	// A container that the controller adds when the manifest has none of that name; a slash and a path name where the name stands.
	Adds string `json:"adds,omitempty"`
	// What else the controller may make that the manifest does not show: containers in the pod, services and policies that lead to the pod or guard it.
	Makes []string `json:"makes,omitempty" enum:"containers,services,policies"`
	// A field of the containers that holds a script, which runs in place of the image's program: by the shell or interpreter that the command
	// names, else the first line, else sh.
	Script string `json:"script,omitempty"`
	// Fields of the controller's own in the spec or its containers.
	Fields []string `json:"fields,omitempty"`

	// Whether its pods go on or end; the restartPolicy decides when it is left out.
	Runs string `json:"runs,omitempty" enum:"always,to-completion"`
	// What there are several pods of: any as good as the other, each with a name of its own, or one on each node. Nobody knows when it is left out.
	Scales string `json:"scales,omitempty" enum:"copies,members,nodes"`
	// The controller, when it and not the kubelet decides in which order containers start and end.
	Orders string `json:"orders,omitempty"`

	// Where it is documented.
	Sources []string `json:"sources,omitempty" form:"link"`
}

// Paths are paths in an object; in YAML a single one needs no list.
type Paths []string

// isPath tells whether a text is a path: steps with dots between them, a slash before them perhaps, or a dot alone.
func isPath(p string) bool {
	return p == "." || !slices.Contains(strings.Split(strings.TrimPrefix(p, "/"), "."), "")
}

// Core is what Kind.Group calls the API group without a name.
const Core = "core"

func (k *Kind) check() error {
	what := fmt.Sprintf("kind %q", k.Kind)
	if k.Kind == "" {
		return errors.New("a kind has no kind: want the manifest's, such as Deployment")
	}
	given := 0
	for _, p := range []Paths{k.Template, k.Spec, k.Objects} {
		if len(p) > 0 {
			given++
		}
	}
	if given != 1 {
		return fmt.Errorf("%s: want one of template (the path of a pod template, such as spec.template), spec and objects", what)
	}
	return k.checkObjects(what)
}

func (k *Kind) checkObjects(what string) error {
	if len(k.Objects) > 0 && (k.Lists() || len(k.Claims) > 0 || len(k.Makes) > 0 || k.Adds != "" || k.Runs != "" || k.Scales != "" || k.Orders != "") {
		return fmt.Errorf("%s: objects stand alone, because each says itself what it is", what)
	}
	return nil
}

// Lists tells whether containers or volumes stand elsewhere than a PodSpec has them.
func (k *Kind) Lists() bool {
	return len(k.Containers)+len(k.Steps)+len(k.Init)+len(k.Sidecars)+len(k.Volumes)+len(k.Defaults) > 0
}

// InGroup tells whether the entry is about objects of an API group, which is empty for that of Pod and Service.
func (k *Kind) InGroup(group string) bool {
	return k.Group == "" || k.Group == "*" || k.Group == group || k.Group == Core && group == ""
}

// KindOf reads an entry inside another document, as kinds.yaml holds it; an error names file, line and column.
func KindOf(file string, n *yaml.Node) (Kind, error) {
	var k Kind
	err := decoder{file: file}.value(n, reflect.ValueOf(&k).Elem(), "a kind")
	return k, err
}

// WithKinds returns a base in which entries of the user's own take the place of those that were there for the same kind and group.
func (b *Base) WithKinds(extra []Kind) *Base {
	out := *b
	out.Kinds = slices.Clone(extra)
	for i := range b.Kinds {
		if k := &b.Kinds[i]; !slices.ContainsFunc(extra, func(e Kind) bool { return e.replaces(k) }) {
			out.Kinds = append(out.Kinds, *k)
		}
	}
	return &out
}

// KindsAlone is a base that knows the shipped kinds and nothing else.
func KindsAlone() *Base { return &Base{Kinds: shipped.kinds} }

// KnowsKind tells whether an entry would take the place of a shipped one, for some group at least.
func KnowsKind(k Kind) bool {
	return slices.ContainsFunc(shipped.kinds, func(own Kind) bool { return k.replaces(&own) || k.Kind == own.Kind && own.Group == "" })
}

// replaces tells whether an entry of the user's own takes the place of another one, which is not there any more then.
func (k *Kind) replaces(o *Kind) bool {
	return k.Kind == o.Kind && (k.Group == o.Group || k.Group == "" || k.Group == "*")
}
