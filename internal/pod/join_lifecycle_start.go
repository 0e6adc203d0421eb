package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// EarlyDial is a connection of an init container to what starts later in the same pod.
type EarlyDial struct {
	Container string `json:"container"         jsonschema:"the init container"`
	Server    string `json:"server"            jsonschema:"the container that answers, once it runs"`
	Class     string `json:"class"             jsonschema:"that container's class: regular, sidecar or injected"`
	Part      string `json:"part"              jsonschema:"app, helper or unknown"`
	Address   string `json:"address"           jsonschema:"host and port, or socket"`
	Service   string `json:"service,omitempty" jsonschema:"the Service by which it reaches the pod, which alone it selects"`
	Wait      bool   `json:"wait"              jsonschema:"retried until it succeeds"`
	Ignorable bool   `json:"ignorable"         jsonschema:"its failure is tolerated"`
	Unsure    bool   `json:"unsure"            jsonschema:"an earlier native sidecar of which nothing is known could answer, or no script is seen to connect"`
	Path      Path   `json:"path"              jsonschema:"of the evidence"`
}

func (d *draft) joinEarlyDials(c *draftContainer) {
	if c.out.Class != "init" {
		return
	}
	for i := range c.out.Dials {
		dl := &c.out.Dials[i]
		if dl.Phase != "init" || dl.MeetsOwn || dl.Purpose == fact.PurposeTelemetry || dl.Purpose == fact.PurposeQuit {
			continue
		}
		if server, service := d.lateServer(c, dl); server != nil && !c.starts(server) {
			d.pod.Lifecycle.EarlyDials = append(d.pod.Lifecycle.EarlyDials, EarlyDial{
				Container: c.out.Name, Server: server.out.Name, Class: server.out.Class, Part: server.out.Part,
				Address: dialAddress(dl), Service: service, Wait: dl.Wait, Ignorable: dl.Ignorable, Unsure: d.unsure(c, dl), Path: dl.Path,
			})
		}
	}
}

// lateServer is the container that answers a dial and starts later; nil when an earlier one answers, or nobody does.
func (d *draft) lateServer(c *draftContainer, dl *Dial) (server *draftContainer, service string) {
	switch {
	case dl.HostClass == "service" && dl.Wait:
		return d.behind(dl)
	case dl.Meets == "" || dl.HostClass == "loopback" && d.pod.HostNetwork:
		return nil, ""
	case d.servedEarlier(c, dl):
		return nil, ""
	}
	if server = d.byName[dl.Meets]; server.out.Order < c.out.Order || server.spec == nil {
		return nil, ""
	}
	return server, ""
}

// servedEarlier tells whether a native sidecar that starts before the container answers the dial.
func (d *draft) servedEarlier(c *draftContainer, dl *Dial) bool {
	return slices.ContainsFunc(d.containers, func(o *draftContainer) bool {
		return o != c && o.running() && o.out.Order < c.out.Order && o.out.Class != "regular" && o.serves(dl)
	})
}

func (c *draftContainer) serves(dl *Dial) bool {
	if dl.Port > 0 {
		return c.listensOn(dl.Port, dl.Protocol) != nil
	}
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Socket != "" && l.Volume == dl.Volume && l.VolumePath == dl.VolumePath })
}

// behind finds the container behind a Service that selects no other workload than this one. Pods of a StatefulSet wait for each other.
func (d *draft) behind(dl *Dial) (server *draftContainer, service string) {
	if d.obj.Kind == "StatefulSet" {
		return nil, ""
	}
	for i := range d.related.Services {
		s := &d.related.Services[i]
		if s.Name != dl.Service || s.Workloads != 1 || s.Headless || !namespaceMatches(dl.Host, s.Namespace, d.obj.Namespace) {
			continue
		}
		for j := range s.Ports {
			if p := &s.Ports[j]; p.Port == dl.Port && len(p.Containers) > 0 {
				if o := d.byName[p.Containers[0]]; o != nil && o.out.Class == "regular" {
					return o, s.Name
				}
			}
		}
	}
	return nil, ""
}

// namespaceMatches tells whether a host name such as db.shop.svc means a Service of that namespace.
func namespaceMatches(host, service, own string) bool {
	_, rest, dotted := strings.Cut(host, ".")
	if !dotted {
		return sameNamespace(service, own)
	}
	ns, _, _ := strings.Cut(rest, ".")
	return sameNamespace(service, ns)
}

// starts: the container runs a copy of the server in the background of its own script.
func (c *draftContainer) starts(server *draftContainer) bool {
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		if cmd.Background && (cmd.Name == server.out.Program || server.image != nil && server.names(cmd.Name) || c.image != nil && c.names(cmd.Name)) {
			return true
		}
	}
	return false
}

// unsure: an earlier native sidecar of unknown behaviour could answer, or a variable names an address that the script does not use.
func (d *draft) unsure(c *draftContainer, dl *Dial) bool {
	if dl.Origin == "env" && c.program != nil && !c.out.Opaque && c.usesOnlyTools() {
		return true
	}
	return slices.ContainsFunc(d.containers, func(o *draftContainer) bool {
		return o.out.Order < c.out.Order && o.out.Class == "sidecar" && (o.out.Opaque || len(o.out.Listens) == 0 && o.out.Role == "unknown")
	})
}

// usesOnlyTools: every command of the script is a common tool, none a program that could read the environment for an address.
func (c *draftContainer) usesOnlyTools() bool {
	for i := range c.out.Commands {
		if _, common := c.d.b.opt.Knowledge.Programs[c.out.Commands[i].Name]; !common && !shellTools[c.out.Commands[i].Name] {
			return false
		}
	}
	return len(c.out.Commands) > 0
}

// HookWait is a postStart hook that needs a container which is started only when the hook is done.
type HookWait struct {
	Container string `json:"container" jsonschema:"whose hook it is"`
	Server    string `json:"server"    jsonschema:"the container that starts later"`
	Address   string `json:"address"   jsonschema:"host and port, or socket"`
	Wait      bool   `json:"wait"      jsonschema:"the hook tries until it succeeds; else it fails at once"`
	Path      Path   `json:"path"      jsonschema:"of the hook's command or port"`
}

func (d *draft) joinHookWaits(c *draftContainer) {
	if !c.holdsUpStart() {
		return
	}
	hook := c.path("lifecycle", "postStart")
	for i := range c.out.Dials {
		dl := &c.out.Dials[i]
		if dl.Phase == "hook" && dl.Wait && !dl.Ignorable && within(dl.Path, hook) {
			d.addHookWait(c, HookWait{Server: dl.Meets, Address: dialAddress(dl), Wait: true, Path: dl.Path})
		}
	}
	for i := range c.out.Hooks {
		h := &c.out.Hooks[i]
		if h.Kind == "post-start" && h.Handler != "exec" && h.meansPod() {
			d.addHookWait(c, HookWait{Server: h.Reaches, Address: "port " + itoa(h.Port), Path: h.Path})
		}
	}
}

// holdsUpStart tells whether those that come later wait for a hook of the container.
func (c *draftContainer) holdsUpStart() bool {
	return (c.out.Class == "regular" || c.out.Class == "sidecar") && c.hasPostStart()
}

func (c *draftContainer) hasPostStart() bool {
	return c.spec.Lifecycle != nil && c.spec.Lifecycle.PostStart != nil
}

// meansPod tells whether the hook's request stays in the pod.
func (h *Hook) meansPod() bool { return h.Host == "" || isLoopback(h.Host) }

// addHookWait leaves out servers that are there before the hook runs.
func (d *draft) addHookWait(c *draftContainer, w HookWait) {
	if d.later(c, w.Server) {
		w.Container = c.out.Name
		d.pod.Lifecycle.HookWaits = append(d.pod.Lifecycle.HookWaits, w)
	}
}

func within(p, root Path) bool {
	return len(p) >= len(root) && slices.Equal(p[:len(root)], root)
}

// later tells whether a container of that name starts after c.
func (d *draft) later(c *draftContainer, name string) bool {
	o := d.byName[name]
	return o != nil && o.spec != nil && o.out.Order > c.out.Order
}
