package pod

import "slices"

// ServicePair is two servers of one pod that Services expose side by side and that nothing ties together.
type ServicePair struct {
	Container    string   `json:"container"        jsonschema:"the later container"`
	Other        string   `json:"other"            jsonschema:"the earlier container"`
	Service      string   `json:"service"          jsonschema:"the Service that exposes the later container"`
	Port         int      `json:"port"             jsonschema:"its port"`
	OtherService string   `json:"other_service"    jsonschema:"the Service that exposes the earlier container"`
	OtherPort    int      `json:"other_port"       jsonschema:"its port"`
	Opaque       []string `json:"opaque,omitempty" jsonschema:"those of the two whose behaviour cannot be fully known"`
	Path         Path     `json:"path"             jsonschema:"of the later container's name"`
	ServicePath  Path     `json:"service_path"     jsonschema:"of the later container's port in its Service"`
	OtherPath    Path     `json:"other_path"       jsonschema:"of the earlier container's port in its Service"`
}

// exposure is the main port of a container in a Service.
type exposure struct {
	service *Service
	port    *ServicePort
}

// joinServices finds the pairs of servers that only share the pod.
func (d *draft) joinServices() {
	if d.groupedOnPurpose() {
		return
	}
	list := d.companions()
	exposed := make([]*exposure, len(list))
	for j, c := range list {
		exposed[j] = d.exposed(c)
		for k, o := range list[:j] {
			a, b := exposed[j], exposed[k]
			if a == nil || b == nil || d.near(c, o) || vendor(c, o) != "" {
				continue
			}
			p := ServicePair{
				Container: c.out.Name, Other: o.out.Name, Service: a.service.Name, Port: a.port.Port, OtherService: b.service.Name,
				OtherPort: b.port.Port, Path: c.path("name"), ServicePath: a.port.Path, OtherPath: b.port.Path,
			}
			for _, x := range []*draftContainer{c, o} {
				if x.veiled() {
					p.Opaque = append(p.Opaque, x.out.Name)
				}
			}
			d.pod.Coupling.Services = append(d.pod.Coupling.Services, p)
			break
		}
	}
}

// exposed returns the first main port by which a Service leads to this container alone, nil for a helper.
func (d *draft) exposed(c *draftContainer) *exposure {
	if c.out.Part == "helper" || c.helps() {
		return nil
	}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			p := &s.Ports[j]
			if len(p.Containers) == 1 && p.Containers[0] == c.out.Name && !d.sideName(p.Name+" "+p.TargetName+" "+s.Name) && !c.sidePort(p.TargetPort) {
				return &exposure{s, p}
			}
		}
	}
	return nil
}

// near tells whether two containers are tied, directly or through a common neighbour.
func (d *draft) near(a, b *draftContainer) bool {
	if slices.Contains(a.out.Neighbours, b.out.Name) {
		return true
	}
	for _, n := range a.out.Neighbours {
		if o := d.byName[n]; o != nil && o.running() && slices.Contains(b.out.Neighbours, n) {
			return true
		}
	}
	return false
}
