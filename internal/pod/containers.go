package pod

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/shell"
)

// draftContainer is one container in the making.
type draftContainer struct {
	d          *draft
	spec       *corev1.Container
	out        *Container
	image      *knowledge.Image // nil when not known
	sure       bool             // the image is the one that is known
	retired    *knowledge.Retired
	program    *shell.Program // what its command line does, nil when it has none
	scriptPath Path           // of what the controller runs in place of the image's program, nil for none
	argv       []word         // effective command line with the place of each word
	env        map[string]string
	programs   map[programKey][]int // where they stand among the programs
	// identities are the variables that hold what the pod is called, as symbols.
	identities  map[string]string
	facts       []placed
	defaultHost string // where its program is known to listen when its configuration names no address; empty when nobody tells
	own         bool   // the image's own program runs: its entrypoint, or a command that names it
	listsPorts  bool   // of the image's own program every port is known that it serves as it is called, as far as its configuration does not say more
	alone       bool   // the image's own program is work of its own, whatever its role

	mounted    []mountedFile // by the first mountsRead mounts
	mountsRead int
}

// word is one element of a command line.
type word struct {
	text string
	path Path
}

// placed is a fact with its origin and place in the manifest.
type placed struct {
	fact.Fact
	origin string
	path   Path
	phase  string
}

// readContainers lists the containers in start order.
func (d *draft) readContainers() {
	d.byName = map[string]*draftContainer{}
	for i := range d.spec.InitContainers {
		c := &d.spec.InitContainers[i]
		class := "init"
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			class = "sidecar"
		}
		d.addContainer(c, class, d.specPath("initContainers", i))
	}
	for i := range d.spec.Containers {
		d.addContainer(&d.spec.Containers[i], "regular", d.specPath("containers", i))
	}
	for i := range d.spec.EphemeralContainers {
		c := corev1.Container(d.spec.EphemeralContainers[i].EphemeralContainerCommon)
		d.addContainer(&c, "ephemeral", d.specPath("ephemeralContainers", i))
	}
}

func (d *draft) addContainer(spec *corev1.Container, class string, at Path) {
	out := &Container{
		Name: spec.Name, Path: at, Class: class, Order: len(d.containers), Role: "unknown", Part: "unknown",
		Lifetime: string(fact.Unknown), TTY: spec.TTY || spec.Stdin,
	}
	if spec.RestartPolicy != nil {
		out.RestartPolicy = string(*spec.RestartPolicy)
	}
	spec, script := d.scripted(spec, at)
	c := &draftContainer{d: d, spec: spec, scriptPath: script, out: out, facts: d.roomFor(len(d.containers))}
	c.recognise(d.b.lookUp(spec.Image))
	if spec.ImagePullPolicy == corev1.PullNever { // it stays what somebody has put on the node
		c.out.Image.Moves = ""
	}
	out.Declared = len(spec.Command) > 0 || len(spec.Args) > 0
	d.readMounts(c)
	d.readPorts(c)
	c.readResources()
	c.readSecurity()
	d.containers = append(d.containers, c)
	d.byName[spec.Name] = c
}

// recognise takes over what is known of the image.
func (c *draftContainer) recognise(got *lookedUp) {
	c.out.Image, c.image, c.retired = got.image, got.known.Image, got.retired
	c.sure = got.known.Sure
	img := &c.out.Image
	img.Path = c.path("image")
	if c.image == nil {
		return
	}
	c.out.Known, c.out.Role, c.out.Verified, c.out.KnownBy = c.image.ID, c.image.Role, c.image.Verified, "vendor"
	if !c.sure {
		c.out.KnownBy = "name"
	}
	img.NoShell = c.image.Shell != nil && !*c.image.Shell && !fullBuild(img.Repository) && !fullVariant(img.Tag) || strings.Contains(img.Tag, "distroless")
	img.Bare = c.image.Bare(img.Repository)
	img.NeedsPID1, img.UsesAPI, img.SharedMemory = c.image.NeedsPID1, c.image.UsesAPI, c.image.SharedMemory
}

// fullBuild tells whether an image is OpenShift's own build of a program: those stand on RHEL with its shell and tools, whatever the
// image of the project itself holds. Their names start with origin- or ose-, or end with the RHEL release.
func fullBuild(repository string) bool {
	name := path.Base(repository)
	return strings.HasPrefix(name, "origin-") || strings.HasPrefix(name, "ose-") || rhelBuild.MatchString(name)
}

// fullVariants are parts of a tag that name a variant with a shell.
var fullVariants = []string{"alpine", "debug", "buster", "bullseye", "bookworm", "trixie", "debian", "ubuntu", "busybox", "ubi"}

func fullVariant(tag string) bool {
	return slices.ContainsFunc(fullVariants, func(v string) bool { return strings.Contains(tag, v) })
}

var rhelBuild = pattern.New(`-rhel\d+$`)

// path leads from the container on.
func (c *draftContainer) path(elems ...any) Path { return c.d.paths.With(c.out.Path, elems...) }

// phase is init for a container that ends before the others start.
func (c *draftContainer) phase() string {
	if c.out.Class == "init" {
		return "init"
	}
	return "run"
}

// add places facts read from one source. place turns a fact's own place into a path.
func (c *draftContainer) add(facts []fact.Fact, origin, phase string, place func(fact.Place) Path) {
	for _, f := range facts {
		c.facts = append(c.facts, placed{Fact: f, origin: origin, path: place(f.At), phase: phase})
	}
}

// running tells whether the container goes on while the others run.
func (c *draftContainer) running() bool {
	return c.out.Class == "regular" || c.out.Class == "sidecar" || c.out.Class == "injected" && c.out.InjectedAs != "init"
}

// base is the last element of a program's path, without .exe.
func base(program string) string {
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(program, `\`, "/")), ".exe")
}
