package pod

import (
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// settleProcesses states what concerns processes and what Secrets each container holds.
func (d *draft) settleProcesses() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		c.out.Overrides = len(c.spec.Command) > 0
		c.out.TerminationMessage = c.terminationMessage()
		c.out.Secrets = slices.Sorted(maps.Keys(c.secrets()))
		c.out.NamesUnseenEnv = c.namesUnknown()
		c.settlePID1Outputs()
		if s := c.out.Script; s != nil {
			s.IgnoresTerm = !s.Init && !s.Trap && d.noHandler(s)
		}
	}
}

// noHandler tells whether process 1 installs no handler for TERM: a shell that stays while something else runs, or a program that is known for
// it. A wrapper such as timeout passes the signal on.
func (d *draft) noHandler(s *Script) bool {
	if s.MainKind == "shell" && (s.Last == "loop" || s.Last == "pipeline" || s.Last == "compound") {
		return true
	}
	return d.b.opt.Knowledge.Programs[s.Last].IgnoresTerm && (s.MainKind == "shell" || s.Main == s.Last)
}

// settlePID1Outputs looks wherever the container is told what to write to: command line, hooks, environment, configuration.
func (c *draftContainer) settlePID1Outputs() {
	for _, w := range c.argv {
		c.pid1Output(w.text, w.path)
	}
	for i := range c.out.Hooks {
		for j, text := range c.out.Hooks[i].Command {
			c.pid1Output(text, c.out.Hooks[i].Path.With(j))
		}
	}
	for i := range c.out.Env {
		c.pid1Output(c.out.Env[i].Value, c.out.Env[i].Path)
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.origin == "config" && f.Kind == fact.Log {
			c.pid1Output(f.Text, f.path)
		}
	}
}

// pid1Output is the standard output or error of process 1.
var pid1Output = pattern.New(`/proc/1/fd/[12]\b`)

func (c *draftContainer) pid1Output(text string, at Path) {
	if !strings.Contains(text, "/proc/1/fd/") {
		return
	}
	many := strings.Contains(strings.TrimRight(text, "\n"), "\n")
	line := 0
	for l := range strings.Lines(text) {
		if file := pid1Output.FindString(l); file != "" && !strings.HasPrefix(strings.TrimSpace(l), "#") {
			p := at
			if many {
				p = at.With(line)
			}
			c.out.PID1Outputs = append(c.out.PID1Outputs, Output{File: file, Path: p})
		}
		line++
	}
}

// secrets are the Secrets that the container mounts or reads into its environment.
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
