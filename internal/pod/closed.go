package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/shell"
)

// companions are the containers of the manifest that run side by side.
func (d *draft) companions() []*draftContainer {
	var out []*draftContainer
	for _, c := range d.containers {
		if c.out.Class == "regular" || c.out.Class == "sidecar" {
			out = append(out, c)
		}
	}
	return out
}

// mounts returns the container's first mount of a volume, nil when there is none.
func (c *draftContainer) mounts(volume string) *Mount {
	for i := range c.out.Mounts {
		if c.out.Mounts[i].Volume == volume {
			return &c.out.Mounts[i]
		}
	}
	return nil
}

// closed tells whether everything the container does is in sight: a command line of nothing but well-known tools that end by themselves,
// or only wait or copy.
func (c *draftContainer) closed() bool {
	if c.program == nil || c.out.Opaque || c.own && c.out.Role != "tool" && c.out.Role != "one-shot" || len(c.program.Commands) == 0 {
		return false
	}
	for i := range c.program.Commands {
		if !knownTool(c.d.b.opt.Knowledge.Programs, c.program.Commands[i].Name) {
			return false
		}
	}
	return true
}

// held tells whether until an awaited file is there nothing runs but well-known tools, so that no program that is not seen entirely can make it.
func (c *draftContainer) held(f *placed) bool {
	if f.Ahead == 0 || f.origin != "script" || f.phase != c.phase() || c.startsUnseen() || c.spec.Lifecycle != nil && c.spec.Lifecycle.PostStart != nil {
		return false
	}
	ahead := c.program.Commands[:min(f.Ahead, len(c.program.Commands))]
	return !slices.ContainsFunc(ahead, func(cmd shell.Command) bool { return !knownTool(c.d.b.opt.Knowledge.Programs, cmd.Name) })
}

func knownTool(programs knowledge.Programs, name string) bool {
	return plainTools[name] || programs[name].Lifetime == string(fact.Finite)
}

// plainTools are commands of the shell itself, shells whose scripts are read, and tools that wait, follow or copy.
var plainTools = map[string]bool{
	"": true, ":": true, ".": true, "[": true, "alias": true, "break": true, "cd": true, "command": true, "continue": true,
	"declare": true, "echo": true, "eval": true, "exit": true, "export": true, "false": true, "kill": true, "let": true, "local": true, "printf": true,
	"pwd": true, "read": true, "readonly": true, "return": true, "set": true, "shift": true, "source": true, "test": true, "trap": true, "true": true,
	"type": true, "ulimit": true, "umask": true, "unset": true, "wait": true, "sh": true, "bash": true, "ash": true, "dash": true,
	"sleep": true, "tail": true, "cat": true, "tee": true, "pause": true, "nc": true, "ncat": true, "netcat": true, "watch": true, "inotifywait": true,
}
