package pod

import "github.com/podlint/podlint/internal/fact"

// ready tells whether the file is there when the command runs: an init container makes it or may make it, or the script makes it,
// waits for it, or sleeps first.
func (d *draft) ready(c *draftContainer, use *FileUse) bool {
	for _, o := range d.containers {
		if o.out.Class == "init" && o.prepares(use) {
			return true
		}
	}
	for i := range c.facts {
		f := &c.facts[i]
		slept := f.Kind == fact.Sleep && f.Seconds > 0
		waited := f.Wait && f.Kind == fact.File && c.touches(f, use, fact.Read, fact.Watch)
		if slept || waited || c.touches(f, use, fact.Write, fact.Append, fact.Create) {
			return true
		}
	}
	return false
}

// startsFirst tells whether the container is a native sidecar that starts before all others that may write to the volume.
func (d *draft) startsFirst(c *draftContainer, volume string) bool {
	if c.out.Class != "sidecar" {
		return false
	}
	for _, o := range d.containers {
		if o != c && o.out.Order < c.out.Order && o.mountsWritable(volume) {
			return false
		}
	}
	return true
}

// prepares tells whether an init container makes the file, or may do so unseen.
func (c *draftContainer) prepares(use *FileUse) bool {
	if !c.closed() && c.mountsWritable(use.Volume) {
		return true
	}
	for i := range c.facts {
		if c.touches(&c.facts[i], use, fact.Write, fact.Append, fact.Create) {
			return true
		}
	}
	return false
}

// rotation finds who renames the file: an appender that rotates, logrotate without copytruncate, a script that moves it away.
func (d *draft) rotation(use *FileUse) *Rotation {
	for _, o := range d.containers {
		if !o.running() {
			continue
		}
		for i := range o.facts {
			if f := &o.facts[i]; o.renames(f, use) {
				return &Rotation{Container: o.out.Name, Path: f.path}
			}
		}
	}
	return nil
}

func (c *draftContainer) renames(f *placed, use *FileUse) bool {
	switch f.Kind {
	case fact.Log:
		return f.Rotated && !f.Dir && f.origin != "image" && c.touches(f, use, fact.Append)
	case fact.File:
		moved := f.Op == fact.Remove && (f.Format == "logrotate" || f.Tool == "mv") && f.phase == "run"
		return moved && c.touches(f, use, fact.Remove)
	}
	return false
}
