package show

import (
	"cmp"
	"net"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
)

// listens draws the ports of the containers.
func (w *drawer) listens() {
	for i, c := range w.in.Pod.Containers[:min(len(w.in.Pod.Containers), maxContainers)] {
		for _, l := range c.Listens {
			if l.Port == 0 {
				continue
			}
			at := w.port(i, l.Port, l.Protocol)
			n := &w.Nodes[at]
			n.Sure = n.Sure || l.Effective
			n.Notes = appendOnce(n.Notes, cmp.Or(l.Name, l.Purpose))
			if l.Address == "loopback" {
				n.Notes = appendOnce(n.Notes, "on loopback")
			}
			if l.HostPort != 0 {
				n.Notes = appendOnce(n.Notes, "port "+strconv.Itoa(l.HostPort)+" of the node")
			}
			n.Notes = noEmpty(n.Notes)
			if l.Declared && c.Class != "injected" {
				w.places = append(w.places, place{l.Path, i})
			}
		}
	}
}

func noEmpty(list []string) []string {
	out := list[:0]
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// port is the node of a container's port, which is made when it is not there.
func (w *drawer) port(owner, number int, protocol string) int {
	if protocol == "" {
		protocol = "TCP"
	}
	key := portKey{owner, number, protocol}
	if at, ok := w.ports[key]; ok {
		return at
	}
	name := strconv.Itoa(number)
	if protocol != "TCP" {
		name += "/" + protocol
	}
	w.ports[key] = w.add(picture.Node{Kind: picture.Port, Name: name, Owner: owner})
	return w.ports[key]
}

// services draws the Services that select the pod.
func (w *drawer) services() {
	if w.in.Related == nil {
		return
	}
	for _, s := range w.in.Related.Services {
		note := s.Type
		if s.Headless {
			note = "headless"
		}
		at := w.once(picture.Service, s.Name, maxServices, note)
		for _, p := range s.Ports {
			w.route(at, &p)
		}
	}
}

func (w *drawer) route(service int, p *pod.ServicePort) {
	label := "port " + strconv.Itoa(p.Port)
	if p.TargetName != "" {
		label += " to " + p.TargetName
	}
	drawn := false
	for _, name := range p.Containers {
		if owner := w.container(name); owner >= 0 && p.TargetPort != 0 {
			w.tie(service, w.port(owner, p.TargetPort, p.Protocol), picture.Routes, label, false)
			drawn = true
		}
	}
	if !drawn {
		target := p.TargetName
		if target == "" {
			target = strconv.Itoa(cmp.Or(p.TargetPort, p.Port))
		}
		w.tie(service, w.once(picture.Unknown, "port "+target, maxHosts, "of no container in sight"), picture.Routes, label, false)
	}
}

// connections draws who dials whom.
func (w *drawer) connections() {
	for _, c := range w.in.Pod.Connections.Get() {
		if c.Via == "dial" || c.Via == "mention" {
			w.dial(&c)
		}
	}
}

func (w *drawer) dial(c *pod.Connection) {
	from := w.container(c.From)
	guessed := c.Certainty == "guessed" || c.Via == "mention"
	switch {
	case c.Answer == "neighbour" || c.Answer == "name":
		for _, s := range c.To {
			w.meet(from, c, &s, guessed || s.Certainty == "guessed")
		}
	case c.Answer == "nobody" && c.Via == "dial" && c.Volume == "":
		name := addressOf(c)
		w.tie(from, w.once(picture.Unknown, name, maxHosts, "nobody in sight answers"), picture.Calls, dialLabel(c), guessed)
	case c.Answer == "away" && c.Via == "dial" && c.Socket != "" && c.Volume == "":
		w.tie(from, w.once(picture.Unknown, c.Socket, maxHosts, "on no volume"), picture.Calls, dialLabel(c), guessed)
	case c.Answer == "away" && c.Host != "" && c.Socket == "":
		note := map[string]string{"service": "a Service", "external": "outside"}[c.HostClass]
		w.tie(from, w.once(picture.Host, addressOf(c), maxHosts, noEmpty([]string{note})...), picture.Calls, dialLabel(c), guessed)
	}
}

// meet draws a dial that a container answers.
func (w *drawer) meet(from int, c *pod.Connection, s *pod.Server, guessed bool) {
	to := w.container(s.Container)
	switch {
	case to < 0 || to == from:
	case c.Port != 0:
		w.tie(from, w.port(to, c.Port, c.Protocol), picture.Calls, dialLabel(c), guessed)
	case c.Volume == "": // else the socket's volume shows it
		w.tie(from, to, picture.Acts, "dials "+addressOf(c), guessed)
	}
}

func dialLabel(c *pod.Connection) string {
	if c.Purpose != "" {
		return "dials for " + c.Purpose
	}
	return "dials"
}

// addressOf is what is dialled.
func addressOf(c *pod.Connection) string {
	switch {
	case c.Socket != "":
		return c.Socket
	case c.Port == 0:
		return c.Host
	}
	return net.JoinHostPort(cmp.Or(c.Host, "localhost"), strconv.Itoa(c.Port))
}

// probes draws what the kubelet asks.
func (w *drawer) probes() {
	for i, c := range w.in.Pod.Containers[:min(len(w.in.Pod.Containers), maxContainers)] {
		if c.Class == "injected" {
			continue
		}
		for _, p := range c.Probes {
			w.probe(i, &p)
		}
	}
}

func (w *drawer) probe(owner int, p *pod.Probe) {
	kubelet := w.once(picture.Kubelet, "kubelet", 1)
	switch {
	case p.Handler == "exec":
		w.tie(kubelet, owner, picture.Probes, strings.TrimSpace(p.Kind+" runs "+p.Program), false)
	case p.Port == 0:
		w.tie(kubelet, w.once(picture.Unknown, "port "+p.PortName, maxHosts, "of no container in sight"), picture.Probes, probeLabel(p), false)
	default:
		to := owner
		if at := w.container(p.Reaches); !p.Own && at >= 0 {
			to = at
		}
		w.tie(kubelet, w.port(to, p.Port, "TCP"), picture.Probes, probeLabel(p), false)
	}
}

func probeLabel(p *pod.Probe) string {
	if p.Handler == "http" {
		return p.Kind + " " + cmp.Or(p.HTTPPath, "/")
	}
	return p.Kind + " " + p.Handler
}
