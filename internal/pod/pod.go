package pod

import (
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/shell"
)

// Options of a build.
type Options struct {
	// Knowledge may be nil: nothing is known then but the manifest.
	Knowledge *knowledge.Base
	// Kubernetes is the target version such as "1.31"; empty when the user gave none.
	Kubernetes string
	// Kinds lists further custom resources with a pod template: "group/Kind" to the path of the template.
	Kinds map[string]Path
}

// Builder makes pod models of the objects of one set. It is safe for concurrent use.
type Builder struct {
	opt     Options
	set     *manifest.Set
	index   *index
	images  sync.Map // reference -> *lookedUp
	configs sync.Map // configKey -> []fact.Fact: a ConfigMap mounted by many pods is read once

	scripts shell.Scripts
	scratch sync.Pool // *[][]placed: room for the facts of a draft's containers

	once     sync.Once
	selected map[*manifest.Object]int // Service -> workloads that it selects
}

// NewBuilder indexes set.
func NewBuilder(set *manifest.Set, opt Options) *Builder {
	if opt.Knowledge == nil {
		opt.Knowledge = &knowledge.Base{}
	}
	return &Builder{opt: opt, set: set, index: newIndex(set)}
}

// For returns a builder with the same options for another set.
func (b *Builder) For(set *manifest.Set) *Builder { return NewBuilder(set, b.opt) }

func typeError(obj *manifest.Object, err *manifest.TypeError) *manifest.Error {
	at := manifest.Place{File: obj.File, Span: err.Span}
	if obj.Render != nil {
		at, _ = obj.Place(err.Path)
	}
	return &manifest.Error{
		File: at.File, Line: at.Span.Line, Column: at.Span.Column,
		Message: pathText(obj.Root, err.Path) + ": " + err.Error(),
	}
}

// Build returns one input for each pod that the object holds (a JobSet holds several), none for an object without a pod.
// A value of a wrong type in the pod part is an error with its place.
func (b *Builder) Build(obj *manifest.Object) ([]*Input, *manifest.Error) {
	if obj.Patch {
		return nil, nil
	}
	var out []*Input
	for _, t := range b.templates(obj) {
		d := &draft{b: b, obj: obj, at: t}
		if err := d.decode(); err != nil {
			return nil, typeError(obj, err)
		}
		if d.fragment() {
			continue
		}
		out = append(out, d.build())
		d.release()
	}
	return out, nil
}

// draft is one pod in the making. Its containers' facts stand in memory that the next draft uses again.
type draft struct {
	b          *Builder
	obj        *manifest.Object
	at         template
	spec       corev1.PodSpec
	meta       metav1.ObjectMeta
	unknown    []manifest.Unknown
	pod        *Pod
	related    *Related
	containers []*draftContainer
	byName     map[string]*draftContainer
	volumes    map[string]*Volume
	led        map[string]*lead // by a Service, by the name of the container
	room       [][]placed
	paths      manifest.Paths
}

// specPath leads from the PodSpec on.
func (d *draft) specPath(elems ...any) Path { return d.paths.With(d.at.spec, elems...) }

// roomFor gives an empty list of facts to a container that is added.
func (d *draft) roomFor(container int) []placed {
	if d.room == nil {
		if kept, ok := d.b.scratch.Get().(*[][]placed); ok {
			d.room = *kept
		}
	}
	if container < len(d.room) {
		return d.room[container][:0]
	}
	return nil
}

// release gives the room of the facts back, without what they refer to.
func (d *draft) release() {
	room := d.room[:0]
	for _, c := range d.containers {
		clear(c.facts)
		room = append(room, c.facts[:0])
	}
	d.b.scratch.Put(&room)
}

func (d *draft) decode() *manifest.TypeError {
	unknown, err := d.obj.Root.Get(d.at.spec...).Decode(&d.spec)
	if err != nil {
		return prefixed(err, d.at.spec)
	}
	d.unknown = prefixUnknown(unknown, d.at.spec)
	if n := d.obj.Root.Get(d.at.metadata...); n != nil {
		unknown, err = n.Decode(&d.meta)
		if err != nil {
			return prefixed(err, d.at.metadata)
		}
		d.unknown = append(d.unknown, prefixUnknown(unknown, d.at.metadata)...)
	}
	return nil
}

func prefixed(err *manifest.TypeError, base Path) *manifest.TypeError {
	out := *err
	out.Path = base.With(err.Path...)
	return &out
}

func prefixUnknown(list []manifest.Unknown, base Path) []manifest.Unknown {
	for i := range list {
		list[i].Path = base.With(list[i].Path...)
	}
	return list
}

// fragment tells a patch from a pod: no container names an image.
func (d *draft) fragment() bool {
	for _, list := range [][]corev1.Container{d.spec.Containers, d.spec.InitContainers} {
		for i := range list {
			if list[i].Image != "" {
				return false
			}
		}
	}
	return true
}

// build takes the steps from declaration to ties; each reads only what the ones before it found.
func (d *draft) build() *Input {
	d.pod = &Pod{Path: d.at.spec, MetadataPath: d.at.metadata}
	d.related = &Related{}
	d.declare()
	d.readVolumes()
	d.readContainers()
	d.inject()
	d.readEnv()
	d.readCommands()
	d.readKnowledge()
	d.readFlags()
	d.readConfig()
	d.readHooksAndProbes()
	d.settleListens()
	d.settleFiles()
	d.settleDials()
	d.settleMentions()
	d.settleSignals()
	d.settleProbes()
	d.settleLifetimes()
	d.settleCertainty()
	d.relate()
	d.tie()
	d.settleParts()
	d.settleLogs()
	d.settleResources()
	d.settleCertainty()
	d.settleSeen()
	d.settleApp()
	d.settleNames()
	d.settleImages()
	d.settleForPods()
	d.join()
	return d.input()
}

// join states the facts that compare containers, so that no rule has to.
func (d *draft) join() {
	d.joinCoupling()
	d.joinLogging()
	d.joinLifecycle()
	d.joinNetwork()
	d.joinProcess()
	d.joinIsolation()
	d.joinInjection()
}

func (d *draft) input() *Input {
	for _, c := range d.containers {
		d.pod.Containers = append(d.pod.Containers, c.out)
	}
	return &Input{
		Object:  rawObject{d.obj.Root},
		Pod:     d.pod,
		Related: d.related,
		Target:  d.b.target(),
	}
}

func (b *Builder) target() Target {
	t := Target{Kubernetes: b.opt.Kubernetes}
	_, minor, _ := strings.Cut(strings.TrimPrefix(b.opt.Kubernetes, "v"), ".")
	minor, _, _ = strings.Cut(minor, ".")
	for _, r := range minor {
		if r < '0' || r > '9' {
			return t
		}
		t.Minor = t.Minor*10 + int(r-'0')
	}
	return t
}
