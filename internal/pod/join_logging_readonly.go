package pod

import (
	"slices"
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
		w := c.rootWrites()
		if w.File == "" {
			continue
		}
		w.Container, w.Locked = c.out.Name, locked.Path
		d.pod.Logging.ReadOnlyWrites = append(d.pod.Logging.ReadOnlyWrites, w)
	}
}

// rootWrites is the first write to the container's own file system, with the number of further ones; File is empty when there is none.
func (c *draftContainer) rootWrites() ReadOnlyWrite {
	var w ReadOnlyWrite
	for i := range c.facts {
		f := &c.facts[i]
		if !c.writesRoot(f) || w.File == f.File {
			continue
		}
		if w.File != "" {
			w.More++
			continue
		}
		w.File, w.Default, w.Path = f.File, f.origin == "image", f.path
		w.Tolerated = f.origin == "script" && (f.Endless || c.goesOnAfter(f))
	}
	return w
}

// kept are files and directories that stay writable, or are no part of the root file system.
var kept = []string{"/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}

// scratchDirs are the directories in which images write by default and which are seldom volumes of the image itself.
var scratchDirs = []string{"/tmp", "/run", "/var/run", "/var/cache", "/var/log", "/var/tmp", "/usr/local/apache2/logs", "/usr/share/filebeat/data"}

// writesRoot tells whether a fact writes a file of the container's own file system.
func (c *draftContainer) writesRoot(f *placed) bool {
	if !f.putsFile() || f.Ignorable || f.phase != "run" && f.phase != "init" || !f.namesFile() || c.exempt(f) {
		return false
	}
	if f.origin == "image" && !c.surelyWrites(f) {
		return false
	}
	_, mounted := c.resolve(f.File)
	covered := f.Dir && c.coversBelow(f.File)
	return !mounted && !covered
}

// surelyWrites tells whether what is known of the image is known of this very one, and of a directory that is seldom a volume of it.
func (c *draftContainer) surelyWrites(f *placed) bool {
	return f.Verified && c.out.Verified && underAny(f.File, scratchDirs)
}

// putsFile tells whether the fact makes or changes a file; a directory that is only made may be there already.
func (f *placed) putsFile() bool {
	if f.Format == "logrotate" {
		return false // it takes what others have written
	}
	switch f.Kind {
	case fact.Log:
		return f.Sink == fact.SinkFile
	case fact.File:
		return f.Op == fact.Write || f.Op == fact.Append || f.Op == fact.Create && !f.Dir
	}
	return false
}

// namesFile tells whether the fact says which file it is.
func (f *placed) namesFile() bool {
	return strings.HasPrefix(f.File, "/") && !isPlaceholder(f.File) && !f.Glob
}

// exempt tells whether the file stays writable on a read-only root file system, or leads to stdout.
func (c *draftContainer) exempt(f *placed) bool {
	return underAny(f.File, kept) || f.File == c.spec.TerminationMessagePath || f.Kind == fact.Log && c.linked(f.File)
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
	return !slices.Equal(c.argPath(last.At), f.path)
}

// coversBelow tells whether a mount lies below the path (a pattern over several directories).
func (c *draftContainer) coversBelow(file string) bool {
	for i := range c.out.Mounts {
		if under(c.out.Mounts[i].MountPath, globRoot(file)) {
			return true
		}
	}
	return false
}
