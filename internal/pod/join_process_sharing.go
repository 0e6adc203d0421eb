package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Sharing is the pod's shared process namespace.
type Sharing struct {
	Uses    []string `json:"uses,omitempty"    jsonschema:"what shows a use for it, in a few words each"`
	Unknown []string `json:"unknown,omitempty" jsonschema:"containers that may use it: nothing tells what they do"`
	Deaf    []string `json:"deaf,omitempty"    jsonschema:"containers whose process 1 would take no notice of TERM in a namespace of its own"`
	Secret  string   `json:"secret,omitempty"  jsonschema:"a container with a Secret that another one does not have"`
	Exposed string   `json:"exposed,omitempty" jsonschema:"the container that can read that Secret through /proc"`
	Path    Path     `json:"path"              jsonschema:"of shareProcessNamespace"`
}

func (d *draft) joinSharing() {
	if !d.pod.ShareProcessNamespace {
		return
	}
	s := Sharing{Path: d.pod.Path.With("shareProcessNamespace")}
	for _, c := range d.containers {
		if c.spec == nil {
			s.Unknown = append(s.Unknown, c.out.Name)
			continue
		}
		if use := c.namespaceUse(); use != "" {
			s.Uses = append(s.Uses, c.out.Name+": "+use)
		}
		if c.running() && !c.own && !c.tools() {
			s.Unknown = append(s.Unknown, c.out.Name)
		}
		if c.deafAsInit() {
			s.Deaf = append(s.Deaf, c.out.Name)
		}
	}
	s.Secret, s.Exposed = d.exposedSecret()
	d.pod.Process.Sharing = append(d.pod.Process.Sharing, s)
}

// deafAsInit tells whether the container's script would take no notice of TERM as process 1.
func (c *draftContainer) deafAsInit() bool {
	s := c.out.Script
	return s != nil && !s.Init && !s.Trap && c.lives() && deaf(s)
}

// processTools look at, signal or enter other processes.
var processTools = []string{
	"kill", "pkill", "killall", "killall5", "pgrep", "pidof", "ps", "top", "htop", "nsenter", "strace", "ltrace", "gdb", "gdbserver", "dlv", "jcmd", "jmap", "jstack",
	"jattach", "async-profiler", "profiler.sh", "perf", "py-spy", "rbspy", "bpftrace", "dotnet-dump", "dotnet-trace", "dotnet-counters", "dotnet-monitor", "lsof", "reptyr", "crictl",
}

// namespaceUse tells what the container shows that needs the processes of the others, empty when nothing.
func (c *draftContainer) namespaceUse() string {
	if c.out.Class == "ephemeral" {
		return "an ephemeral container looks at the others"
	}
	if len(c.out.Signals) > 0 {
		return "sends signals"
	}
	if slices.ContainsFunc(c.out.Security.CapabilitiesAdded, func(s string) bool { return s == "SYS_PTRACE" || s == "KILL" || s == "SYS_ADMIN" || s == "ALL" }) ||
		c.out.Security.Privileged.Value == true {
		return "may trace other processes"
	}
	for i := range c.out.Commands {
		if name := c.out.Commands[i].Name; slices.Contains(processTools, name) {
			return "runs " + name
		}
	}
	return c.statedUse()
}

// namespaceRoles are roles of images that are there to look at, steer or identify other processes.
var namespaceRoles = map[string]bool{"reloader": true, "identity": true, "telemetry": true, "node-agent": true, "scanner": true, "secrets": true, "log-rotate": true}

// useWords in an image's name, a variable or an argument speak of such work.
var useWords = []string{
	"reload", "debug", "profil", "signal", "process", "/proc/", "--pid", "spire", "spiffe", "netshoot", "toolbox", "dotnet-monitor", "cert-refresh", "kubexit", "reaper", "ptrace",
	"agent", "falco", "criu", "attach", "supervis", "shareprocess",
}

func (c *draftContainer) statedUse() string {
	if namespaceRoles[c.out.Role] {
		return "role " + c.out.Role + " of its image"
	}
	texts := []string{c.out.Image.Repository, c.out.Name}
	for _, w := range c.argv {
		texts = append(texts, w.text)
	}
	for i := range c.out.Env {
		texts = append(texts, c.out.Env[i].Name)
	}
	for _, text := range texts {
		lower := strings.ToLower(text)
		for _, w := range useWords {
			if strings.Contains(lower, w) {
				return "speaks of " + strings.Trim(w, "/-")
			}
		}
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.Kind == fact.Signal {
			return "sends signals"
		}
	}
	if c.out.TTY && c.idles() {
		return "a shell to look at the others"
	}
	return ""
}

// exposedSecret names a container that mounts a Secret or reads it into its environment, and one that does not.
func (d *draft) exposedSecret() (owner, other string) {
	for _, a := range d.containers {
		for _, b := range d.containers {
			if a != b && a.spec != nil && b.spec != nil && a.running() && b.running() && !subset(a.secrets(), b.secrets()) {
				return a.out.Name, b.out.Name
			}
		}
	}
	return "", ""
}

func subset(a, b map[string]bool) bool {
	for name := range a {
		if !b[name] {
			return false
		}
	}
	return true
}

func (c *draftContainer) secrets() map[string]bool {
	out := map[string]bool{}
	for i := range c.out.Env {
		if s := c.out.Env[i].Secret; s != "" {
			out[s] = true
		}
	}
	for i := range c.out.Mounts {
		if v := c.d.volumes[c.out.Mounts[i].Volume]; v != nil && v.Kind == "secret" {
			out[v.Source] = true
		}
	}
	return out
}
