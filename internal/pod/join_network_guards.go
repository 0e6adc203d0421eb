package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// Guard is an authenticating proxy and the neighbour's port that it guards.
type Guard struct {
	Proxy      string          `json:"proxy"              jsonschema:"the container that asks for a login or a permission"`
	Upstream   string          `json:"upstream"           jsonschema:"the container that serves the guarded port"`
	Port       int             `json:"port"               jsonschema:"the guarded port"`
	Address    string          `json:"address"            jsonschema:"where the guarded port is bound: all, loopback, pod-ip or unknown"`
	By         string          `json:"by"                 jsonschema:"the evidence of the guarded port: declared, image, or the words of the flag or setting"`
	Certain    bool            `json:"certain"            jsonschema:"the address is no guess: a flag, a configuration, or verified knowledge of the image"`
	Read       bool            `json:"read"               jsonschema:"the proxy's setting names the port; false when its configuration cannot be read and the neighbour is the only one to guard"`
	Restricted bool            `json:"restricted"         jsonschema:"NetworkPolicies of the set keep others from the guarded port"`
	Services   []GuardedTarget `json:"services,omitempty" jsonschema:"ports of Services that lead past the proxy"`
	Openings   []Opening       `json:"openings,omitempty" jsonschema:"NetworkPolicies of the set that name the guarded port and let everybody reach it"`
	ProxyPath  Path            `json:"proxy_path"         jsonschema:"of the proxy's setting that names the port"`
	Path       Path            `json:"path"               jsonschema:"of the flag or setting that binds the guarded port, else of the declared port, else of the image"`
}

// GuardedTarget is a Service's port that leads past the proxy.
type GuardedTarget struct {
	Service  string `json:"service"  jsonschema:"whose"`
	Port     int    `json:"port"     jsonschema:"of the Service"`
	Headless bool   `json:"headless" jsonschema:"the Service is headless: it names peers rather than sending traffic"`
	Path     Path   `json:"path"     jsonschema:"of targetPort, else of port (an @ path)"`
}

// Opening is a NetworkPolicy that lets everybody reach a guarded port.
type Opening struct {
	Policy string `json:"policy" jsonschema:"its name"`
	Path   Path   `json:"path"   jsonschema:"of the policy (an @ path)"`
}

func (d *draft) joinGuards() {
	for _, c := range d.containers {
		if !c.running() {
			continue
		}
		read := false
		for i := range c.out.Dials {
			if dial := &c.out.Dials[i]; c.guards(dial) {
				d.addGuard(c, d.byName[dial.Meets], dial.Port, true, dial.Path)
				read = true
			}
		}
		if !read && d.guardsUnread(c) {
			d.guardUnread(c)
		}
	}
}

// guards tells whether a dial is the one that an authenticating proxy forwards requests to.
func (c *draftContainer) guards(dial *Dial) bool {
	return c.out.Role == "auth-proxy" && dial.HostClass == "loopback" && dial.Purpose == fact.PurposeUpstream && dial.Meets != "" && dial.Protocol == "TCP"
}

// guardsUnread tells whether the container is an authenticating proxy whose configuration does not show what it guards.
func (d *draft) guardsUnread(c *draftContainer) bool {
	return c.spec != nil && c.own && c.out.Role == "auth-proxy" && len(c.out.Dials) == 0 && c.mountsConfig()
}

// mountsConfig tells whether settings are mounted that are not in the set.
func (c *draftContainer) mountsConfig() bool {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if v := c.d.volumes[m.Volume]; v != nil && v.Config && !c.readable(m) {
			return true
		}
	}
	return false
}

// guardUnread takes the one neighbour that is no helper for the guarded one; of several, the one whose program is known to serve.
func (d *draft) guardUnread(c *draftContainer) {
	var all, known []*draftContainer
	for _, o := range d.containers {
		if o == c || o.out.Class != "regular" || o.out.Part == "helper" || o.helps() || o.out.Role == "authz" {
			continue
		}
		if port, _ := o.onlyPort(); port == 0 {
			continue
		}
		all = append(all, o)
		if o.own {
			known = append(known, o)
		}
	}
	if len(all) != 1 {
		all = known
	}
	if len(all) == 1 {
		port, _ := all[0].onlyPort()
		d.addGuard(c, all[0], port, false, c.out.Image.Path)
	}
}

func (d *draft) addGuard(proxy, app *draftContainer, port int, read bool, at Path) {
	if app == nil || app.spec == nil {
		return
	}
	l := app.listensOn(port, "TCP")
	if l == nil || proxy.servesItself(port) {
		return
	}
	g := Guard{
		Proxy: proxy.out.Name, Upstream: app.out.Name, Port: port, Address: l.Address, By: l.by(), Certain: l.certain(), Read: read,
		Restricted: d.restricted(port), ProxyPath: at, Path: l.place(),
	}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			if p := &s.Ports[j]; p.TargetPort == port && p.Protocol == "TCP" {
				g.Services = append(g.Services, GuardedTarget{Service: s.Name, Port: p.Port, Headless: s.Headless, Path: p.Path})
			}
		}
	}
	for i := range d.related.Policies {
		if p := &d.related.Policies[i]; p.Ingress && slices.Contains(p.AnyonePorts, port) {
			g.Openings = append(g.Openings, Opening{Policy: p.Name, Path: p.portPath(port)})
		}
	}
	d.pod.Network.Guards = append(d.pod.Network.Guards, g)
}

// servesItself: the proxy binds the same number on the pod's own address, and the app has it on loopback.
func (c *draftContainer) servesItself(port int) bool {
	l := c.listensOn(port, "TCP")
	return l != nil && l.Effective
}

// restricted tells whether policies of the set select the pod and none of them lets everybody reach the port: what several
// policies allow adds up.
func (d *draft) restricted(port int) bool {
	found := false
	for i := range d.related.Policies {
		p := &d.related.Policies[i]
		if !p.Ingress {
			continue
		}
		found = true
		if p.AnyoneAllPorts || slices.Contains(p.AnyonePorts, port) {
			return false
		}
	}
	return found
}
