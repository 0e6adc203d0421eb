package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// tieMesh: a mesh proxy written into the manifest carries the traffic of every other container; its init container prepares that.
func (d *draft) tieMesh() {
	for _, p := range d.containers {
		if p.out.Role != "mesh-proxy" || p.out.Class == "injected" || !p.running() {
			continue
		}
		origin := d.meshOrigin()
		for _, o := range d.containers {
			if o != p && o.out.Class != "injected" {
				d.tieToMesh(o, p, origin)
			}
		}
	}
}

// meshOrigin: where an init container of the mesh stands in the manifest, it leads the traffic of all containers to the proxy; without one that is
// only likely.
func (d *draft) meshOrigin() string {
	if slices.ContainsFunc(d.containers, func(c *draftContainer) bool {
		return c.out.Class == "init" && c.image != nil && c.image.Role == "mesh-proxy"
	}) {
		return "image"
	}
	return "role"
}

func (d *draft) tieToMesh(o, p *draftContainer, origin string) {
	switch {
	case o.out.Class == "init" && o.out.Role == "mesh-proxy":
		d.surely(p.edgeRung(origin), o, p, "localhost-dial", origin, "redirects the traffic to the mesh proxy", o.out.Image.Path)
	case o.running() && o.out.Part != "helper" && !o.helps():
		d.surely(p.edgeRung(origin), o, p, "localhost-dial", origin, "traffic redirected to the mesh proxy", p.out.Image.Path)
	}
}

// tieRoles ties a helper whose work can only be for a neighbour, and for which no other tie is in sight: its settings, or the
// neighbour's, are then not among the manifests.
func (d *draft) tieRoles() {
	for _, c := range d.containers {
		if c.worksForNeighbour() && !d.joined(c) {
			d.tieByRole(c)
		}
	}
}

// worksForNeighbour tells whether the container runs a known helper of no use without a neighbour.
func (c *draftContainer) worksForNeighbour() bool {
	path := c.role().Path
	return c.visible() && c.own && (path == "inward" || path == "outward" || c.out.Role == "exporter")
}

// tieByRole ties a helper to the first neighbour that it fits; a front may have several neighbours behind it.
func (d *draft) tieByRole(c *draftContainer) {
	first := true
	for _, o := range d.containers {
		if o == c || !o.visible() || !d.fits(c, o) || !first && d.joined(o) {
			continue
		}
		first = false
		d.tieRole(c, o)
		if c.out.Role != "proxy" && c.out.Role != "gateway" {
			return
		}
	}
}

// visible tells whether the manifest shows the container and it runs beside the others.
func (c *draftContainer) visible() bool { return c.running() && c.out.Class != "injected" }

func (d *draft) tieRole(c, o *draftContainer) {
	from, to := c, o
	if c.role().Leads() {
		from, to = o, c
	}
	d.edge(from, to, roleKind(c), "role", c.out.Role+" beside its neighbour", c.out.Image.Path)
}

// joined tells whether the container is tied to one that runs beside it.
func (d *draft) joined(c *draftContainer) bool {
	for i := range d.pod.Edges {
		e := &d.pod.Edges[i]
		if e.Kind == "start-order" || e.Kind == "injected" || e.From != c.out.Name && e.To != c.out.Name {
			continue
		}
		if d.byName[e.From].running() && d.byName[e.To].running() {
			return true
		}
	}
	return false
}

// fits tells whether a helper of this role can be meant for a neighbour: not for another helper (a proxy also asks one for
// authorisation), an exporter only for the product in its name.
func (d *draft) fits(c, o *draftContainer) bool {
	helper := o.own && o.helps() && o.out.Role != "one-shot"
	switch {
	case c.out.Role == "exporter":
		return !helper && exports(c, o)
	case len(d.companions()) == 2:
		return !helper
	case c.out.Role == "proxy" || c.out.Role == "gateway":
		return !o.closed() && !helper || o.out.Role == "authz" || o.out.Role == "auth-proxy"
	}
	return !helper && !o.closed()
}

func roleKind(c *draftContainer) string {
	switch c.out.Role {
	case "exporter":
		return "metrics-scrape"
	case "auth-proxy":
		return "auth-front"
	}
	return "localhost-dial"
}

// exporterWords cuts the product out of an exporter's name.
var exporterWords = pattern.New(`[-_]?(prometheus|exporter|server|metrics|sidecar)[-_]?`)

// anyProduct are exporters that read whatever they are pointed at.
var anyProduct = map[string]bool{"": true, "blackbox": true, "statsd": true, "json": true, "jmx": true, "process": true, "script": true, "sql": true, "graphite": true, "push": true}

// exports tells whether an exporter's product is the neighbour, as far as the neighbour is known.
func exports(c, o *draftContainer) bool {
	product := strings.TrimSuffix(exporterWords.ReplaceAllString(base(c.out.Image.Repository), ""), "d")
	if anyProduct[product] || o.image == nil || o.out.Role == "app" {
		return true
	}
	name := o.out.Image.Repository + " " + o.out.Known + " " + o.image.Process
	return strings.Contains(name, product) || len(product) > 4 && strings.Contains(name, product[:4])
}

// likelyProxies are the neighbours whose image or command says that they are proxies.
func (d *draft) likelyProxies(c *draftContainer) []*draftContainer {
	var found []*draftContainer
	for _, o := range d.containers {
		if o == c || !o.running() || o.out.Class == "injected" {
			continue
		}
		text := o.out.Image.Repository + " " + strings.Join(o.out.Argv[:min(3, len(o.out.Argv))], " ")
		if o.out.Role == "proxy" || o.out.Role == "tunnel" || strings.Contains(text, "proxy") {
			found = append(found, o)
		}
	}
	return found
}
