package pod

import "github.com/podlint/podlint/internal/fact"

// outlivesWaiting notes a container that waits for a file which nobody makes.
func (d *draft) outlivesWaiting(c, work *draftContainer) {
	f := c.awaitsInVain()
	d.pod.Lifecycle.Outlivers = append(d.pod.Lifecycle.Outlivers, Outliver{
		Container: c.out.Name, Class: c.out.Class, Work: work.out.Name, WorkEnds: work.out.Lifetime == string(fact.Finite),
		Part: c.out.Part, By: f.Text, Awaits: f.File, Verified: true, Path: f.Path,
	})
}

// awaitsInVain is the file without which the container's script goes no further and which nobody makes; nil when there is none.
func (c *draftContainer) awaitsInVain() *FileUse {
	if c.out.Class != "regular" {
		return nil
	}
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Awaited && f.Phase == "run" && !f.Glob && c.d.nobodyMakes(c, f) {
			return f
		}
	}
	return nil
}

// nobodyMakes tells whether everything is in sight that could put the file there, and nothing does. Only a volume that lives and dies
// with the pod is: another pod, the node or an injector may fill the others.
func (d *draft) nobodyMakes(c *draftContainer, f *FileUse) bool {
	if f.VolumeKind != "emptyDir" || len(d.pod.Injectors) > 0 {
		return false
	}
	for _, o := range d.containers {
		if m := o.mounts(f.Volume); m == nil || m.ReadOnly {
			continue
		}
		if _, may := o.writesElsewhere(f); may || !o.closed() && (o != c || !o.own || !helperRoles[o.out.Role]) {
			return false
		}
	}
	return true
}

// writesElsewhere returns a write to the volume of f, contents rather than an empty directory; meets is set when one of the
// container's changes can concern the file itself.
func (c *draftContainer) writesElsewhere(f *FileUse) (write *FileUse, meets bool) {
	for i := range c.out.Files {
		g := &c.out.Files[i]
		if g.Volume != f.Volume || reads(g) {
			continue
		}
		if sameFile(f, g) || overlaps(g.VolumePath, f.VolumePath) {
			return nil, true
		}
		if writes(g) && (write == nil || write.Op == "create") {
			write = g
		}
	}
	return write, false
}
