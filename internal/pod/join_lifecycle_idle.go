package pod

import (
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// waitText is the wait in a few words: the last command that only waits.
func (c *draftContainer) waitText() string {
	for _, cmd := range slices.Backward(c.out.Commands) {
		if cmd.Phase == c.phase() && slices.Contains([]string{"sleep", "tail", "cat", "pause", "read"}, cmd.Name) {
			return shorten(strings.Join(cmd.Argv, " "))
		}
	}
	if c.out.Script == nil {
		return ""
	}
	return c.out.Script.Main
}

// ciAgent: the pod of a build agent, whose tool containers wait until the agent runs commands in them.
func (d *draft) ciAgent() bool {
	if d.obj.Kind == "Pod" && d.obj.Name == "" && slices.ContainsFunc(d.containers, func(c *draftContainer) bool { return c.out.TTY && c.idles() }) {
		return true // no server takes a Pod without a name: the build server that this is written for completes it
	}
	return d.pod.Managed == "jenkins" || d.pod.Managed == "actions-runner" || slices.ContainsFunc(d.containers, func(c *draftContainer) bool {
		return c.image != nil && c.image.Role == "workflow" || c.out.Name == "jnlp"
	})
}

// toolboxWords are what people call a container that they enter by hand.
var toolboxWords = pattern.New(`(?i)(^|[^a-z])(debug(ger|ging)?|toolbox|tools?box|tools|dev-?(container|shell|env|space)|okteto|workspace|bench(mark)?|shell|ssh|bastion|console|cli|netshoot|dnsutils|busybox-test)([^a-z]|$)`)

// toolbox: a name or annotation says that people, or a tool, enter the container.
func (d *draft) toolbox(c *draftContainer) bool {
	image := c.out.Image.Repository[strings.LastIndex(c.out.Image.Repository, "/")+1:]
	if slices.ContainsFunc([]string{c.out.Name, d.pod.Workload.Name, image}, debugWords.MatchString) {
		return true
	}
	for _, set := range []map[string]string{d.meta.Annotations, d.meta.Labels, d.pod.Workload.Annotations} {
		if slices.ContainsFunc(slices.Collect(maps.Keys(set)), toolboxWords.MatchString) {
			return true
		}
	}
	return c.out.TTY && c.program != nil && c.program.Shell != "" && c.program.ScriptArg < 0 // a shell that waits for somebody to type
}

var debugWords = pattern.New(`(?i)(^|[^a-z])(debug(ger|ging)?|toolbox|tools|netshoot|dnsutils|okteto|devspace|bench(mark)?|pre-?pull(er|ing)?|image-?(puller|cache))([^a-z]|$)`)

// OneShot is work that is done once in a container that then only waits.
type OneShot struct {
	Container string `json:"container"  jsonschema:"who"`
	Command   string `json:"command"    jsonschema:"the work, its first command"`
	Wait      string `json:"wait"       jsonschema:"what it waits with afterwards"`
	Bounded   bool   `json:"bounded"    jsonschema:"the wait ends: the container then starts over"`
	Neighbour string `json:"neighbour"  jsonschema:"the container that has use for the work"`
	Output    string `json:"output"     jsonschema:"the file, or the address that is called"`
	Call      bool   `json:"call"       jsonschema:"the work is a call of the neighbour, which must run for it"`
	Alone     bool   `json:"alone"      jsonschema:"nothing else is asked of the container: no probes, ports or hooks"`
	Path      Path   `json:"path"       jsonschema:"of the first command of the work"`
}

// joinOneShot: the work counts when a neighbour mounts the volume that it writes to, or is called by it.
func (d *draft) joinOneShot(c *draftContainer) {
	if c.program == nil || len(c.program.Work) == 0 || c.out.Class != "regular" || d.ciAgent() {
		return
	}
	neighbour, output, call := d.handsOver(c)
	if neighbour == nil {
		return
	}
	work := &c.out.Script.Work[0]
	d.pod.Lifecycle.OneShots = append(d.pod.Lifecycle.OneShots, OneShot{
		Container: c.out.Name, Command: work.Name, Wait: c.waitText(), Bounded: c.out.Lifetime == "finite",
		Neighbour: neighbour.out.Name, Output: output, Call: call, Alone: len(c.spec.Ports)+len(c.out.Probes)+len(c.out.Hooks) == 0, Path: work.Path,
	})
}

// handsOver finds the neighbour that has use for what the container's script makes.
func (d *draft) handsOver(c *draftContainer) (neighbour *draftContainer, output string, call bool) {
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if !f.madeByScript() {
			continue
		}
		if o := d.readerOf(c, f); o != nil {
			return o, f.File, false
		}
	}
	for i := range c.out.Dials {
		if dl := &c.out.Dials[i]; dl.Meets != "" && dl.Origin == "script" && dl.Phase == "run" {
			return d.byName[dl.Meets], dialAddress(dl), true
		}
	}
	return nil, "", false
}

// readerOf finds the first neighbour that may read a file of the container; nil when there is none.
func (d *draft) readerOf(c *draftContainer, f *FileUse) *draftContainer {
	for _, o := range d.containers {
		if o != c && o.spec != nil && o.running() && o.mountsPart(f) && o.mayRead(f.Volume) {
			return o
		}
	}
	return nil
}

// madeByScript tells whether the script makes the file on a volume, or makes it usable, and is done with it: a log is no result.
func (f *FileUse) madeByScript() bool {
	if f.Phase != "run" || f.Origin != "script" || f.Log || f.Endless {
		return false
	}
	return (writes(f) || f.Op == "chmod") && f.Volume != "" && !f.MountRO
}

// mayRead tells whether the container reads files of a volume, as far as anybody can know.
func (c *draftContainer) mayRead(volume string) bool {
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == volume && reads(f) {
			return true
		}
	}
	return c.program == nil || c.out.Opaque || !c.idles() && !c.usesOnlyTools()
}

// mountsPart tells whether the container mounts the part of a volume on which the file lies.
func (c *draftContainer) mountsPart(f *FileUse) bool {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if m.Volume == f.Volume && (m.SubPath == "" || m.SubPathExpr || under(f.VolumePath, m.SubPath)) {
			return true
		}
	}
	return false
}

func dialAddress(dl *Dial) string {
	if dl.Socket != "" {
		return dl.Socket
	}
	return dialText(dl)
}
