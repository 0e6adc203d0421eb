package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// way is how a Service leads to a container.
type way struct {
	service   string
	through   string // the front that a Service leads to and that leads here; empty when the Service leads here itself
	certainty string // of the way
}

func (l *way) reason() string {
	if l.through != "" {
		return "Service " + l.service + " leads to it through " + l.through
	}
	return "Service " + l.service + " leads to it"
}

// ledByServices finds the containers to which the Services lead by their main ports. A proxy or guard that a Service leads to is a front:
// what it fronts is meant.
func (d *draft) ledByServices() map[string]*way {
	led := map[string]*way{}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			p := &s.Ports[j]
			p.Side = d.sideName(p.Name+" "+p.TargetName+" "+s.Name) || d.sidePort(p)
			if len(p.Containers) != 1 {
				continue
			}
			if c := d.byName[p.Containers[0]]; c.out.Class == "regular" && !p.Side {
				d.follow(c, &way{service: s.Name, certainty: Stated}, led, map[string]bool{})
			}
		}
	}
	return led
}

// follow notes the container, or what is behind it.
func (d *draft) follow(c *draftContainer, l *way, led map[string]*way, seen map[string]bool) {
	if seen[c.out.Name] {
		return
	}
	seen[c.out.Name] = true
	behind := d.behindFront(c)
	if len(behind) == 0 || !c.role().Fronts() {
		if led[c.out.Name] == nil {
			led[c.out.Name] = l
		}
	}
	for _, e := range behind {
		d.follow(d.byName[e.other], &way{service: l.service, through: c.out.Name, certainty: Weaker(l.certainty, e.certainty)}, led, seen)
	}
}

// passage is a tie by which a front leads to a neighbour.
type passage struct{ other, certainty string }

// behindFront lists the regular containers to which one leads: all that it connects to when its role is that of a front, else its
// upstreams.
func (d *draft) behindFront(c *draftContainer) []passage {
	var out []passage
	for i := range c.out.Dials {
		if dial := &c.out.Dials[i]; dial.Purpose == fact.PurposeUpstream {
			out = append(out, passage{dial.Meets, dial.Certainty})
		}
	}
	if c.role().Fronts() {
		for _, i := range d.tiesOf[c.out.Name] {
			out = append(out, d.passes(c, &d.pod.Edges[i]))
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(p passage) bool {
		o := d.byName[p.other]
		if o == nil || o == c || o.out.Class != "regular" || seen[p.other] {
			return true
		}
		seen[p.other] = true
		return false
	})
}

// passes is where an edge lets a front lead to; nowhere when it does not.
func (d *draft) passes(c *draftContainer, e *Edge) passage {
	switch {
	case e.Kind != "localhost-dial" && e.Kind != "auth-front" && e.Kind != "socket":
	case e.From == c.out.Name && !d.asksFor(e):
		return passage{e.To, e.Certainty}
	case e.To == c.out.Name && e.Origin == "role": // its traffic is redirected to the front
		return passage{e.From, e.Certainty}
	}
	return passage{}
}

// asksFor tells whether a front asks the neighbour for something on the way: whether a request may pass, a certificate, a secret.
func (d *draft) asksFor(e *Edge) bool {
	switch o := d.byName[e.To]; o.out.Role {
	case "authz", "identity", "secrets", "telemetry":
		return e.Kind != "auth-front"
	}
	return false
}

// settleApp lists the containers that are the work of the pod, the likeliest first: the ways of the Services count most, then main ports,
// probes, the neighbours that serve it, what is known of the image, and last the order in the manifest.
func (d *draft) settleApp() {
	var apps []*draftContainer
	for _, c := range d.containers {
		if c.out.Part == "app" {
			apps = append(apps, c)
		}
	}
	weights, served := map[*draftContainer][]int{}, d.servedOnes()
	for _, c := range apps {
		weights[c] = d.weight(c, served)
	}
	slices.SortStableFunc(apps, func(a, b *draftContainer) int { return -slices.Compare(weights[a], weights[b]) })
	for _, c := range apps {
		d.pod.App = append(d.pod.App, AppMember{Container: c.out.Name, Reason: c.out.PartBy, Certainty: c.out.PartRung})
	}
}

// weight is what speaks for a container as the work of the pod, the weightiest first. One that only waits comes last.
func (d *draft) weight(c *draftContainer, served map[string]bool) []int {
	return []int{
		truth(!c.idles()), d.ledWeight(c), truth(c.mainPort()), truth(len(c.out.Probes) > 0), truth(served[c.out.Name]), c.knownWeight(),
	}
}

// ledWeight: at the end of a Service's way counts more than on it.
func (d *draft) ledWeight(c *draftContainer) int {
	switch {
	case d.led[c.out.Name] == nil:
		return 0
	case len(d.behindFront(c)) > 0:
		return 1
	}
	return 2
}

// mainPort tells whether the container declares, or is known to serve, a port for its users.
func (c *draftContainer) mainPort() bool {
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool {
		return l.Port > 0 && l.Purpose == "" && !helperPort.in(l.Name) && l.Address != "loopback"
	})
}

// servedOnes are the containers of which a tie shows that a neighbour serves them.
func (d *draft) servedOnes() map[string]bool {
	out := map[string]bool{}
	for _, o := range d.containers {
		if _, whom := d.serves(o); whom != "" {
			out[whom] = true
		}
	}
	return out
}

// knownWeight: an image that is known for work of its own, one that is not known, one that serves a neighbour as often.
func (c *draftContainer) knownWeight() int {
	switch {
	case c.helps() || c.out.Role == "tool":
		return 0
	case c.out.Role == "unknown":
		return 1
	}
	return 2
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// helperPort is what names of ports say that serve the operation of a program rather than its users.
var helperPort = words{
	"metric", "health", "admin", "prom", "probe", "ready", "live", "debug", "pprof", "monitor", "telemetry", "exporter", "stats", "status", "mgmt", "manage",
}

// sideName tells whether names of ports speak of operation; that the name of a program of the pod does so (prometheus) says nothing.
func (d *draft) sideName(names string) bool {
	for _, c := range d.containers {
		if c.own && c.out.Known != "" {
			names = strings.ReplaceAll(names, c.out.Known, "")
		}
	}
	return helperPort.in(names)
}

// sidePort tells whether a container to which the port leads serves metrics, health or administration there, as far as anybody says.
func (d *draft) sidePort(p *ServicePort) bool {
	return slices.ContainsFunc(p.Containers, func(name string) bool { return d.byName[name].sidePort(p.TargetPort) })
}

// sidePort tells whether the container serves metrics, health or administration on the port, as far as anybody says.
func (c *draftContainer) sidePort(port int) bool {
	for i := range c.out.Listens {
		if l := &c.out.Listens[i]; l.Port == port && (l.Purpose != "" || helperPort.in(l.Name)) {
			return true
		}
	}
	return false
}
