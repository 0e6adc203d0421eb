package pod

import (
	"path"
	"slices"
	"strings"
)

// configCopy is a configuration file that a command copies from a volume of settings onto another volume.
type configCopy struct {
	entry  entry
	volume string
	path   string // in the volume
}

// readCopies states what a program is made to do by a copy of a configuration file that it is told by its path: an init container often copies
// one onto an emptyDir, where the program may write.
func (d *draft) readCopies() {
	list := d.copies()
	for _, c := range d.containers {
		for i := range list {
			if file, ok := c.toldCopy(&list[i]); ok {
				c.readConfigFile(mountedFile{path: file, entry: list[i].entry, volume: list[i].volume}, c.runs)
			}
		}
	}
}

// copies lists the files that are copied whole and that no editor is seen to change.
func (d *draft) copies() []configCopy {
	var out []configCopy
	for _, c := range d.containers {
		for i := range c.out.Commands {
			if f, ok := c.copiedBy(&c.out.Commands[i]); ok {
				out = append(out, f)
			}
		}
	}
	return slices.DeleteFunc(out, func(f configCopy) bool {
		return slices.ContainsFunc(d.containers, func(c *draftContainer) bool { return c.edits(&f) })
	})
}

// copiedBy is what "cp FROM TO" copies.
func (c *draftContainer) copiedBy(cmd *Command) (f configCopy, ok bool) {
	if cmd.Name != "cp" || len(c.mountedFiles()) == 0 {
		return f, false
	}
	words := slices.DeleteFunc(slices.Clone(cmd.Argv[1:]), func(w string) bool { return strings.HasPrefix(w, "-") })
	if len(words) != 2 {
		return f, false
	}
	from := slices.IndexFunc(c.mountedFiles(), func(m mountedFile) bool { return m.path == cleanPath(words[0]) })
	to, lies := c.resolve(words[1])
	if from < 0 || !lies || c.isConfig(to.mount.Volume) {
		return f, false
	}
	f = configCopy{entry: c.mountedFiles()[from].entry, volume: to.mount.Volume, path: to.path}
	if strings.HasSuffix(words[1], "/") || cleanPath(words[1]) == to.mount.MountPath {
		f.path = path.Join(to.path, path.Base(words[0]))
	}
	return f, true
}

func (c *draftContainer) isConfig(volume string) bool {
	v := c.d.volumes[volume]
	return v == nil || v.Config
}

// editors change a file in place.
var editors = []string{"sed", "awk", "perl", "envsubst", "yq", "jq", "tee", "gomplate", "crudini"}

func (c *draftContainer) edits(f *configCopy) bool {
	return slices.ContainsFunc(c.out.Commands, func(cmd Command) bool {
		return slices.Contains(editors, cmd.Name) && slices.ContainsFunc(cmd.Argv, func(w string) bool { return c.isCopy(w, f) })
	})
}

// toldCopy is the path by which a container is told the copy.
func (c *draftContainer) toldCopy(f *configCopy) (file string, ok bool) {
	ok = c.anyWord(func(w string) bool {
		file = w[strings.LastIndexByte(w, '=')+1:]
		return c.isCopy(file, f)
	})
	return cleanPath(file), ok
}

// isCopy tells whether a word is the path of the copy.
func (c *draftContainer) isCopy(w string, f *configCopy) bool {
	if !path.IsAbs(w) {
		return false
	}
	s, ok := c.resolve(w)
	return ok && s.mount.Volume == f.volume && s.path == f.path
}
