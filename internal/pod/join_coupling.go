package pod

import (
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// Coupling holds who hands files to whom, and where that goes wrong.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Coupling struct {
	SyncRoots []SyncRoot `json:"sync_roots,omitempty" jsonschema:"git-sync containers that publish where the readers do not look"`
}

// joinCoupling states who hands files to whom, and who has nothing to do with anybody.
func (d *draft) joinCoupling() {
	if len(d.containers) < 2 {
		return
	}
	d.joinSyncRoots()
}

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
