package pod

import "github.com/podlint/podlint/internal/pattern"

func (d *draft) runningMounters(v *Volume) []*draftContainer {
	var out []*draftContainer
	for _, c := range d.companions() {
		if c.mounts(v.Name) != nil {
			out = append(out, c)
		}
	}
	return out
}

// bounded tells whether the local storage of one of the containers, which includes its volumes, is limited.
func bounded(list []*draftContainer) bool {
	for _, c := range list {
		if c.out.Resources.Limits.EphemeralStorage != nil {
			return true
		}
	}
	return false
}

// goesOn tells whether the container goes on for as long as its pod is wanted.
func (c *draftContainer) goesOn() bool {
	return c.d.pod.Runs == "always" || c.out.Lifetime == "endless"
}

func (c *draftContainer) mountOf(f *FileUse) *Mount {
	if s, ok := c.resolve(f.File); ok {
		return s.mount
	}
	return &Mount{}
}

// handsOut tells whether the container has the volume for its content, which it serves and does not log to: by what it is known to do there,
// or by where it mounts it.
func (c *draftContainer) handsOut(volume string) bool {
	serves := webRoot.MatchString(c.mounts(volume).MountPath)
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume == volume && writes(f) && f.Phase == "run" {
			return false
		}
		serves = serves || f.Volume == volume && f.Op == "serve"
	}
	return serves
}

var webRoot = pattern.New(`(?i)/(html|htdocs|www|wwwroot|webroot|public_html)(/|$)`)

func (c *draftContainer) follows(volume string) *FileUse {
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == volume && f.Op == "tail" && f.Phase == "run" {
			return f
		}
	}
	return nil
}

// rotates tells whether the container bounds what it logs on the volume.
func (c *draftContainer) rotates(volume string) bool {
	for i := range c.out.Logs {
		if l := &c.out.Logs[i]; l.Volume == volume && l.Rotated {
			return true
		}
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.Rotated {
			return true
		}
	}
	return false
}
