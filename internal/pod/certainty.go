package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// The rungs of certainty, best first.
const (
	Stated  = "stated"  // the manifest, or an object of the set, says it, and Kubernetes itself acts on it
	Shown   = "shown"   // a command, flag, script or configuration that the program is given says it
	Known   = "known"   // verified knowledge that matches this image
	Guessed = "guessed" // unverified knowledge, a name, a role, the customary meaning of a variable
)

var rungs = []string{Stated, Shown, Known, Guessed}

// Weaker returns the lower one of two rungs.
func Weaker(a, b string) string {
	if slices.Index(rungs, a) > slices.Index(rungs, b) {
		return a
	}
	return b
}

// rung puts evidence on the ladder, by its origin; verified tells whether knowledge of the image is.
func (c *draftContainer) rung(origin string, verified bool) string {
	switch origin {
	case "declared":
		return Stated
	case "flag", "script", "config", "annotation":
		return Shown
	case "injected":
		return Known
	case "image":
		if verified {
			return Known
		}
	case "env":
		return c.variableRung()
	}
	return Guessed
}

// variableRung: a variable means what it customarily means where the program is known to read it.
func (c *draftContainer) variableRung() string {
	if c.image != nil && c.own && c.out.Verified {
		return Known
	}
	return Guessed
}

// settleCertainty says of each fact how sure it is.
func (d *draft) settleCertainty() {
	for _, c := range d.containers {
		for i := range c.out.Listens {
			l := &c.out.Listens[i]
			l.Certainty, l.AddressCertainty = c.listenRung(l), c.addressRung(l)
		}
		for i := range c.out.Files {
			f := &c.out.Files[i]
			f.Certainty = c.fileRung(f.Origin, f.Verified, f.Volume)
			if c.takenFor(f.Origin, f.Text) {
				f.Certainty = Guessed
			}
		}
		for i := range c.out.Logs {
			l := &c.out.Logs[i]
			l.Certainty = c.fileRung(l.Origin, l.Verified, l.Volume)
			if l.Rung == flagRung && !c.own && path.Ext(l.File) == "" {
				l.Certainty = Guessed // what an unknown program keeps in a directory need not be its log: --log-path=/summaries
			}
		}
		for i := range c.out.Signals {
			c.out.Signals[i].Certainty = c.rung(c.out.Signals[i].Origin, c.out.Verified)
		}
		c.settleEnding()
	}
	for _, c := range d.containers {
		for i := range c.out.Dials {
			c.out.Dials[i].Certainty = d.dialRung(c, &c.out.Dials[i])
		}
	}
}

func (c *draftContainer) settleEnding() {
	if ev := c.out.LifetimeEvidence; ev != nil {
		ev.Certainty = c.rung(ev.Origin, c.out.Verified)
	}
}

// listenRung: a declared port is only documentation, unless the kubelet or a Service relies on it. A variable that names a declared port
// speaks of it.
func (c *draftContainer) listenRung(l *Listen) string {
	switch {
	case l.Declared && c.reliedOn(l):
		return Shown
	case !l.Effective || l.Origin == "declared":
		return Guessed
	case l.Origin == "env" && l.Declared:
		return Shown
	case l.assumed && l.Socket != "":
		return Guessed
	}
	return c.rung(l.Origin, l.Verified)
}

// addressRung: on which address a program listens that is not told depends on its version.
func (c *draftContainer) addressRung(l *Listen) string {
	switch {
	case l.assumed && c.defaultHost == "":
		return Guessed
	case l.assumed:
		return Known
	case l.Origin == "env" && l.Declared:
		return Shown
	}
	return c.rung(l.Origin, l.Verified)
}

// reliedOn tells whether a probe of the container asks the port, or a Service leads to it.
func (c *draftContainer) reliedOn(l *Listen) bool {
	for i := range c.out.Probes {
		if p := &c.out.Probes[i]; p.Port == l.Port && p.Own && p.Host == "" {
			return true
		}
	}
	for i := range c.d.related.Services {
		for j := range c.d.related.Services[i].Ports {
			if c.d.related.Services[i].Ports[j].leadsTo(l) {
				return true
			}
		}
	}
	return false
}

// fileRung: a variable that names a file on a volume of the container meets the mount.
func (c *draftContainer) fileRung(origin string, verified bool, volume string) string {
	if origin == "env" && volume != "" {
		return Shown
	}
	return c.rung(origin, verified)
}

// takenFor tells whether unverified knowledge alone says what an argument without a flag means.
func (c *draftContainer) takenFor(origin, text string) bool {
	return origin == "flag" && c.own && !c.out.Verified && !strings.HasPrefix(text, "-")
}

// dialRung: a variable whose address a neighbour is known to serve, or declares, speaks of it.
func (d *draft) dialRung(c *draftContainer, dial *Dial) string {
	if dial.Origin == "env" && (dial.Meets != "" || d.tunnelled(dial) || d.built(dial)) {
		return Shown
	}
	if dial.Origin == "env" && !c.reads(dial.Text) {
		return Guessed // of a ConfigMap that several containers take whole
	}
	return c.rung(dial.Origin, dial.Verified)
}

// reads tells whether the program is known to read the variable of "NAME=value".
func (c *draftContainer) reads(text string) bool {
	name, _, _ := strings.Cut(text, "=")
	return c.image != nil && slices.ContainsFunc(c.image.Settings, func(s knowledge.Setting) bool { return slices.Contains(s.Env, name) })
}

// tunnelled tells whether a database that is dialled on localhost is behind a tunnel of the pod whose port its settings do not tell.
func (d *draft) tunnelled(dial *Dial) bool {
	return dial.HostClass == "loopback" && dial.Purpose == fact.PurposeDatabase && slices.ContainsFunc(d.containers, func(o *draftContainer) bool {
		return o.out.Role == "db-tunnel" && len(o.out.Listens) == 0
	})
}

// built tells whether a build daemon that is dialled on localhost stands beside the container, whatever port it serves.
func (d *draft) built(dial *Dial) bool {
	return dial.HostClass == "loopback" && dial.Purpose == fact.PurposeBuild && slices.ContainsFunc(d.containers, func(o *draftContainer) bool {
		return o.out.Role == "build-daemon" && o.own
	})
}

// edgeRung is the rung of a tie: of the fact that shows it.
func (c *draftContainer) edgeRung(origin string) string {
	return c.rung(origin, c.out.Verified)
}
