package pod

import (
	"slices"
	"strings"
)

// LoopbackTarget is a way into the pod that ends at a port bound to loopback.
type LoopbackTarget struct {
	Container   string `json:"container"            jsonschema:"the server"`
	Port        int    `json:"port"                 jsonschema:"the port that it binds"`
	By          string `json:"by"                   jsonschema:"what binds it: image, or the words of the flag or setting"`
	Certain     bool   `json:"certain"              jsonschema:"not resting on unverified knowledge of the image, nor on a variable that may mean something else"`
	Service     string `json:"service,omitempty"    jsonschema:"the Service that leads there; absent for a host port"`
	ServicePort int    `json:"service_port,omitempty" jsonschema:"its port"`
	HostPort    int    `json:"host_port,omitempty"  jsonschema:"the host port that leads there"`
	FromPath    Path   `json:"from_path"            jsonschema:"of the Service's targetPort, or of the port's entry"`
	Path        Path   `json:"path"                 jsonschema:"of the flag or setting that binds it; from_path when it is the image's default"`
}

// joinLoopbackTargets: a mesh that forwards to loopback makes such a port reachable.
func (d *draft) joinLoopbackTargets() {
	if d.meshed() || d.pod.HostProcess {
		return
	}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			p := &s.Ports[j]
			if c, l := d.onlyLoopback(p.TargetPort); l != nil && p.Protocol == "TCP" {
				d.addLoopbackTarget(c, l, LoopbackTarget{Service: s.Name, ServicePort: p.Port, FromPath: p.Path})
			}
		}
	}
	if !d.pod.HostNetwork {
		d.joinLoopbackHostPorts()
	}
}

func (d *draft) joinLoopbackHostPorts() {
	for _, c := range d.containers {
		for i := range c.out.Listens {
			l := &c.out.Listens[i]
			if server, found := d.onlyLoopback(l.Port); l.HostPort > 0 && server == c && found == l {
				d.addLoopbackTarget(c, l, LoopbackTarget{HostPort: l.HostPort, FromPath: l.Path})
			}
		}
	}
}

func (d *draft) addLoopbackTarget(c *draftContainer, l *Listen, t LoopbackTarget) {
	t.Container, t.Port, t.By, t.Certain, t.Path = c.out.Name, l.Port, l.loopbackBy(), l.certain() || l.Verified && c.own, t.FromPath
	if l.Origin != "image" && len(l.BindPath) > 0 {
		t.Path = l.BindPath
	}
	d.pod.Network.LoopbackTargets = append(d.pod.Network.LoopbackTargets, t)
}

// DeadTarget is a Service's port that ends nowhere in the pod.
type DeadTarget struct {
	Service       string   `json:"service"                  jsonschema:"whose"`
	Port          int      `json:"port"                     jsonschema:"of the Service"`
	Name          string   `json:"name,omitempty"           jsonschema:"targetPort when it is a name"`
	Target        int      `json:"target,omitempty"         jsonschema:"targetPort when it is a number"`
	Protocol      string   `json:"protocol"                 jsonschema:"of the Service's port"`
	OtherProtocol string   `json:"other_protocol,omitempty" jsonschema:"the protocol under which a container declares the name"`
	Names         []string `json:"names,omitempty"          jsonschema:"port names that the containers declare"`
	Known         bool     `json:"known"                    jsonschema:"every container's ports are known; false when they are only declared"`
	Path          Path     `json:"path"                     jsonschema:"of targetPort, else of port (an @ path)"`
}

// joinDeadTargets is silent where ports may come to be that the manifest does not show: injectors, workloads that the same Service
// selects, containers of which nothing is known. A headless Service does not translate numbers.
func (d *draft) joinDeadTargets() {
	if len(d.pod.Injectors) > 0 || d.pod.Managed == "knative" {
		return
	}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		if s.Workloads > 1 {
			continue
		}
		for j := range s.Ports {
			d.joinDeadTarget(s, &s.Ports[j])
		}
	}
}

func (d *draft) joinDeadTarget(s *Service, p *ServicePort) {
	if len(p.Containers) > 0 {
		return
	}
	t := DeadTarget{Service: s.Name, Port: p.Port, Name: p.TargetName, Protocol: p.Protocol, Path: p.Path}
	if p.TargetName != "" {
		if isPlaceholder(p.TargetName) || d.undeclarable() {
			return
		}
		t.Names, t.OtherProtocol, t.Known = d.portNames(p.TargetName)
		d.pod.Network.DeadTargets = append(d.pod.Network.DeadTargets, t)
		return
	}
	known, certain := d.portsKnown(nil)
	if p.TargetPort == 0 || s.Headless || !known || d.mentions(p.TargetPort) {
		return
	}
	t.Target, t.Known = p.TargetPort, certain
	d.pod.Network.DeadTargets = append(d.pod.Network.DeadTargets, t)
}

// undeclarable tells whether a port's declaration cannot be read: an unrendered placeholder stands in its place.
func (d *draft) undeclarable() bool {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		for i := range c.spec.Ports {
			if p := &c.spec.Ports[i]; p.ContainerPort == 0 || isPlaceholder(p.Name) {
				return true
			}
		}
	}
	return false
}

// portNames lists the names of declared ports, and the protocol of the one with the wanted name; a name is always known.
func (d *draft) portNames(want string) (names []string, protocol string, known bool) {
	for _, c := range d.namedOrder() {
		for i := range c.out.Listens {
			l := &c.out.Listens[i]
			if l.Declared && l.Name == want {
				protocol = l.Protocol
			}
			if l.Declared && l.Name != "" && !slices.Contains(names, l.Name) {
				names = append(names, l.Name)
			}
		}
	}
	return names, protocol, true
}

// mentions tells whether a container's command line, variables or probes speak of the port.
func (d *draft) mentions(port int) bool {
	number := itoa(port)
	for _, c := range d.containers {
		for _, w := range c.argv {
			if strings.Contains(w.text, number) {
				return true
			}
		}
		for i := range c.out.Env {
			if strings.Contains(c.out.Env[i].Value, number) {
				return true
			}
		}
		for i := range c.out.Probes {
			if c.out.Probes[i].Port == port {
				return true
			}
		}
	}
	return false
}

// InjectedPort is a port that an injected container owns and a container of the manifest uses.
type InjectedPort struct {
	Container string `json:"container" jsonschema:"the container of the manifest"`
	Port      int    `json:"port"      jsonschema:"the port"`
	Injector  string `json:"injector"  jsonschema:"id of the injector"`
	Switch    string `json:"switch"    jsonschema:"what switches it on, as key=value"`
	Bound     bool   `json:"bound"     jsonschema:"the container is known to bind the port; false when it only declares it"`
	Certain   bool   `json:"certain"   jsonschema:"not resting on unverified knowledge, nor on a variable that may mean something else"`
	By        string `json:"by"        jsonschema:"the evidence: declared, image, or the words of the flag or setting"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// joinInjectedPorts leaves out the injector's own container written into the manifest (image: auto, or an override), and ports that an
// annotation moves elsewhere.
func (d *draft) joinInjectedPorts() {
	for i := range d.pod.Injectors {
		inj := &d.pod.Injectors[i]
		for _, c := range d.containers {
			if c.spec == nil || !c.running() || c.out.Role == "mesh-proxy" || c.overrides(inj.ID) {
				continue
			}
			d.joinInjectedPort(c, inj)
		}
	}
}

func (d *draft) joinInjectedPort(c *draftContainer, inj *Injector) {
	for i := range c.out.Listens {
		l := &c.out.Listens[i]
		if l.Protocol != "TCP" || !slices.Contains(inj.Ports, l.Port) || d.moved(inj.ID, l.Port) {
			continue
		}
		d.pod.Network.InjectedPorts = append(d.pod.Network.InjectedPorts, InjectedPort{
			Container: c.out.Name, Port: l.Port, Injector: inj.ID, Switch: inj.Switch,
			Bound: l.Effective, Certain: l.certain(), By: l.by(), Path: l.place(),
		})
	}
}

// overrides tells whether the container is the injector's own, given in the manifest to change it.
func (c *draftContainer) overrides(injector string) bool {
	for i := range c.d.b.opt.Knowledge.Injectors {
		inj := &c.d.b.opt.Knowledge.Injectors[i]
		if inj.ID != injector {
			continue
		}
		for j := range inj.Containers {
			if inj.Containers[j].Name == c.out.Name {
				return true
			}
		}
	}
	return c.spec.Image == "auto"
}

// moved tells whether an annotation of the injector's takes it off the port.
func (d *draft) moved(injector string, port int) bool {
	for i := range d.b.opt.Knowledge.Injectors {
		inj := &d.b.opt.Knowledge.Injectors[i]
		if inj.ID != injector {
			continue
		}
		for _, m := range inj.Moves {
			if m.Port == port && d.annotated(m.When) {
				return true
			}
		}
	}
	return false
}
