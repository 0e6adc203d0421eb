package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// settleSignals decides whose process a signal is meant for.
func (d *draft) settleSignals() {
	for _, c := range d.containers {
		for i := range c.facts {
			f := &c.facts[i]
			if f.Kind != fact.Signal {
				continue
			}
			s := Signal{Signal: f.Signal, Tool: f.Tool, Target: f.Target, Phase: f.phase, Origin: f.origin, Text: f.Text, Path: f.path}
			s.Own = c.hasProcess(f.Target) || f.Target == "1" && !d.pod.ShareProcessNamespace || f.Target == ""
			if !s.Own {
				s.Reaches = d.processOwner(c, f.Target)
			}
			c.out.Signals = append(c.out.Signals, s)
		}
	}
}

// processOwner is the other running container whose program has that name, empty when there is none.
func (d *draft) processOwner(c *draftContainer, name string) string {
	for _, o := range d.containers {
		if o != c && o.running() && o.hasProcess(name) {
			return o.out.Name
		}
	}
	return ""
}

// hasProcess tells whether a program of that name runs in the container.
func (c *draftContainer) hasProcess(name string) bool {
	name = base(strings.TrimPrefix(name, "-"))
	if name == "" || name == "." || name == "1" {
		return false
	}
	if c.out.Program == name || c.image != nil && c.names(name) {
		return true
	}
	for i := range c.out.Commands {
		if cmd := &c.out.Commands[i]; cmd.Phase != "hook" && cmd.Phase != "probe" && cmd.Name == name && !signalTools[name] {
			return true
		}
	}
	return false
}

var signalTools = map[string]bool{"kill": true, "pkill": true, "killall": true, "pgrep": true, "pidof": true}

// settleProbes finds the container that each probe really judges.
func (d *draft) settleProbes() {
	for _, c := range d.containers {
		for i := range c.out.Probes {
			p := &c.out.Probes[i]
			p.Reaches, p.Address = d.answers(c, p.Port, p.Handler)
			p.Own = p.Reaches == "" || p.Reaches == c.out.Name
		}
	}
	for _, c := range d.containers {
		for i := range c.out.Hooks {
			h := &c.out.Hooks[i]
			if h.Reaches, _ = d.answers(c, h.Port, h.Handler); h.Reaches == "" {
				h.Reaches = d.probesItself(h)
			}
		}
	}
}

// probesItself names the only container whose own probe asks the port that a hook calls: it listens there, although nothing declares it.
func (d *draft) probesItself(h *Hook) string {
	name := ""
	for _, c := range d.containers {
		for i := range c.out.Probes {
			if p := &c.out.Probes[i]; h.Port == 0 || p.Port != h.Port || p.Handler == "exec" || c.out.Name == name {
				continue
			}
			if name != "" {
				return ""
			}
			name = c.out.Name
		}
	}
	return name
}

// answers finds who listens on a port of the pod. A container that declares the port but is known to serve others only does not answer
// when a neighbour is known to bind it.
func (d *draft) answers(c *draftContainer, port int, handler string) (name, address string) {
	if port == 0 || handler == "exec" || handler == "sleep" {
		return "", ""
	}
	own := c.listensOn(port, "TCP")
	if own != nil && own.Effective {
		return c.out.Name, own.Address
	}
	if name, l := d.neighbourListener(c, port, own != nil); l != nil {
		return name, l.Address
	}
	if own != nil {
		return c.out.Name, own.Address
	}
	return "", ""
}

// neighbourListener finds the first listener of a running neighbour on a port; sure asks for one that is known to bind it.
func (d *draft) neighbourListener(c *draftContainer, port int, sure bool) (name string, listener *Listen) {
	for _, o := range d.containers {
		if o == c || !o.running() {
			continue
		}
		if l := o.listensOn(port, "TCP"); l != nil && (l.Effective || !sure) {
			return o.out.Name, l
		}
	}
	return "", nil
}
