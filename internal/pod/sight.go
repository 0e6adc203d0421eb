package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// showsPort tells whether the container shows a TCP port or a socket.
func (c *draftContainer) showsPort() bool {
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool {
		return l.Declared && l.Protocol == "TCP" || l.Effective && (l.Port > 0 || l.Socket != "")
	})
}

// opensMore tells whether a known image's own program may serve ports that nothing in sight speaks of. Of a tool the command line decides.
func (c *draftContainer) opensMore() bool {
	return c.image != nil && c.own && c.image.Lifetime != "command" && (!c.listsPorts || c.configHidden())
}

// opensNoMore tells whether a verified image's own program serves nothing but what its settings in sight say.
func (c *draftContainer) opensNoMore() bool {
	return c.own && c.listsPorts && c.out.Verified && !c.likely() && c.portsRead()
}

// tools tells whether the container runs nothing but common tools, whose ports the shell analysis sees.
func (c *draftContainer) tools() bool {
	if c.program == nil || c.program.Opaque || c.out.Opaque || len(c.program.Commands) == 0 {
		return false
	}
	for i := range c.program.Commands {
		p, known := c.d.b.opt.Knowledge.Programs[c.program.Commands[i].Name]
		if !known || p.Lifetime != string(fact.Finite) && !quietTools[c.program.Commands[i].Name] {
			return false
		}
	}
	return true
}

// quietTools run on without serving a port.
var quietTools = map[string]bool{
	"sleep": true, "tail": true, "cat": true, "curl": true, "wget": true, "sh": true, "bash": true, "ash": true, "true": true, "pause": true,
	"watch": true, "yes": true, "inotifywait": true, "read": true, "while": true, "echo": true,
}

// configHidden tells whether something whose text is not in the set is mounted where the image keeps its configuration, or put there by a
// command.
func (c *draftContainer) configHidden() bool {
	if c.image == nil {
		return false
	}
	if c.configChanged() {
		return true
	}
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		for _, file := range c.image.Config {
			if (under(m.MountPath, file) || under(file, m.MountPath)) && !c.readable(m) {
				return true
			}
		}
	}
	return false
}

// configPath finds the files by whose names a command line or a variable speaks of settings.
var configPath = pattern.New(`(?:^|[\s"'=:,(])(/[^\s"'=:,;)]+\.(?:ya?ml|toml|cfg|cnf|conf|config|ini|xml|properties|hcl))(?:$|[\s"',;)])`)

// namesHidden tells whether the command line or a variable names a configuration file on a volume whose text is not in the set, or is that of a
// program that nobody knows and says nothing of ports in a form that is.
func (c *draftContainer) namesHidden() bool {
	return c.anyWord(func(w string) bool {
		for _, m := range configPath.FindAllStringSubmatch(w, -1) {
			if c.hidden(m[1]) || c.unread(m[1]) {
				return true
			}
		}
		return false
	})
}

// unread tells whether a file on a volume is configuration of an unknown program in which no port was read.
func (c *draftContainer) unread(file string) bool {
	if c.own || reachesCluster(file) || slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Origin == "config" }) {
		return false
	}
	_, mounted := c.resolve(file)
	return mounted
}

func reachesCluster(file string) bool { return strings.Contains(strings.ToLower(file), "kubeconfig") }

// hidden tells whether a file lies on a volume from which it cannot be read here. What says how to reach the cluster opens no port.
func (c *draftContainer) hidden(file string) bool {
	if reachesCluster(file) {
		return false
	}
	s, mounted := c.resolve(file)
	return mounted && !c.readable(s.mount) && !c.written(file)
}

// written tells whether a script of the pod writes the file in words that are read.
func (c *draftContainer) written(file string) bool {
	for _, writer := range c.d.containers {
		if writer.program == nil {
			continue
		}
		for i := range writer.program.Texts {
			if seen, ok := c.seesText(writer, &writer.program.Texts[i]); ok && seen == file {
				return true
			}
		}
	}
	return false
}

// portsRead tells whether every port that mounted settings make the image's program open is read.
func (c *draftContainer) portsRead() bool {
	for _, f := range c.mountedFiles() {
		if !c.tells(path.Base(f.path)) && !slices.ContainsFunc(c.image.Config, func(conf string) bool { return under(f.path, conf) }) {
			continue
		}
		if !c.readInFull(f) {
			return false
		}
	}
	return true
}

// likely tells whether the program may serve ports that nothing in the manifest speaks of.
func (c *draftContainer) likely() bool {
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Likely() })
}

// readable tells whether the set holds the text of what is mounted.
func (c *draftContainer) readable(m *Mount) bool {
	for _, f := range c.mountedFiles() {
		if f.volume == m.Volume {
			return true
		}
	}
	return false
}

// onlyFollows tells whether everything the container does is in sight: well-known tools, or a log agent with its settings.
func (c *draftContainer) onlyFollows() bool {
	return c.closed() || c.own && (c.out.Role == "log-agent" || c.out.Role == "telemetry" || c.out.Role == "log-stream")
}
