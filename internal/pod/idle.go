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
	if d.pod.Managed == "" && d.jenkinsTemplate() {
		d.pod.Managed = jenkins
	}
	return d.pod.Managed == jenkins || d.pod.Managed == "actions-runner" || slices.ContainsFunc(d.containers, func(c *draftContainer) bool {
		return c.image != nil && c.image.Role == "workflow" || c.out.Name == "jnlp"
	})
}

const jenkins = "jenkins"

// jenkinsTemplate: a Pod that the Kubernetes plugin of Jenkins completes with its agent, a workspace and a restart policy. Its tool containers
// wait at a terminal until the agent runs commands in them.
func (d *draft) jenkinsTemplate() bool {
	return d.obj.Kind == "Pod" && slices.ContainsFunc(d.containers, func(c *draftContainer) bool {
		switch {
		case c.out.Name == "jnlp" || c.mounts(jenkinsWorkspace) != nil && d.volumes[jenkinsWorkspace] == nil:
			return true
		case !c.idles() || !c.running():
			return false
		}
		return c.out.TTY && (d.obj.Name == "" || c.onlyCat()) || d.saysJenkins() // no server takes a Pod without a name
	})
}

// jenkinsWorkspace is the volume that the plugin adds to each pod and mounts in each container.
const jenkinsWorkspace = "workspace-volume"

// onlyCat: the way to wait at a terminal that the plugin's documentation shows.
func (c *draftContainer) onlyCat() bool {
	return len(c.argv) == 1 && base(c.argv[0].text) == "cat"
}

// saysJenkins: the name or a label tells of an agent of Jenkins.
func (d *draft) saysJenkins() bool {
	return jenkinsWords.MatchString(d.obj.Name) || slices.ContainsFunc(slices.Collect(maps.Values(d.meta.Labels)), jenkinsWords.MatchString)
}

var jenkinsWords = pattern.New(`(?i)jenkins.*(agent|slave|worker|builder|build|jnlp)|(agent|slave|worker|builder).*jenkins`)

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

// waits tells whether the container ends, or goes on, in nothing but a wait.
func (c *draftContainer) waits() bool {
	return c.idles() || c.program != nil && len(c.program.Work) > 0
}

// idles tells whether the container does nothing but wait.
func (c *draftContainer) idles() bool {
	return c.program != nil && c.program.Idle
}
