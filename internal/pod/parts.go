package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pattern"
)

// role is what the role of the container's image says of its place in a pod: nothing, where its program is work of its own.
func (c *draftContainer) role() knowledge.Role {
	if c.alone {
		return knowledge.Role{ID: c.out.Role}
	}
	return c.d.b.opt.Knowledge.Role(c.out.Role)
}

// helps tells whether the role is one of programs that serve a neighbour.
func (c *draftContainer) helps() bool { return c.role().Serves != "" }

// scriptedTool: an image of command-line tools runs an endless script of the manifest, which decides what the container is.
func (c *draftContainer) scriptedTool() bool {
	return c.out.Role == "one-shot" && c.out.Declared && !c.own && c.out.Lifetime != string(fact.Finite)
}

// settleParts decides who serves whom: by the Services that lead to a container first, by ties second, by knowledge of the image third, by
// name never.
func (d *draft) settleParts() {
	for _, c := range d.containers {
		if c.out.Class == "injected" {
			continue
		}
		c.out.Part, c.out.PartBy = d.part(c)
	}
	d.led = d.ledByServices()
	d.keepTheWork()
	d.keepAnApp()
	d.eliminate()
	for _, c := range d.containers {
		c.out.PartRung = d.partRung(c)
	}
}

// partRung: the class is stated, an edge is as sure as what shows it, and all the rest is a guess.
func (d *draft) partRung(c *draftContainer) string {
	switch {
	case c.out.Class != "regular":
		return Stated
	case len(d.companions()) == 1:
		return Stated
	case c.out.Part == "app" && d.led[c.out.Name] != nil:
		return d.led[c.out.Name].certainty
	}
	if e := d.serving(c); e != nil {
		if e.To == c.out.Name && c.image == nil && d.seemsTunnel(c, e.From) {
			return Guessed // what it does stands in its name alone
		}
		return d.servingRung(c, e)
	}
	if c.out.Verified && c.own && c.out.Part == "helper" {
		return Known
	}
	return Guessed
}

// servingRung: that a front serves what the container writes on a common volume is as sure as what is known of the front.
func (d *draft) servingRung(c *draftContainer, e *Edge) string {
	if e.Kind == "shared-volume" {
		return Weaker(e.Certainty, d.byName[otherEnd(e, c.out.Name)].imageRung())
	}
	return e.Certainty
}

// otherEnd is the neighbour to which an edge ties the container.
func otherEnd(e *Edge, name string) string {
	if e.From == name {
		return e.To
	}
	return e.From
}

// imageRung is how sure it is that the image's own program does what is known of it.
func (c *draftContainer) imageRung() string {
	if c.own && c.out.Verified {
		return Known
	}
	return Guessed
}

// serving is the edge by which the container serves a neighbour; nil when there is none.
func (d *draft) serving(c *draftContainer) *Edge {
	for _, i := range d.tiesOf[c.out.Name] {
		e := &d.pod.Edges[i]
		if c.out.Name == e.From && d.servesBy(c, e) != "" || c.out.Name == e.To && d.servedBy(c, e) != "" {
			return e
		}
	}
	return nil
}

// helperClasses are the classes of containers that are helpers by that alone.
var helperClasses = map[string]string{"init": "init container", "sidecar": "native sidecar", "ephemeral": "ephemeral container"}

func (d *draft) part(c *draftContainer) (part, by string) {
	if by := helperClasses[c.out.Class]; by != "" {
		return "helper", by
	}
	if by, _ := d.serves(c); by != "" {
		return "helper", by
	}
	if d.pod.NodeAgent && c.role().Node {
		return "app", "serves the node"
	}
	if c.helps() && !c.scriptedTool() {
		return "helper", "role " + c.out.Role + " of its image"
	}
	if d.signalsInVain(c) {
		return "helper", "signals process 1, which it takes for a neighbour's"
	}
	if c.out.Opaque && c.out.Role == "unknown" && len(c.out.Neighbours) == 0 {
		return c.opaquePart()
	}
	return "app", "nothing shows that it serves a neighbour"
}

// signalsInVain: a script of common tools goes on for ever to signal process 1, which no container of a pod with one process namespace is.
func (d *draft) signalsInVain(c *draftContainer) bool {
	return d.pod.ShareProcessNamespace && c.out.Lifetime == string(fact.Endless) && c.closed() &&
		slices.ContainsFunc(c.out.Signals, func(s Signal) bool { return s.Phase == "run" && s.Target == "1" })
}

// opaquePart is the part of a container of which nothing is known: a port for its users is something.
func (c *draftContainer) opaquePart() (part, by string) {
	if c.mainPort() {
		return "app", "nothing is known of it but a port for its users"
	}
	return "unknown", "nothing is known of it"
}

// serves names the edge by which the container serves a neighbour, and that neighbour; both are empty when there is none.
func (d *draft) serves(c *draftContainer) (by, whom string) {
	for _, i := range d.tiesOf[c.out.Name] {
		e := &d.pod.Edges[i]
		switch c.out.Name {
		case e.From:
			if by := d.servesBy(c, e); by != "" {
				return by, e.To
			}
		case e.To:
			if by := d.servedBy(c, e); by != "" {
				return by, e.From
			}
		}
	}
	return "", ""
}

// servesBy says how an edge that starts at the container shows that it serves the other end.
func (d *draft) servesBy(c *draftContainer, e *Edge) string {
	switch {
	case e.Kind == "metrics-scrape":
		return "scrapes " + e.To
	case e.Kind == "config-reload":
		return "reloads " + e.To
	case e.Kind == "auth-front":
		return "guards " + e.To
	case e.Kind == "signal" && e.Text != "RestartAllContainers":
		return "signals " + e.To
	case e.Kind == "content-sync":
		return "fetches content for " + e.To
	case e.Kind == "shared-volume" && d.fronts(e.To, c):
		return "writes the content that " + e.To + " serves"
	}
	return ""
}

// servedBy says how an edge that ends at the container shows that it serves the one where it starts.
func (d *draft) servedBy(c *draftContainer, e *Edge) string {
	switch {
	case e.Kind == "log-stream" && !c.own:
		return "streams the log of " + e.From
	case e.Kind == "shared-volume" && d.fronts(e.From, c):
		return "writes the content that " + e.From + " serves"
	case e.Kind == "localhost-dial" && (tunnels(c) || d.seemsTunnel(c, e.From)):
		return "opens a path for " + e.From
	case e.Kind == "localhost-dial" && d.hooked(e):
		return "answers the hook of " + e.From
	}
	return ""
}

// fronts tells whether a web front serves files that the writer makes, and does not hand requests on to it: then the writer is what it is a
// front of.
func (d *draft) fronts(front string, writer *draftContainer) bool {
	f := d.byName[front]
	if f == nil || f.out.Role != "web-front" || writer.out.Role == "web-front" {
		return false
	}
	if slices.ContainsFunc(f.out.Dials, func(dial Dial) bool { return dial.Meets == writer.out.Name }) {
		return false
	}
	for i := range f.out.Files {
		s := &f.out.Files[i]
		if s.Op != "serve" || s.Volume == "" {
			continue
		}
		if writer.writesOn(s.Volume) || d.mustWrite(writer, f, s.Volume) {
			return true
		}
	}
	return false
}

func (c *draftContainer) writesOn(volume string) bool {
	return slices.ContainsFunc(c.out.Files, func(w FileUse) bool { return writes(&w) && w.Volume == volume })
}

// mustWrite tells whether only this container can have filled the emptyDir that a front serves: nobody else mounts it, and a program that
// shows no port and no probe is there for nothing else.
func (d *draft) mustWrite(c, front *draftContainer, volume string) bool {
	v := d.volumes[volume]
	m := c.mounts(volume)
	if v == nil || v.Kind != "emptyDir" || m == nil || m.ReadOnly || !c.out.Opaque || c.image != nil || len(c.out.Listens)+len(c.out.Probes) > 0 {
		return false
	}
	return !slices.ContainsFunc(v.MountedBy, func(o MountedBy) bool { return o.Container != c.out.Name && o.Container != front.out.Name })
}

// tunnels: a neighbour reaches its database through the container.
func tunnels(c *draftContainer) bool {
	return c.out.Role == "db-tunnel" || c.out.Role == "db-pool"
}

// tunnelWords are what people call a program of their own that opens a path.
var tunnelWords = pattern.New(`(^|[^a-z])(proxy|pooler?|bouncer|tunnel|auth-proxy)([^a-z]|$)`)

// seemsTunnel: a program that nobody knows is called a proxy, and a neighbour asks it for a database.
func (d *draft) seemsTunnel(c *draftContainer, client string) bool {
	if c.image != nil || !tunnelWords.MatchString(base(c.out.Image.Repository)) {
		return false
	}
	return slices.ContainsFunc(d.byName[client].out.Dials, func(dial Dial) bool {
		return dial.Meets == c.out.Name && dial.Purpose == fact.PurposeDatabase
	})
}

// hooked: the neighbour reaches the container through a lifecycle hook of its own (a drain endpoint).
func (d *draft) hooked(e *Edge) bool {
	for i := range d.byName[e.From].out.Hooks {
		if d.byName[e.From].out.Hooks[i].Reaches == e.To {
			return true
		}
	}
	return false
}

// eliminate: where every other regular container is a helper or a script of common tools, the one of which nothing is known is the app.
func (d *draft) eliminate() {
	var unknown *draftContainer
	helpers := 0
	for _, c := range d.containers {
		switch {
		case c.out.Class != "regular":
		case c.out.Part == "helper" || c.closed() && d.led[c.out.Name] == nil:
			helpers++
		case c.out.Part == "app" || unknown != nil:
			return
		default:
			unknown = c
		}
	}
	if unknown != nil && helpers > 0 {
		unknown.out.Part, unknown.out.PartBy = "app", "every other container is a helper or a common tool"
	}
}

// keepAnApp: what a Service leads to is the app, unless a tie shows that it serves a neighbour, or it is of a kind that does and the
// Services lead to another one as well. Where everybody looks like a helper by role alone, the one that others serve is the app.
func (d *draft) keepAnApp() {
	regular := d.declaredRegular()
	plain := slices.ContainsFunc(regular, func(c *draftContainer) bool { return d.led[c.out.Name] != nil && c.out.Part != "helper" })
	for _, c := range regular {
		if l := d.led[c.out.Name]; l != nil && (c.out.Part != "helper" || !plain && !d.servesSomebody(c)) {
			c.out.Part, c.out.PartBy = "app", l.reason()
		}
	}
	if slices.ContainsFunc(regular, func(c *draftContainer) bool { return c.out.Part != "helper" }) {
		return
	}
	if len(regular) == 1 {
		regular[0].out.Part, regular[0].out.PartBy = "app", "the only regular container"
		return
	}
	if c := d.theServed(regular); c != nil {
		c.out.Part, c.out.PartBy = "app", "the others serve it"
	}
}

func (d *draft) declaredRegular() []*draftContainer {
	return slices.DeleteFunc(d.companions(), func(c *draftContainer) bool { return c.out.Class != "regular" })
}

func (d *draft) servesSomebody(c *draftContainer) bool {
	by, _ := d.serves(c)
	return by != ""
}

// theServed is the one container that neighbours serve by an edge and that itself serves none, nil when there is none or more.
func (d *draft) theServed(list []*draftContainer) *draftContainer {
	served := map[string]bool{}
	for _, o := range list {
		_, whom := d.serves(o)
		served[whom] = true
	}
	var only *draftContainer
	for _, c := range list {
		if !served[c.out.Name] || d.servesSomebody(c) {
			continue
		}
		if only != nil {
			return nil
		}
		only = c
	}
	return only
}
