package pod

import "slices"

// PortConflict is a port that two containers claim.
type PortConflict struct {
	First     string `json:"first"      jsonschema:"the container that comes first"`
	Second    string `json:"second"     jsonschema:"the container that finds the port taken"`
	Port      int    `json:"port"       jsonschema:"the port"`
	Protocol  string `json:"protocol"   jsonschema:"TCP, UDP or SCTP"`
	Declared  bool   `json:"declared"   jsonschema:"both declare it in ports[]"`
	Bound     bool   `json:"bound"      jsonschema:"both are known to bind it; false when one of them only declares it"`
	Certain   bool   `json:"certain"    jsonschema:"what binds it is a flag, a script, a configuration or verified knowledge of the image, not a variable that may mean something else"`
	FirstBy   string `json:"first_by"   jsonschema:"the evidence of the first: declared, image, or the words of the flag or setting"`
	SecondBy  string `json:"second_by"  jsonschema:"the evidence of the second"`
	FirstPath Path   `json:"first_path" jsonschema:"of the first one's evidence"`
	Path      Path   `json:"path"       jsonschema:"of the second one's evidence; of its port's entry when both declare it"`
}

// joinPortConflicts compares the ports of the containers that run at the same time. Containers of one pod share its addresses, so a
// port is free for one of them only, unless they bind it on different addresses.
func (d *draft) joinPortConflicts() {
	for i, a := range d.containers {
		for _, b := range d.containers[i+1:] {
			if coexist(a, b) {
				d.comparePorts(a, b)
			}
		}
	}
}

// coexist: an init container meets only the native sidecars that were started before it. What injectors add is compared elsewhere.
func coexist(a, b *draftContainer) bool {
	if a.spec == nil || b.spec == nil || a.out.Class == "ephemeral" || b.out.Class == "ephemeral" {
		return false
	}
	if a.out.Class == "init" {
		return false
	}
	return b.out.Class != "init" || a.out.Class == "sidecar"
}

func (d *draft) comparePorts(a, b *draftContainer) {
	for i := range a.out.Listens {
		x := &a.out.Listens[i]
		y := b.listensOn(x.Port, x.Protocol)
		if x.Port == 0 || y == nil || !d.clash(a, b, x, y) {
			continue
		}
		c := PortConflict{
			First: a.out.Name, Second: b.out.Name, Port: x.Port, Protocol: x.Protocol, Declared: x.Declared && y.Declared,
			Bound: x.Effective && y.Effective, Certain: x.certain() && y.certain(), FirstBy: x.by(), SecondBy: y.by(), FirstPath: x.place(), Path: y.place(),
		}
		if c.Declared {
			c.FirstPath, c.Path = x.Path, y.Path
		}
		d.pod.Network.PortConflicts = append(d.pod.Network.PortConflicts, c)
	}
}

// certain holds for a listener that a flag, a script or a configuration file asks for, or verified knowledge of the image.
func (l *Listen) certain() bool {
	return l.Effective && l.Verified && l.Origin != "env"
}

func (l *Listen) by() string {
	switch {
	case !l.Effective:
		return "declared"
	case l.Origin == "image" || l.Text == "":
		return "image"
	}
	return l.Text
}

// clash tells whether two claims on a port are likely to meet. A declared port is only documentation: it counts when nothing tells that
// its container leaves the port to the other one.
func (d *draft) clash(a, b *draftContainer, x, y *Listen) bool {
	switch {
	case x.Effective && y.Effective:
		return addressesMeet(x.Address, y.Address) && !guessed(a, b, x, y)
	case a.out.Role == "health-bridge" || b.out.Role == "health-bridge" || distinctAddress(x) || distinctAddress(y):
		return false
	case x.Declared && y.Declared:
		return true
	case x.Effective:
		return d.claims(b, a, y.Port)
	}
	return d.claims(a, b, x.Port)
}

// claims tells whether a container that merely declares a port is likely to bind it, beside another one that is known to.
func (d *draft) claims(declares, binds *draftContainer, port int) bool {
	return !d.calls(binds.out.Name, declares.out.Name) && !declares.listensElsewhere() && !declares.probesAway(port)
}

// guessed tells whether a variable alone speaks for one of the claims, and is likely to mean something else.
func guessed(a, b *draftContainer, x, y *Listen) bool {
	return a.doubtful(x) || b.doubtful(y) || x.Variable && y.Variable && slices.Equal(x.BindPath, y.BindPath)
}

// doubtful holds for a port that only a variable such as PORT speaks of, in a container that is known to listen elsewhere: its program
// does not read the variable. So does one that two containers take from one ConfigMap.
func (c *draftContainer) doubtful(l *Listen) bool {
	if !l.Variable {
		return false
	}
	for i := range c.out.Listens {
		if o := &c.out.Listens[i]; o != l && o.bound() && !o.Variable && o.Purpose == "" {
			return true
		}
	}
	return c.tools()
}

func addressesMeet(x, y string) bool {
	return x == y || x == "all" || y == "all"
}

// distinctAddress: a server that takes care to bind one address leaves the others to its neighbours.
func distinctAddress(l *Listen) bool { return l.Effective && l.Address != "all" }

// listensElsewhere tells whether an explicit setting makes the container listen on a port that it does not declare: its declared ports
// are wrong then.
func (c *draftContainer) listensElsewhere() bool {
	for i := range c.out.Listens {
		l := &c.out.Listens[i]
		if l.bound() && !l.Declared && l.Purpose == "" && l.Origin != "image" {
			return true
		}
	}
	return c.image != nil && c.own && c.out.Verified
}

// probesAway tells whether the container's own probes on the port reach its neighbour: the port is the neighbour's then, on purpose.
func (c *draftContainer) probesAway(port int) bool {
	for i := range c.out.Probes {
		if c.out.Probes[i].Port == port && !c.out.Probes[i].Own {
			return true
		}
	}
	return false
}

// SharedPortName is a port name that two containers use for different ports.
type SharedPortName struct {
	Name       string   `json:"name"               jsonschema:"of both ports"`
	First      string   `json:"first"              jsonschema:"the container that a name resolves to"`
	FirstPort  int      `json:"first_port"         jsonschema:"its port"`
	Second     string   `json:"second"             jsonschema:"the container that the name never reaches"`
	SecondPort int      `json:"second_port"        jsonschema:"its port"`
	Services   []string `json:"services,omitempty" jsonschema:"Services of the set whose targetPort is the name"`
	FirstPath  Path     `json:"first_path"         jsonschema:"of the first port's name"`
	Path       Path     `json:"path"               jsonschema:"of the second port's name"`
}

type namedPort struct {
	container *draftContainer
	listen    *Listen
}

// joinPortNames finds names that stand for two ports: a Service's targetPort takes the first container's.
func (d *draft) joinPortNames() {
	first := map[string]namedPort{}
	for _, c := range d.namedOrder() {
		for i := range c.out.Listens {
			l := &c.out.Listens[i]
			if !l.Declared || l.Name == "" || isPlaceholder(l.Name) {
				continue
			}
			key := l.Name + "/" + l.Protocol
			f, seen := first[key]
			switch {
			case !seen:
				first[key] = namedPort{c, l}
			case f.container != c && f.listen.Port != l.Port:
				d.pod.Network.SharedPortNames = append(d.pod.Network.SharedPortNames, SharedPortName{
					Name: l.Name, First: f.container.out.Name,
					FirstPort: f.listen.Port, Second: c.out.Name, SecondPort: l.Port, Services: d.servicesOf(l), FirstPath: f.listen.Path.With("name"), Path: l.Path.With("name"),
				})
			}
		}
	}
}

// namedOrder is the order in which a port's name is looked up: regular containers first, then native sidecars.
func (d *draft) namedOrder() []*draftContainer {
	var out []*draftContainer
	for _, class := range []string{"regular", "sidecar"} {
		for _, c := range d.containers {
			if c.out.Class == class {
				out = append(out, c)
			}
		}
	}
	return out
}

func (d *draft) servicesOf(l *Listen) []string {
	var out []string
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			if p := &s.Ports[j]; p.TargetName == l.Name && p.Protocol == l.Protocol {
				out = append(out, s.Name)
				break
			}
		}
	}
	return out
}
