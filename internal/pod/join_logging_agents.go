package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// NodeInput is an input of a log agent that lies where the kubelet keeps the logs of a node, and the node's directory is not mounted.
type NodeInput struct {
	Container string `json:"container" jsonschema:"the agent"`
	File      string `json:"file"      jsonschema:"what it follows"`
	Path      Path   `json:"path"      jsonschema:"of the setting"`
}

// Mixed is a container whose commands follow several files into one stream.
type Mixed struct {
	Container string   `json:"container" jsonschema:"who follows"`
	Files     []string `json:"files"     jsonschema:"what it follows, in the order of the commands"`
	Path      Path     `json:"path"      jsonschema:"of the first command"`
}

// joinNodeInputs finds agents in pods of applications that are configured for a node. The first such input of each agent counts.
func (d *draft) joinNodeInputs() {
	if d.obj.Kind == "DaemonSet" || d.pod.Windows {
		return
	}
	for _, c := range d.companions() {
		for i := range c.facts {
			f := &c.facts[i]
			if f.Kind != fact.File || f.Op != fact.Tail || f.origin != "config" || !under(f.File, "/var/log/containers") && !under(f.File, "/var/log/pods") {
				continue
			}
			if s, ok := c.resolve(globRoot(f.File)); ok && s.mount.Kind != "emptyDir" {
				continue
			}
			d.pod.Logging.NodeInputs = append(d.pod.Logging.NodeInputs, NodeInput{Container: c.out.Name, File: f.File, Path: f.path})
			break
		}
	}
}

// joinMixed finds containers that do nothing but follow several files of their neighbours.
func (d *draft) joinMixed() {
	for _, c := range d.companions() {
		if !c.closed() || c.quietTail() {
			continue
		}
		m := Mixed{Container: c.out.Name}
		for i := range d.pod.Logging.Streams {
			s := &d.pod.Logging.Streams[i]
			if s.Container != c.out.Name || !s.Command || s.Private || s.OwnFile || slices.Contains(m.Files, s.File) {
				continue
			}
			if m.Path == nil {
				m.Path = s.Path
			}
			m.Files = append(m.Files, s.File)
		}
		if len(m.Files) > 1 {
			d.pod.Logging.Mixed = append(d.pod.Logging.Mixed, m)
		}
	}
}

// quietTail tells whether tail is told to print no headers, or its output is worked on before it is printed.
func (c *draftContainer) quietTail() bool {
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if cmd.Name == "sed" || cmd.Name == "awk" || cmd.Name == "grep" {
			return true
		}
		if cmd.Name == "tail" && (slices.Contains(cmd.Argv, "-q") || slices.Contains(cmd.Argv, "--quiet") || slices.Contains(cmd.Argv, "--silent")) {
			return true
		}
	}
	return false
}
