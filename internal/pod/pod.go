package pod

import (
	"slices"
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
	// Knowledge may be nil: nothing is known then but the manifest and which kinds hold pods.
	Knowledge *knowledge.Base
	// Kubernetes is the target version such as "1.31"; empty when the user gave none.
	Kubernetes string
	// Kinds are those of Knowledge, where one is asked for many sets; nil: they are read for this one.
	Kinds *Kinds
}

// Builder makes pod models of the objects of one set. It is safe for concurrent use.
type Builder struct {
	opt    Options
	set    *manifest.Set
	index  *index
	kinds  kindTable
	images sync.Map // reference -> *lookedUp
	// arguments are the programs that take the words of a variable for arguments, by the variable.
	arguments map[string]string
	configs   sync.Map // configKey -> []fact.Fact: a ConfigMap mounted by many pods is read once

	scripts shell.Scripts
	scratch sync.Pool // *[][]placed: room for the facts of a draft's containers

	ambiguous ambiguities
	once      sync.Once
	selected  map[*manifest.Object]*selection // of each Service that selects a workload

	counted sync.Once
	taken   *census
	scraped sync.Map // *manifest.Object -> []MonitorEndpoint
	run     *bindingsOfRun
	unread  unreadFiles
}

// NewBuilder opens and indexes set: what an object of a kind such as Template holds takes its place.
func NewBuilder(set *manifest.Set, opt Options) *Builder {
	if opt.Knowledge == nil {
		opt.Knowledge = knowledge.KindsAlone()
	}
	if opt.Kinds == nil {
		opt.Kinds = NewKinds(opt.Knowledge)
	}
	return newBuilder(set, opt, opt.Kinds.table)
}

// For returns a builder with the same options for another set, a part of the builder's own.
func (b *Builder) For(set *manifest.Set) *Builder {
	part := newBuilder(set, b.opt, b.kinds)
	part.run = b.run
	return part
}

func newBuilder(set *manifest.Set, opt Options, kinds kindTable) *Builder {
	set.Open(kinds.holds)
	return &Builder{
		opt: opt, set: set, index: newIndex(set), kinds: kinds, run: &bindingsOfRun{set: set}, arguments: argumentVariables(opt.Knowledge.Programs),
	}
}

// Build returns one input for each pod that the object holds (a JobSet holds several), none for an object without a pod, for one whose
// controller is in the set (its pods are those of the controller), and for a pod of which [Builder.TooMany] says that it holds too much.
func (b *Builder) Build(obj *manifest.Object) []*Input { return b.BuildAsking(obj, nil) }

// BuildAsking is Build, and notes the questions that it asks about other objects.
func (b *Builder) BuildAsking(obj *manifest.Object, asked *Asked) []*Input {
	asked.ask(question{about: aboutController, object: obj})
	if obj.Patch || b.controlled(obj) {
		return nil
	}
	var out []*Input
	for _, t := range b.templates(obj) {
		d := &draft{b: b, obj: obj, at: t, asked: asked}
		if d.tooMany() != nil {
			continue
		}
		d.decode()
		if d.fragment() {
			continue
		}
		out = append(out, d.build())
		d.release()
	}
	return out
}

// draft is one pod in the making. Its containers' facts stand in memory that the next draft uses again.
type draft struct {
	b          *Builder
	asked      *Asked
	obj        *manifest.Object
	at         template
	spec       corev1.PodSpec
	meta       metav1.ObjectMeta
	unknown    []manifest.Unknown
	wrong      []*manifest.TypeError
	pod        *Pod
	related    *Related
	containers []*draftContainer
	byName     map[string]*draftContainer
	volumes    map[string]*Volume
	led        map[string]*way // by a Service, by the name of the container
	room       [][]placed
	tails      []tailing // of injected containers
	paths      manifest.Paths
	expanded   int // bytes that references to variables added
	edgesBy    map[edgeKey]bool
	tiesOf     map[string][]int // the edges at a container, by its name
}

// specPath leads from the PodSpec on.
func (d *draft) specPath(elems ...any) Path {
	if at, ok := d.at.lists.place(elems); ok {
		return at
	}
	return d.paths.With(d.at.spec, elems...)
}

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

// decode reads the pod as far as it can be read; values of a wrong type stay zero.
func (d *draft) decode() {
	spec := d.obj.Root.Get(d.at.spec...)
	if d.at.lists != nil {
		spec = d.at.lists.node(spec)
	}
	d.decodePart(spec, &d.spec, d.judged, d.specPath)
	whole := func(Path) bool { return true }
	d.decodePart(d.obj.Root.Get(d.at.metadata...), &d.meta, whole, func(p ...any) Path { return d.at.metadata.With(p...) })
	unsuppressed(d.meta.Annotations)
}

// decodePart reads a part; judged says of which paths in it faults are noted, and place where they stand in the object.
func (d *draft) decodePart(n *manifest.Node, into any, judged func(Path) bool, place func(...any) Path) {
	if n == nil {
		return
	}
	unknown, wrong := n.DecodeAll(into)
	for _, u := range unknown {
		if judged(u.Path) {
			u.Path = place(u.Path...)
			d.unknown = append(d.unknown, u)
		}
	}
	for _, err := range wrong {
		if judged(err.Path) {
			err.Path = place(err.Path...)
			d.wrong = append(d.wrong, err)
		}
	}
}

// judged tells whether a path that leads on from the PodSpec belongs to the pod for sure: where its fields stand among others, nothing is
// said of what is no part of its containers and volumes.
func (d *draft) judged(path Path) bool {
	if len(d.at.kind.Spec) == 0 {
		return true
	}
	return len(path) > 1 && (path[0] == listContainers || path[0] == listInit || path[0] == listVolumes)
}

// fragment tells a patch from a pod: no container names an image, as far as containers can be read.
func (d *draft) fragment() bool {
	if len(d.wrong) > 0 && d.unreadable() {
		return false
	}
	for _, list := range [][]corev1.Container{d.spec.Containers, d.spec.InitContainers} {
		for i := range list {
			if list[i].Image != "" {
				return false
			}
		}
	}
	return true
}

// unreadable tells whether a list of containers, one of them or an image has a wrong type.
func (d *draft) unreadable() bool {
	return slices.ContainsFunc(d.wrong, func(err *manifest.TypeError) bool {
		rest := err.Path[min(len(d.at.spec), len(err.Path)):]
		return len(rest) > 0 && (rest[0] == "containers" || rest[0] == "initContainers") && (len(rest) < 3 || rest[2] == "image")
	})
}

// build takes the steps from declaration to ties; each reads only what the ones before it found.
func (d *draft) build() *Input {
	d.pod = &Pod{Path: d.at.spec, MetadataPath: d.at.metadata}
	d.related = &Related{}
	d.declare()
	d.readVolumes()
	d.readContainers()
	d.addControllers()
	d.inject()
	d.read()
	d.overrule()
	d.tellLogsApart()
	d.takeSockets()
	d.settleListens()
	d.settleFiles()
	d.settlePlaces()
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
	d.settleLinks()
	d.settleStarts()
	d.settleProcesses()
	d.settleAPIToken()
	d.settleExpectations()
	d.settleImages()
	d.settlePrograms()
	d.settleForPods()
	return d.input()
}

// read takes in what the manifest and the objects that it names say of each container.
func (d *draft) read() {
	d.readEnv()
	d.readCommands()
	d.readKnowledge()
	d.readFlags()
	d.readConfig()
	d.readInline()
	d.readHooksAndProbes()
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
