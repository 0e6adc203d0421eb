package pod

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// mountedFile is a file that a ConfigMap or Secret of the set puts into a container.
type mountedFile struct {
	path   string
	entry  entry
	volume string
}

// mountedFiles lists the readable files that the container sees through its configuration volumes.
func (c *draftContainer) mountedFiles() []mountedFile {
	if c.mountsRead < len(c.out.Mounts) {
		c.mounted, c.mountsRead = c.readMounted(), len(c.out.Mounts)
	}
	return c.mounted
}

func (c *draftContainer) readMounted() []mountedFile {
	var out []mountedFile
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		v := c.d.volumes[m.Volume]
		if v == nil || !v.Config {
			continue
		}
		for _, f := range c.d.volumeFiles(m.Volume) {
			switch {
			case m.SubPath == "":
				f.path = path.Join(m.MountPath, f.path)
			case f.path == m.SubPath:
				f.path = m.MountPath
			default:
				continue
			}
			out = append(out, f)
		}
	}
	return out
}

// volumeFiles lists the files of a configuration volume with their paths in it.
func (d *draft) volumeFiles(name string) []mountedFile {
	for i := range d.spec.Volumes {
		s := &d.spec.Volumes[i]
		if s.Name != name {
			continue
		}
		switch {
		case s.ConfigMap != nil:
			return d.objectFiles(name, "ConfigMap", s.ConfigMap.Name, s.ConfigMap.Items)
		case s.Secret != nil:
			return d.objectFiles(name, "Secret", s.Secret.SecretName, s.Secret.Items)
		case s.Projected != nil:
			var out []mountedFile
			for j := range s.Projected.Sources {
				p := &s.Projected.Sources[j]
				if p.ConfigMap != nil {
					out = append(out, d.objectFiles(name, "ConfigMap", p.ConfigMap.Name, p.ConfigMap.Items)...)
				}
				if p.Secret != nil {
					out = append(out, d.objectFiles(name, "Secret", p.Secret.Name, p.Secret.Items)...)
				}
			}
			return out
		}
	}
	return nil
}

func (d *draft) objectFiles(volume, kind, name string, keys []corev1.KeyToPath) []mountedFile {
	o := d.find(kind, name)
	if o == nil {
		return nil
	}
	var out []mountedFile
	for _, e := range d.b.index.entries(o) {
		if len(keys) == 0 {
			out = append(out, mountedFile{path: e.key, entry: e, volume: volume})
		}
		for _, k := range keys {
			if k.Key == e.key {
				out = append(out, mountedFile{path: k.Path, entry: e, volume: volume})
			}
		}
	}
	return out
}

// referMounts notes the ConfigMaps and Secrets behind the pod's volumes.
func (d *draft) referMounts() {
	for i := range d.spec.Volumes {
		s, at := &d.spec.Volumes[i], d.specPath("volumes", i)
		var c *draftContainer
		if len(d.containers) > 0 {
			c = d.containers[0]
		}
		if c == nil {
			return
		}
		for _, src := range d.sourcesOf(&s.VolumeSource, at) {
			if src.Name != "" {
				c.refer(src.Kind, src.Name, src.Optional, src.Path)
			}
		}
		if s.PersistentVolumeClaim != nil && d.find("PersistentVolumeClaim", s.PersistentVolumeClaim.ClaimName) == nil {
			d.unresolved("PersistentVolumeClaim", s.PersistentVolumeClaim.ClaimName, d.paths.With(at, "persistentVolumeClaim", "claimName"))
		}
	}
}

// configKey identifies one reading of a configuration file.
type configKey struct{ text, path, image, role, host string }

// readConfig states what the mounted configuration files make the programs do.
func (d *draft) readConfig() {
	d.referMounts()
	for _, c := range d.containers {
		for _, f := range c.mountedFiles() {
			if !c.isGiven(f) {
				continue
			}
			c.readConfigFile(f, func(format string) bool { return d.meantFor(c, f.volume, format) && !d.givenToAnother(c, f, format) })
		}
	}
	d.readCopies()
	d.readTexts()
}

// readConfigFile states what a file says, as far as it is of a format that is meant for the container.
func (c *draftContainer) readConfigFile(f mountedFile, meant func(format string) bool) {
	for _, got := range c.configFacts(f) {
		if !meant(got.Format) || got.Kind == fact.Dial && c.isUpstream(got) {
			continue
		}
		if got.Kind == fact.Listen && c.image != nil && c.image.OwnAddress {
			got.Host = ""
		}
		c.facts = append(c.facts, placed{Fact: got, origin: "config", path: c.lineOf(f, got.At.Line), phase: c.phase()})
	}
}

// upstreamBlock finds the groups of servers that settings of nginx give a name.
var upstreamBlock = pattern.New(`(?m)^\s*upstream\s+([^\s{]+)\s*\{`)

// isUpstream tells whether the host that nginx is told is the name of a group of servers in another of its files: those are dialled, not the name.
func (c *draftContainer) isUpstream(dial fact.Fact) bool {
	return dial.Format == "nginx" && slices.ContainsFunc(c.mountedFiles(), func(f mountedFile) bool {
		return slices.ContainsFunc(upstreamBlock.FindAllStringSubmatch(f.entry.text, -1), func(m []string) bool { return m[1] == dial.Host })
	})
}

// isGiven tells whether the program may read a file as its settings. A program that is told files of a volume by name reads those, or what
// lies in a directory that it is told, and not their neighbours.
func (c *draftContainer) isGiven(f mountedFile) bool {
	named := false
	for _, o := range c.mountedFiles() {
		if o.volume != f.volume || !c.tells(path.Base(o.path)) {
			continue
		}
		if o.path == f.path {
			return true
		}
		named = true
	}
	return !named || c.tells(strings.TrimSuffix(path.Dir(f.path), "/")+"/*") || c.told(path.Dir(f.path))
}

// tells tells whether the name of a file stands in the command line, in a command of its script that is no common tool, or in a variable.
func (c *draftContainer) tells(name string) bool {
	return c.anyWord(func(w string) bool { return strings.Contains(w, name) })
}

// told tells whether a directory as a whole is named.
func (c *draftContainer) told(dir string) bool {
	return dir != "/" && c.anyWord(func(w string) bool {
		_, value, found := strings.Cut(w, "=")
		return strings.TrimSuffix(w, "/") == dir || found && strings.TrimSuffix(value, "/") == dir
	})
}

func (c *draftContainer) anyWord(is func(string) bool) bool {
	if slices.ContainsFunc(c.argv, func(w word) bool { return is(w.text) }) {
		return true
	}
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if c.d.b.opt.Knowledge.Programs[cmd.Name].Lifetime != string(fact.Finite) && slices.ContainsFunc(cmd.Argv, is) {
			return true
		}
	}
	return slices.ContainsFunc(c.out.Env, func(e EnvVar) bool { return e.Known && is(e.Value) })
}

func (c *draftContainer) configFacts(f mountedFile) []fact.Fact {
	k := configKey{text: f.entry.text, path: f.path, image: c.out.Known, role: c.out.Role, host: c.defaultHost}
	if got, ok := c.d.b.configs.Load(k); ok {
		return got.([]fact.Fact)
	}
	got := appconf.Read(path.Base(f.path), f.entry.text, appconf.Hint{Path: f.path, Image: k.image, Role: k.role, Host: k.host})
	c.d.b.configs.Store(k, got)
	return got
}

// meantFor tells whether the container is the one whose program reads a file of that format: when several containers mount the
// volume (vendor charts mount one ConfigMap everywhere), only those that run the format's program do. An image that is only named
// after the program (a reloader beside it) does not count where another one is known to be it.
func (d *draft) meantFor(c *draftContainer, volume, format string) bool {
	if c.isKnownAs(format) {
		return true
	}
	if c.tools() && !c.calls(format) {
		return false
	}
	named, mounters := c.runs(format), 0
	for _, o := range d.containers {
		if o.mounts(volume) == nil || o.out.Class == "init" && c.out.Class != "init" {
			continue
		}
		if o.isKnownAs(format) || !named && o.runs(format) {
			return false
		}
		mounters++
	}
	return named || mounters <= 1
}

// calls tells whether a command of the container is called like a format.
func (c *draftContainer) calls(format string) bool {
	return format != "" && slices.ContainsFunc(c.out.Commands, func(cmd Command) bool { return strings.Contains(cmd.Name, format) })
}

// givenToAnother tells whether a file of a volume of several containers is for another one: a program of its format that names the file, in its
// script or its command line, where this one neither does so nor has its settings there by default.
func (d *draft) givenToAnother(c *draftContainer, f mountedFile, format string) bool {
	name := path.Base(f.path)
	if c.ownConfig(f.path) || c.namesFile(name) {
		return false
	}
	return slices.ContainsFunc(d.containers, func(o *draftContainer) bool {
		mounts := slices.ContainsFunc(o.out.Mounts, func(m Mount) bool { return m.Volume == f.volume })
		return o != c && mounts && o.out.Class == c.out.Class && o.runs(format) && o.namesFile(name)
	})
}

// namesFile tells whether the name of a file stands in the command line, in any command of the script or in a variable.
func (c *draftContainer) namesFile(file string) bool {
	return c.tells(file) || slices.ContainsFunc(c.out.Commands, func(cmd Command) bool {
		return slices.ContainsFunc(cmd.Argv, func(w string) bool { return strings.Contains(w, file) })
	})
}

// runs tells whether the container's image or program is named like the format.
func (c *draftContainer) runs(format string) bool {
	return c.isKnownAs(format) || format != "" && !besideProgram[c.out.Role] && strings.Contains(c.out.Image.Repository, format)
}

// isKnownAs tells whether the container's program is known to be the one that reads the format.
func (c *draftContainer) isKnownAs(format string) bool {
	return format != "" && !besideProgram[c.out.Role] && (strings.Contains(c.out.Known, format) || strings.Contains(c.out.Program, format))
}

// besideProgram are the roles of images that bear the name of the program beside which they run.
var besideProgram = map[string]bool{"exporter": true, "reloader": true}
