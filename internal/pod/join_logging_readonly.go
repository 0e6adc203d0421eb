package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// ReadOnlyWrite is a file that a container writes on its own file system, which is read-only.
type ReadOnlyWrite struct {
	Container string `json:"container"       jsonschema:"who writes"`
	File      string `json:"file"            jsonschema:"as it sees the file"`
	More      int    `json:"more"            jsonschema:"other such files of the container"`
	Default   bool   `json:"default"         jsonschema:"the image writes it by default; the manifest does not name it"`
	Tolerated bool   `json:"tolerated"       jsonschema:"the command runs in a loop, or the script goes on without it"`
	Path      Path   `json:"path"            jsonschema:"of the evidence"`
	Locked    Path   `json:"locked"          jsonschema:"of readOnlyRootFilesystem"`
}

func (d *draft) joinReadOnlyWrites() {
	if d.pod.Windows {
		return
	}
	for _, c := range d.containers {
		locked := c.out.Security.ReadOnlyRootFilesystem
		if value, ok := locked.Value.(bool); c.spec == nil || c.out.Class == "ephemeral" || !ok || !value {
			continue
		}
		w := ReadOnlyWrite{Container: c.out.Name, Locked: locked.Path}
		for i := range c.facts {
			if f := &c.facts[i]; c.writesRoot(f) && w.File != f.File {
				if w.File != "" {
					w.More++
					continue
				}
				w.File, w.Default, w.Path = f.File, f.origin == "image", f.path
				w.Tolerated = f.origin == "script" && (f.Endless || c.goesOnAfter(f))
			}
		}
		if w.File != "" {
			d.pod.Logging.ReadOnlyWrites = append(d.pod.Logging.ReadOnlyWrites, w)
		}
	}
}

// kept are files and directories that stay writable, or are no part of the root file system.
var kept = []string{"/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}

// scratchDirs are the directories in which images write by default and which are seldom volumes of the image itself.
var scratchDirs = []string{"/tmp", "/run", "/var/run", "/var/cache", "/var/log", "/var/tmp", "/usr/local/apache2/logs", "/usr/share/filebeat/data"}

// writesRoot tells whether a fact writes a file of the container's own file system.
func (c *draftContainer) writesRoot(f *placed) bool {
	op := f.Op
	if f.Kind == fact.Log && f.Sink == fact.SinkFile {
		op = fact.Append
	} else if f.Kind != fact.File {
		return false
	}
	if op != fact.Write && op != fact.Append && (op != fact.Create || f.Dir) || f.Format == "logrotate" || f.Ignorable || f.phase != "run" && f.phase != "init" {
		return false
	}
	if !strings.HasPrefix(f.File, "/") || isPlaceholder(f.File) || f.Glob || underAny(f.File, kept) || f.File == c.spec.TerminationMessagePath || f.Kind == fact.Log && c.linked(f.File) {
		return false
	}
	if f.origin == "image" && (!f.Verified || !c.out.Verified || !underAny(f.File, scratchDirs)) {
		return false
	}
	_, mounted := c.resolve(f.File)
	return !mounted && !(f.Dir && c.coversBelow(f.File))
}

func underAny(file string, dirs []string) bool {
	for _, dir := range dirs {
		if under(file, dir) {
			return true
		}
	}
	return false
}

// goesOnAfter tells whether the script has another command after the one that writes.
func (c *draftContainer) goesOnAfter(f *placed) bool {
	if c.program == nil || c.program.Shell == "" || len(c.program.Commands) == 0 {
		return false
	}
	last := c.program.Commands[len(c.program.Commands)-1]
	return pathText(c.argPath(last.At)) != pathText(f.path)
}
