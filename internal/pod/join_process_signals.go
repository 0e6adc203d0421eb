package pod

import (
	"regexp"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// LostSignal is a signal, or an attempt to enter a process, that ends at the border of the sender's process namespace.
type LostSignal struct {
	Container string `json:"container"          jsonschema:"the sender"`
	Tool      string `json:"tool"               jsonschema:"kill, pkill, killall, nsenter, jcmd..."`
	Signal    string `json:"signal,omitempty"   jsonschema:"such as HUP; absent when the tool only enters the process"`
	Target    string `json:"target"             jsonschema:"name of the process"`
	Owner     string `json:"owner"              jsonschema:"the container whose process it is"`
	Path      Path   `json:"path"               jsonschema:"of the command"`
}

// joinLostSignals: without a shared namespace a container sees its own processes only. A hook or probe of a container whose program is
// not known may well mean its own process.
func (d *draft) joinLostSignals(c *draftContainer) {
	if d.pod.ShareProcessNamespace || d.pod.HostPID || d.pod.HostProcess {
		return
	}
	for i := range c.out.Signals {
		s := &c.out.Signals[i]
		if s.Own || s.Reaches == "" || c.mayRun(s.Phase) {
			continue
		}
		d.pod.Process.LostSignals = append(d.pod.Process.LostSignals, LostSignal{Container: c.out.Name, Tool: s.Tool, Signal: s.Signal, Target: s.Target, Owner: s.Reaches, Path: s.Path})
	}
}

// mayRun tells whether processes may run in the container of which nothing is known.
func (c *draftContainer) mayRun(phase string) bool {
	if c.out.Opaque || len(c.spec.Command) == 0 && c.image == nil && len(c.out.Commands) == 0 {
		return true
	}
	if phase == "hook" || phase == "probe" {
		return !c.own && !c.tools()
	}
	return false
}

// PauseTarget is a use of process 1 that goes to the pause process.
type PauseTarget struct {
	Container string `json:"container"        jsonschema:"whose"`
	Kind      string `json:"kind"             jsonschema:"signal, or log (it writes to the standard output of process 1)"`
	Tool      string `json:"tool,omitempty"   jsonschema:"of a signal: kill, nsenter, gdb..."`
	Signal    string `json:"signal,omitempty" jsonschema:"of a signal, such as HUP"`
	File      string `json:"file,omitempty"   jsonschema:"of a log: /proc/1/fd/1 or /proc/1/fd/2"`
	Path      Path   `json:"path"             jsonschema:"of the command or setting"`
}

// joinPauseTargets: in a shared namespace process 1 belongs to the pod's sandbox, to no container.
func (d *draft) joinPauseTargets(c *draftContainer) {
	if !d.pod.ShareProcessNamespace || d.pod.HostPID || d.pod.HostProcess {
		return
	}
	for i := range c.out.Signals {
		if s := &c.out.Signals[i]; s.Target == "1" {
			d.addPauseTarget(PauseTarget{Container: c.out.Name, Kind: "signal", Tool: s.Tool, Signal: s.Signal, Path: s.Path})
		}
	}
	d.joinPauseLogs(c)
}

// joinPauseLogs looks wherever the container is told what to write to: command line, hooks, environment, configuration.
func (d *draft) joinPauseLogs(c *draftContainer) {
	for _, w := range c.argv {
		d.pauseLog(c, w.text, w.path)
	}
	for i := range c.out.Hooks {
		for j, text := range c.out.Hooks[i].Command {
			d.pauseLog(c, text, c.out.Hooks[i].Path.With(j))
		}
	}
	for i := range c.out.Env {
		d.pauseLog(c, c.out.Env[i].Value, c.out.Env[i].Path)
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.origin == "config" && f.Kind == fact.Log {
			d.pauseLog(c, f.Text, f.path)
		}
	}
}

// pauseOutput is the standard output or error of process 1.
var pauseOutput = regexp.MustCompile(`/proc/1/fd/[12]\b`)

func (d *draft) pauseLog(c *draftContainer, text string, at Path) {
	many := strings.Contains(strings.TrimRight(text, "\n"), "\n")
	line := 0
	for l := range strings.Lines(text) {
		if file := pauseOutput.FindString(l); file != "" && !strings.HasPrefix(strings.TrimSpace(l), "#") {
			p := at
			if many {
				p = at.With(line)
			}
			d.addPauseTarget(PauseTarget{Container: c.out.Name, Kind: "log", File: file, Path: p})
		}
		line++
	}
}

func (d *draft) addPauseTarget(t PauseTarget) {
	d.pod.Process.PauseTargets = append(d.pod.Process.PauseTargets, t)
}
