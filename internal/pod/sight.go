package pod

import (
	"path"
	"slices"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
)

// ports tells whether the container shows a TCP port or a socket, and whether what it shows is all that it serves: the known image's own program
// with a configuration that can be read, or a command line of common tools only.
func (c *draftContainer) ports() (shows, complete bool) {
	declared, bound := false, false
	for i := range c.out.Listens {
		l := &c.out.Listens[i]
		declared = declared || l.Declared && l.Protocol == "TCP"
		bound = bound || l.Effective && (l.Port > 0 || l.Socket != "")
	}
	if c.tools() {
		return true, true
	}
	return declared || bound, bound && c.opensNoMore()
}

// opensNoMore tells whether a verified image's own program serves nothing but what its settings in sight say.
func (c *draftContainer) opensNoMore() bool {
	return c.own && c.out.Verified && !c.image.OpensPorts && !c.likely() && !c.configHidden() && c.portsRead()
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

// portsRead tells whether every port that mounted settings make the image's program open is read.
func (c *draftContainer) portsRead() bool {
	for _, f := range c.mountedFiles() {
		if !c.tells(path.Base(f.path)) && !slices.ContainsFunc(c.image.Config, func(conf string) bool { return under(f.path, conf) }) {
			continue
		}
		if !slices.ContainsFunc(c.configFacts(f), func(got fact.Fact) bool { return appconf.ReadsAllPorts(got.Format) }) {
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
