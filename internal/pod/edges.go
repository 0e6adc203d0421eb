package pod

import (
	"slices"
	"sort"

	"github.com/podlint/podlint/internal/fact"
)

// tie collects everything that ties two containers together.
func (d *draft) tie() {
	for _, v := range slices.Concat(d.pod.Volumes, d.undeclared()) {
		d.tieVolume(v)
	}
	for _, c := range d.containers {
		d.tieDials(c)
		d.tieProbes(c)
		d.tieSignals(c)
		d.tieInjected(c)
	}
	d.tieMentions()
	d.tieProcesses()
	d.tieMesh()
	d.tieRoles()
	d.tieRestartRules()
	d.tieStart()
	d.pod.NodeAgent = d.nodeAgent()
	d.neighbours()
}

func (d *draft) edge(from, to *draftContainer, kind, origin, text string, at Path) {
	if from != nil {
		d.surely(from.edgeRung(origin), from, to, kind, origin, text, at)
	}
}

// surely is edge for a tie that is as sure as what shows it.
func (d *draft) surely(certainty string, from, to *draftContainer, kind, origin, text string, at Path) {
	if from == to || from == nil || to == nil {
		return
	}
	key := edgeKey{from.out.Name, to.out.Name, kind}
	if d.edgesBy[key] {
		return
	}
	if d.edgesBy == nil {
		d.edgesBy = map[edgeKey]bool{}
	}
	d.edgesBy[key] = true
	if d.tiesOf == nil {
		d.tiesOf = map[string][]int{}
	}
	for _, end := range [...]string{from.out.Name, to.out.Name} {
		d.tiesOf[end] = append(d.tiesOf[end], len(d.pod.Edges))
	}
	d.pod.Edges = append(d.pod.Edges, Edge{
		From: from.out.Name, To: to.out.Name, Kind: kind, Origin: origin, Certainty: certainty, Text: text, Path: at,
	})
}

// edgeKey tells edges apart: of several reasons for one the first counts.
type edgeKey struct{ from, to, kind string }

func (d *draft) tieDials(c *draftContainer) {
	for i := range c.out.Dials {
		dial := &c.out.Dials[i]
		switch {
		case dial.Meets != "" && dial.HostClass == "socket":
			d.surely(dial.Certainty, c, d.byName[dial.Meets], "socket", dial.Origin, dial.Socket, dial.Path)
		case dial.Meets != "":
			d.surely(dial.Certainty, c, d.byName[dial.Meets], dialKind(c, dial), dial.Origin, dialText(dial), dial.Path)
		case dial.MeetsOwn:
		case dial.HostClass == "loopback" && dial.Purpose == fact.PurposeProxy:
			for _, o := range d.likelyProxies(c) {
				d.surely(Guessed, c, o, "localhost-dial", dial.Origin, dialText(dial)+", no listener known", dial.Path)
			}
		case dial.HostClass == "loopback":
			d.surely(Guessed, c, d.likelyServer(c, dial), dialKind(c, dial), dial.Origin, dialText(dial)+", no listener known", dial.Path)
		case dial.HostClass == "socket" && dial.Volume != "":
			d.edge(c, d.socketServer(c, dial), "socket", dial.Origin, dial.Socket, dial.Path)
		}
	}
}

func dialText(dial *Dial) string {
	if dial.Port == 0 {
		return dial.Host
	}
	return dial.Host + ":" + itoa(dial.Port)
}

func dialKind(c *draftContainer, dial *Dial) string {
	switch {
	case dial.Purpose == fact.PurposeScrape:
		return "metrics-scrape"
	case dial.Purpose == fact.PurposeReload:
		return "config-reload"
	case c.out.Role == "auth-proxy":
		return "auth-front"
	}
	return "localhost-dial"
}

// likelyServer is the one neighbour that could answer a localhost dial no listener is known for: nobody else runs, and what it listens
// on is not known; an address that is only an image's default says nothing about a neighbour of another kind.
func (d *draft) likelyServer(c *draftContainer, dial *Dial) *draftContainer {
	var found *draftContainer
	for _, o := range d.containers {
		if o == c || !o.visible() || dial.Origin == "image" && o.certainlyOther(dial) {
			continue
		}
		switch {
		case found == nil, found.helps() && !o.helps(), found.out.Role != "unknown" && o.out.Role == "unknown":
			found = o
		case !o.helps():
			return nil
		}
	}
	return found
}

// certainlyOther: a container that is known to listen elsewhere, or to be another kind of program, is not what an image's default means.
func (c *draftContainer) certainlyOther(dial *Dial) bool {
	return len(c.out.Listens) > 0 && dial.Port > 0 || c.out.Role != "unknown" && c.out.Role != "app"
}

// socketServer is the container most likely to serve a socket on a shared volume: one that mounts the volume and is no client itself.
func (d *draft) socketServer(c *draftContainer, dial *Dial) *draftContainer {
	var found *draftContainer
	for _, o := range d.containers {
		if o == c || !o.running() {
			continue
		}
		mounts := false
		for i := range o.out.Mounts {
			mounts = mounts || o.out.Mounts[i].Volume == dial.Volume
		}
		if !mounts || o.uses(dial.Volume).client || o.helps() || d.onHost(dial.Volume) && !o.uses(dial.Volume).known {
			continue
		}
		if found != nil {
			return nil
		}
		found = o
	}
	return found
}

func (d *draft) onHost(volume string) bool {
	v := d.volumes[volume]
	return v != nil && v.Kind == "hostPath"
}

func (d *draft) tieProbes(c *draftContainer) {
	for i := range c.out.Probes {
		if p := &c.out.Probes[i]; !p.Own {
			d.edge(c, d.byName[p.Reaches], "probe", "declared", p.Kind+" probe on port "+itoa(p.Port), p.Path)
		}
	}
	for i := range c.out.Hooks {
		if h := &c.out.Hooks[i]; h.Reaches != "" {
			d.edge(c, d.byName[h.Reaches], "localhost-dial", "declared", h.Kind+" hook on port "+itoa(h.Port), h.Path)
		}
	}
}

func (d *draft) tieSignals(c *draftContainer) {
	for i := range c.out.Signals {
		if s := &c.out.Signals[i]; s.Reaches != "" {
			d.edge(c, d.byName[s.Reaches], "signal", s.Origin, s.Text, s.Path)
		}
	}
}

func (d *draft) tieInjected(c *draftContainer) {
	if c.out.Class != "injected" {
		return
	}
	for _, o := range d.containers {
		if o.out.Class != "injected" && o.running() {
			d.edge(c, o, "injected", "injected", c.out.InjectedBy, c.out.Path)
		}
	}
}

// tieRestartRules: a container whose exit restarts all the others (KEP-5532) steers them.
func (d *draft) tieRestartRules() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		for i := range c.spec.RestartPolicyRules {
			if string(c.spec.RestartPolicyRules[i].Action) != "RestartAllContainers" {
				continue
			}
			for _, o := range d.containers {
				if o.running() {
					d.edge(c, o, "signal", "declared", "RestartAllContainers", c.path("restartPolicyRules", i))
				}
			}
		}
	}
}

// tieStart: what waits for what. An init container must end, and a native sidecar must have started, before the next one starts.
func (d *draft) tieStart() {
	var before *draftContainer
	for _, c := range d.containers {
		staged := c.out.Class == "init" || c.out.Class == "sidecar" || c.out.Class == "injected" && c.out.InjectedAs != "regular"
		if before != nil && c.out.Class != "ephemeral" {
			d.edge(before, c, "start-order", "declared", before.out.Name+" before "+c.out.Name, c.out.Path)
		}
		if staged {
			before = c
		}
	}
}

// nodeAgent: a DaemonSet with access to its node serves the node.
func (d *draft) nodeAgent() bool {
	if d.at.kind.Scales != "nodes" {
		return false
	}
	host := d.pod.HostNetwork || d.pod.HostPID || d.pod.HostProcess
	for _, v := range d.pod.Volumes {
		host = host || v.Kind == "hostPath"
	}
	return host
}

func (d *draft) neighbours() {
	met := map[[2]string]bool{}
	for i := range d.pod.Edges {
		e := &d.pod.Edges[i]
		if e.Kind == "start-order" || e.Kind == "injected" {
			continue
		}
		for _, pair := range [...][2]string{{e.From, e.To}, {e.To, e.From}} {
			if !met[pair] {
				met[pair] = true
				c := d.byName[pair[0]]
				c.out.Neighbours = append(c.out.Neighbours, pair[1])
			}
		}
	}
	for _, c := range d.containers {
		sort.Strings(c.out.Neighbours)
	}
}
