package pod

import "github.com/podlint/podlint/internal/fact"

// settleLifetimes decides whether each container ends by itself: its command line first, then what the image is known to run.
func (d *draft) settleLifetimes() {
	for _, c := range d.containers {
		if c.program != nil && c.program.Lifetime != fact.Unknown && c.program.Lifetime != "" {
			c.out.Lifetime = string(c.program.Lifetime)
			c.out.LifetimeEvidence = &Evidence{Origin: "script", Text: shorten(c.program.LifetimeBy), Path: c.argPath(c.program.LifetimeAt)}
		}
	}
}
