package pod

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
