package pod

import "strings"

// ForeignProbe is a probe that judges another container.
type ForeignProbe struct {
	Container string `json:"container" jsonschema:"the one that declares the probe and is restarted by it"`
	Kind      string `json:"kind"      jsonschema:"liveness, readiness or startup"`
	Port      int    `json:"port"      jsonschema:"the port that it asks"`
	Server    string `json:"server"    jsonschema:"the container that answers"`
	Bound     bool   `json:"bound"     jsonschema:"the server is known to bind the port; false when it only declares it"`
	Path      Path   `json:"path"      jsonschema:"of the probe's port"`
}

// LoopbackHost is a probe or hook with a loopback address for its host.
type LoopbackHost struct {
	Container string `json:"container" jsonschema:"whose"`
	Kind      string `json:"kind"      jsonschema:"liveness, readiness, startup, post-start or pre-stop"`
	Host      string `json:"host"      jsonschema:"as written"`
	Path      Path   `json:"path"      jsonschema:"of the host"`
}

// LoopbackProbe is a probe that knocks at the pod's address, where nobody listens.
type LoopbackProbe struct {
	Container  string `json:"container"   jsonschema:"the probed one"`
	Kind       string `json:"kind"        jsonschema:"liveness, readiness or startup"`
	Port       int    `json:"port"        jsonschema:"the port"`
	Server     string `json:"server"      jsonschema:"the container that binds the port to loopback"`
	By         string `json:"by"          jsonschema:"what binds it: image, or the words of the flag or setting"`
	Certain    bool   `json:"certain"     jsonschema:"not resting on unverified knowledge of the image, nor on a variable that may mean something else"`
	ListenPath Path   `json:"listen_path" jsonschema:"of what binds it"`
	Path       Path   `json:"path"        jsonschema:"of the probe's port"`
}

// joinProbeAims looks at what the kubelet's requests really reach.
func (d *draft) joinProbeAims() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		for i := range c.out.Probes {
			d.joinProbe(c, &c.out.Probes[i])
		}
		for i := range c.out.Hooks {
			if h := &c.out.Hooks[i]; h.Host != "" {
				d.joinLoopbackHost(c, h.Kind, h.Host, h.Path[:len(h.Path)-1])
			}
		}
	}
}

func (d *draft) joinProbe(c *draftContainer, p *Probe) {
	if p.Handler == "exec" {
		return
	}
	if p.Host != "" {
		d.joinLoopbackHost(c, p.Kind, p.Host, p.Path[:len(p.Path)-1])
		return
	}
	d.joinForeignProbe(c, p)
	d.joinLoopbackProbe(c, p)
}

// joinLoopbackHost: the kubelet connects from the node, so that loopback is the node's; only a pod on the node's network shares it.
func (d *draft) joinLoopbackHost(c *draftContainer, kind, host string, handler Path) {
	if d.pod.HostNetwork || d.pod.HostProcess || !isLoopback(host) {
		return
	}
	d.pod.Network.LoopbackHosts = append(d.pod.Network.LoopbackHosts, LoopbackHost{Container: c.out.Name, Kind: kind, Host: host, Path: handler.With("host")})
}

// joinForeignProbe: a neighbour that connects to the probed container (a health bridge, a gateway that checks its engine, a proxy in
// front of it) answers for it; so does one whose configuration cannot be read, when it is there to connect to others. A neighbour of
// which nothing is known may do so too, unless its own probes ask the same port: then the probe was copied from it.
func (d *draft) joinForeignProbe(c *draftContainer, p *Probe) {
	if p.Own || p.Reaches == "" || p.Reaches == c.out.Name {
		return
	}
	s := d.byName[p.Reaches]
	if s == nil || s.spec == nil || d.answersFor(s, c) {
		return
	}
	if unknown := !s.own && !s.tools(); unknown && !s.probed(p.Port) {
		return
	}
	l := s.listensOn(p.Port, "TCP")
	d.pod.Network.ForeignProbes = append(d.pod.Network.ForeignProbes, ForeignProbe{
		Container: c.out.Name, Kind: p.Kind, Port: p.Port, Server: s.out.Name,
		Bound: l != nil && l.Effective, Path: p.Path,
	})
}

// answersFor tells whether a container is there to connect to others, to the probed one for all that is known, or does connect to it.
func (d *draft) answersFor(s, probed *draftContainer) bool {
	switch s.out.Role {
	case "health-bridge", "mesh-proxy":
		return true
	}
	return frontRoles[s.out.Role] && !d.dialsNeighbours(s) || d.calls(s.out.Name, probed.out.Name)
}

// probed tells whether the container has a probe of its own on the port.
func (c *draftContainer) probed(port int) bool {
	for i := range c.out.Probes {
		if c.out.Probes[i].Port == port {
			return true
		}
	}
	return false
}

// frontRoles connect to what stands behind them.
var frontRoles = map[string]bool{
	"proxy": true, "web-front": true, "gateway": true, "auth-proxy": true, "authz": true, "tls": true, "tunnel": true, "exporter": true,
	"telemetry": true, "election": true, "db-pool": true, "db-tunnel": true,
}

// dialsNeighbours tells whether it is known whom the container connects to in the pod.
func (d *draft) dialsNeighbours(c *draftContainer) bool {
	for i := range c.out.Dials {
		if c.out.Dials[i].Meets != "" {
			return true
		}
	}
	return false
}

// joinLoopbackProbe: a mesh rewrites probes so that its own agent asks on loopback.
func (d *draft) joinLoopbackProbe(c *draftContainer, p *Probe) {
	server, l := d.onlyLoopback(p.Port)
	if l == nil || d.meshed() || d.pod.HostProcess {
		return
	}
	if own := c.listensOn(p.Port, "TCP"); server != c && own != nil {
		return
	}
	d.pod.Network.LoopbackProbes = append(d.pod.Network.LoopbackProbes, LoopbackProbe{
		Container: c.out.Name, Kind: p.Kind, Port: p.Port, Server: server.out.Name,
		By: l.loopbackBy(), Certain: l.certain() || l.Effective && l.Verified && server.own, ListenPath: l.place(), Path: p.Path,
	})
}

// loopbackBy is the setting that names loopback, or image when the program chooses it by default.
func (l *Listen) loopbackBy() string {
	for _, w := range []string{"127.", "localhost", "::1"} {
		if strings.Contains(l.Text, w) {
			return l.by()
		}
	}
	return "image"
}

// onlyLoopback returns the container that binds the port to loopback when nobody else is there to serve it on another address.
func (d *draft) onlyLoopback(port int) (*draftContainer, *Listen) {
	var server *draftContainer
	var found *Listen
	if port == 0 {
		return nil, nil
	}
	for _, c := range d.containers {
		l := c.listensOn(port, "TCP")
		if !c.running() || l == nil {
			continue
		}
		if !l.Effective || l.Address != "loopback" {
			return nil, nil
		}
		server, found = c, l
	}
	return server, found
}
