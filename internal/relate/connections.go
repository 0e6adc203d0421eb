package relate

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// connections lists what the containers, their probes and their hooks ask, container by container.
func connections(p *pod.Pod, related *pod.Related) []pod.Connection {
	r := &reach{pod: p, related: related, names: names(p)}
	var out []pod.Connection
	for i, c := range p.Containers {
		for j := range c.Dials {
			out = append(out, r.dial(i, &c.Dials[j]))
		}
		for j := range c.Mentions {
			out = append(out, r.mention(i, &c.Mentions[j]))
		}
		for j := range c.Probes {
			if c.Probes[j].Handler != "exec" {
				out = append(out, r.probe(i, &c.Probes[j]))
			}
		}
		for j := range c.Hooks {
			if h := &c.Hooks[j]; h.Handler == "http" || h.Handler == "tcp" {
				out = append(out, r.hook(i, h))
			}
		}
	}
	return out
}

// reach finds who is on the other end.
type reach struct {
	pod     *pod.Pod
	related *pod.Related
	names   []string // of the containers, as relations call them
}

func (r *reach) dial(from int, d *pod.Dial) pod.Connection {
	x := pod.Connection{
		Via: "dial", From: r.names[from], Host: d.Host, HostClass: d.HostClass, Port: d.Port, Socket: d.Socket, Volume: d.Volume, VolumePath: d.VolumePath,
		Protocol: d.Protocol, URL: d.URL, Purpose: d.Purpose, Phase: d.Phase, Wait: d.Wait, GivesUp: d.GivesUp, Repeats: d.Repeats, Ignorable: d.Ignorable, Service: d.Service, Library: d.Library,
		Origin: d.Origin, Certainty: d.Certainty, Text: d.Text, Path: d.Path, Answer: answer(d), Speaks: d.Speaks, Carries: d.Carries,
	}
	switch d.HostClass {
	case "loopback":
		x.To = r.serversOf(d.Port, d.Protocol, d.Meets)
	case "socket":
		x.To = r.socketServers(d)
	case "service":
		x.To = r.behind(d)
	}
	if d.Phase == "hook" {
		x.Kind = hookOf(r.pod.Containers[from], d.Path)
	}
	return x
}

// hookOf is the kind of the hook whose command makes a dial.
func hookOf(c *pod.Container, at pod.Path) string {
	for i := range c.Hooks {
		if h := c.Hooks[i].Path; len(at) >= len(h) && slices.Equal(at[:len(h)], h) {
			return c.Hooks[i].Kind
		}
	}
	return ""
}

// behind lists the containers to which a Service leads that selects this workload alone.
func (r *reach) behind(d *pod.Dial) []pod.Server {
	for i := range r.related.Services {
		s := &r.related.Services[i]
		if s.Name != d.Service || s.Workloads != 1 || s.Headless || !sameNamespace(d.Host, s.Namespace, r.pod.Workload.Namespace) {
			continue
		}
		for j := range s.Ports {
			if p := &s.Ports[j]; p.Port == d.Port {
				return r.serversOf(p.TargetPort, p.Protocol, "")
			}
		}
	}
	return nil
}

// sameNamespace tells whether a host such as db.shop.svc means a Service of a namespace, seen from another. An empty one may be any.
func sameNamespace(host, service, own string) bool {
	_, rest, dotted := strings.Cut(host, ".")
	if dotted {
		own, _, _ = strings.Cut(rest, ".")
	}
	return service == own || service == "" || own == ""
}

// answer is who is in sight on the other end of a dial.
func answer(d *pod.Dial) string {
	switch {
	case d.Meets != "":
		return "neighbour"
	case d.MeetsOwn:
		return "own"
	case d.HostClass == "loopback" && d.Port > 0, d.HostClass == "socket" && d.Volume != "":
		return "nobody"
	}
	return "away"
}

func (r *reach) mention(from int, m *pod.Mention) pod.Connection {
	x := pod.Connection{
		Via: "mention", From: r.names[from], Host: m.Host, HostClass: "loopback", Port: m.Port, Protocol: "TCP", Phase: "run", Origin: m.Origin,
		Certainty: pod.Guessed, Text: m.Text, Path: m.Path, Speaks: unheard(m.Path), Answer: "nobody", To: r.serversOf(m.Port, "TCP", ""),
	}
	if len(x.To) > 0 || len(r.serversOf(m.Port, "UDP", "")) > 0 {
		x.Answer = "neighbour"
	}
	return x
}

func (r *reach) probe(from int, p *pod.Probe) pod.Connection {
	x := r.kubelet(from, p.Host, p.Port, p.PortName, p.Path)
	x.Via, x.Kind, x.Phase, x.URL, x.Speaks, x.Headers = "probe", p.Kind, "probe", p.HTTPPath, p.Speaks, p.Headers
	x.settle(r, p.Own, p.Reaches)
	return x.Connection
}

func (r *reach) hook(from int, h *pod.Hook) pod.Connection {
	x := r.kubelet(from, h.Host, h.Port, h.PortName, h.Path)
	x.Via, x.Kind, x.Phase, x.URL = "hook", h.Kind, "hook", h.HTTPPath
	x.settle(r, h.Reaches == "", h.Reaches)
	return x.Connection
}

// asked is a connection that the kubelet makes.
type asked struct {
	pod.Connection

	from int
}

func (r *reach) kubelet(from int, host string, port int, name string, at pod.Path) asked {
	x := asked{from: from, Connection: pod.Connection{
		From: r.names[from], Host: host, HostClass: "pod", Port: port, PortName: name, Protocol: "TCP", Origin: "declared", Certainty: pod.Stated, Path: at,
		Speaks: unheard(at),
	}}
	switch {
	case pod.IsLoopback(host):
		x.HostClass = "loopback"
	case host != "":
		x.HostClass = "unknown"
	}
	return x
}

// settle finds who answers the kubelet. A name is looked up in the container's own ports only.
func (x *asked) settle(r *reach, own bool, reaches string) {
	switch {
	case x.Port == 0 && x.PortName != "":
		x.To = r.named(x.from, x.PortName)
		x.Answer = "nobody"
		if len(x.To) > 0 {
			x.Answer = "name"
		}
		return
	case x.Port == 0:
		x.Answer = "away"
		return
	}
	x.To = r.serversOf(x.Port, "TCP", reaches)
	switch {
	case own && slices.ContainsFunc(x.To, func(s pod.Server) bool { return s.Container == x.From }):
		x.Answer = "own"
	case !own && reaches != "":
		x.Answer = "neighbour"
	default:
		x.Answer = "nobody"
	}
}

// serversOf lists who serves or declares a port, first (when it is among them) before the others.
func (r *reach) serversOf(port int, protocol, first string) []pod.Server {
	if port == 0 {
		return nil
	}
	var out []pod.Server
	for i, c := range r.pod.Containers {
		if l := c.Answers(port, protocol); l != nil {
			out = append(out, server(r.names[i], l))
		}
	}
	return firstFirst(out, first)
}

// named lists the neighbours that declare a port of a name.
func (r *reach) named(but int, name string) []pod.Server {
	var out []pod.Server
	for i, c := range r.pod.Containers {
		for j := range c.Listens {
			if l := &c.Listens[j]; i != but && l.Declared && l.Name == name {
				out = append(out, server(r.names[i], l))
			}
		}
	}
	return out
}

func (r *reach) socketServers(d *pod.Dial) []pod.Server {
	var out []pod.Server
	for i, c := range r.pod.Containers {
		for j := range c.Listens {
			l := &c.Listens[j]
			if l.Socket != "" && l.Volume == d.Volume && pod.ServesSocket(l.VolumePath, d.VolumePath) && (l.Volume != "" || pod.ServesSocket(l.Socket, d.Socket)) {
				out = append(out, server(r.names[i], l))
			}
		}
	}
	return firstFirst(out, d.Meets)
}

func firstFirst(list []pod.Server, name string) []pod.Server {
	slices.SortStableFunc(list, func(a, b pod.Server) int { return rank(a, name) - rank(b, name) })
	return list
}

func rank(s pod.Server, first string) int {
	switch {
	case s.Container == first:
		return 0
	case s.Binds:
		return 1
	}
	return 2
}

func server(name string, l *pod.Listen) pod.Server {
	return pod.Server{
		Container: name, Declared: l.Declared, Binds: l.Effective, Address: l.Address, AddressCertainty: l.AddressCertainty, Origin: l.Origin, Certainty: l.Certainty, Text: l.Text, Path: l.Place(),
		Speaks: l.Speaks,
	}
}

// unheard is the speech of which nothing is known.
func unheard(at pod.Path) pod.Speech { return pod.Speech{Certainty: pod.Guessed, Path: at} }
