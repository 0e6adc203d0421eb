package pod

import "slices"

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
			Bound: l.Effective, Certain: l.certain(), By: l.by(), Path: l.Place(),
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
