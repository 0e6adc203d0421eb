package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// addUncoveredLogs: an image whose log files are links to stdout writes real files once a volume lies over the links.
func (c *draftContainer) addUncoveredLogs() {
	if c.image == nil || !c.own || !c.running() || c.settingsUnseen() {
		return
	}
	for _, dir := range c.image.LogLinks {
		s, ok := c.resolve(dir)
		if !ok || s.mount.ReadOnly || s.mount.MountPath == "/" || !c.coversLinks(s.mount.Volume) || c.sendsLogFrom(dir) {
			continue
		}
		f := fact.Fact{Kind: fact.Log, Sink: fact.SinkFile, File: dir, Dir: true, Verified: c.out.Verified, Text: "image default"}
		c.addFile(&placed{Fact: f, origin: "image", path: s.mount.Path, phase: c.phase()}, string(fact.Append))
	}
}

// coversLinks tells whether a volume is storage that starts without the links: an init container may put them back.
func (c *draftContainer) coversLinks(volume string) bool {
	v := c.d.volumes[volume]
	if v == nil || v.Config || v.Kind == "unknown" || v.Kind == "image" {
		return false
	}
	for _, o := range c.d.containers {
		if o.out.Class == "init" && o.mounts(volume) != nil {
			return false
		}
	}
	return true
}

// sendsLogFrom tells whether settings in sight send the log elsewhere than to dir.
func (c *draftContainer) sendsLogFrom(dir string) bool {
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind == fact.Log && f.origin != "image" && f.Purpose != "error" && (f.Sink != fact.SinkFile || !under(f.File, dir)) {
			return true
		}
	}
	return false
}

// stopEmptied: what a loop adds to a file that each of its rounds makes anew, or removes, does not grow.
func (c *draftContainer) stopEmptied() {
	for i := range c.out.Files {
		w := &c.out.Files[i]
		if !c.startsOver(w) {
			continue
		}
		for j := range c.out.Files {
			if g := &c.out.Files[j]; g.Op == "append" && g.File == w.File {
				g.Grows = false
			}
		}
	}
}

// startsOver tells whether a short command of a loop makes one file anew, or removes it. An editor keeps what it does not change.
func (c *draftContainer) startsOver(f *FileUse) bool {
	if !f.Endless || f.Origin != "script" || f.Dir || f.Glob {
		return false
	}
	first, _, _ := strings.Cut(f.Text, " ")
	return f.Op == "remove" || f.Op == "write" && replaces[f.Tool] && c.d.b.opt.Knowledge.Programs[first].Lifetime == string(fact.Finite)
}

// replaces are the tools that write a file as a whole, a redirect among them.
var replaces = map[string]bool{
	"": true, "cp": true, "mv": true, "install": true, "tee": true, "dd": true, "truncate": true, "curl": true, "wget": true, "rsync": true,
}
