package pod

import (
	"path"
	"slices"
	"strconv"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

func itoa(n int) string { return strconv.Itoa(n) }

// role is what the role of the container's image says of its place in a pod.
func (c *draftContainer) role() knowledge.Role { return c.d.b.opt.Knowledge.Role(c.out.Role) }

// helps tells whether the role is one of programs that serve a neighbour.
func (c *draftContainer) helps() bool { return c.role().Serves != "" }

// scriptedTool: an image of command-line tools runs an endless script of the manifest, which decides what the container is.
func (c *draftContainer) scriptedTool() bool {
	return c.out.Role == "one-shot" && c.out.Declared && !c.own && c.out.Lifetime != string(fact.Finite)
}

// settleParts decides who serves whom: by edges first, by knowledge of the image second, by name never.
func (d *draft) settleParts() {
	for _, c := range d.containers {
		if c.out.Class == "injected" {
			continue
		}
		c.out.Part, c.out.PartBy = d.part(c)
	}
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
	}
	if e := d.serving(c); e != nil {
		return e.Certainty
	}
	if c.out.Verified && c.own && c.out.Part == "helper" {
		return Known
	}
	return Guessed
}

// serving is the edge by which the container serves a neighbour; nil when there is none.
func (d *draft) serving(c *draftContainer) *Edge {
	for i := range d.pod.Edges {
		e := &d.pod.Edges[i]
		if c.out.Name == e.From && d.servesBy(c, e) != "" || c.out.Name == e.To && d.servedBy(c, e) != "" {
			return e
		}
	}
	return nil
}

func (d *draft) part(c *draftContainer) (part, by string) {
	switch c.out.Class {
	case "init":
		return "helper", "init container"
	case "sidecar":
		return "helper", "native sidecar"
	case "ephemeral":
		return "helper", "ephemeral container"
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
	if c.out.Opaque && c.out.Role == "unknown" && len(c.out.Neighbours) == 0 {
		return "unknown", "nothing is known of it"
	}
	return "app", "nothing shows that it serves a neighbour"
}

// serves names the edge by which the container serves a neighbour, and that neighbour; both are empty when there is none.
func (d *draft) serves(c *draftContainer) (by, whom string) {
	for i := range d.pod.Edges {
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
	case e.Kind == "localhost-dial" && tunnels(c):
		return "opens a path for " + e.From
	case e.Kind == "localhost-dial" && d.hooked(e):
		return "answers the hook of " + e.From
	}
	return ""
}

// fronts tells whether a web front serves files that the writer makes.
func (d *draft) fronts(front string, writer *draftContainer) bool {
	f := d.byName[front]
	if f == nil || f.out.Role != "web-front" || writer.out.Role == "web-front" {
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

// hooked: the neighbour reaches the container through a lifecycle hook of its own (a drain endpoint).
func (d *draft) hooked(e *Edge) bool {
	for i := range d.byName[e.From].out.Hooks {
		if d.byName[e.From].out.Hooks[i].Reaches == e.To {
			return true
		}
	}
	return false
}

// eliminate: where every other regular container is a helper, the one of which nothing is known is the app that they serve.
func (d *draft) eliminate() {
	var unknown *draftContainer
	helpers := 0
	for _, c := range d.containers {
		switch {
		case c.out.Class != "regular":
		case c.out.Part == "helper":
			helpers++
		case c.out.Part == "app" || unknown != nil:
			return
		default:
			unknown = c
		}
	}
	if unknown != nil && helpers > 0 {
		unknown.out.Part, unknown.out.PartBy = "app", "every other container is a helper"
	}
}

// keepAnApp: where everything looks like a helper by role alone, the one that others serve is the app.
func (d *draft) keepAnApp() {
	var regular []*draftContainer
	for _, c := range d.containers {
		if c.out.Class != "regular" {
			continue
		}
		if c.out.Part != "helper" {
			return
		}
		regular = append(regular, c)
	}
	if len(regular) == 1 {
		regular[0].out.Part, regular[0].out.PartBy = "app", "the only regular container"
		return
	}
	if c := d.theServed(regular); c != nil {
		c.out.Part, c.out.PartBy = "app", "the others serve it"
	}
}

// theServed is the one container that neighbours serve by an edge and that itself serves none, nil when there is none or more.
func (d *draft) theServed(list []*draftContainer) *draftContainer {
	var only *draftContainer
	for _, c := range list {
		if by, _ := d.serves(c); by != "" {
			continue
		}
		for _, o := range list {
			if _, whom := d.serves(o); o == c || whom != c.out.Name {
				continue
			}
			if only != nil && only != c {
				return nil
			}
			only = c
		}
	}
	return only
}

// settleLogs says where each container's log goes, whether a link or a volume stands in between, and who streams it.
func (d *draft) settleLogs() {
	for _, c := range d.containers {
		for i := range c.facts {
			if f := &c.facts[i]; f.Kind == fact.Log && f.phase != "hook" && f.phase != "probe" {
				c.addLog(f)
			}
		}
	}
}

func (c *draftContainer) addLog(f *placed) {
	l := LogSink{
		Sink: f.Sink, File: f.File, Purpose: f.Purpose, Rung: f.Rung, Partial: f.Partial, Rotated: f.Rotated, Verified: f.origin != "image" || f.Verified,
		Origin: f.origin, Text: f.Text, Path: f.path,
	}
	if f.Sink == fact.SinkFile {
		l.Volume, l.VolumePath = c.volumeOf(f.File)
		if c.linked(f.File) {
			l.Linked, l.Shadowed = l.Volume == "", l.Volume != ""
		}
		l.StreamedBy = c.d.streamers(c, &l)
	}
	for i := range c.out.Logs {
		if o := &c.out.Logs[i]; o.Sink == l.Sink && o.File == l.File && o.Purpose == l.Purpose {
			return
		}
	}
	c.out.Logs = append(c.out.Logs, l)
}

// linked tells whether the image keeps a link to stdout or stderr where the log file is.
func (c *draftContainer) linked(file string) bool {
	if c.image == nil {
		return false
	}
	for _, dir := range c.image.LogLinks {
		if under(file, dir) || !path.IsAbs(file) && under(path.Join(path.Dir(dir), file), dir) { // relative to where the program is installed
			return true
		}
	}
	return false
}

// streamers lists the containers that follow or read a log file on a shared volume. A script that keeps to itself what it reads, in a file
// of its own, brings nobody the log.
func (d *draft) streamers(c *draftContainer, l *LogSink) []string {
	if l.Volume == "" {
		return nil
	}
	var out []string
	sink := &FileUse{VolumePath: l.VolumePath}
	for _, o := range d.containers {
		if o == c || !o.running() {
			continue
		}
		for i := range o.out.Files {
			if u := &o.out.Files[i]; u.Volume == l.Volume && reads(u) && sameFile(sink, u) && (!u.Kept || !o.closed()) {
				out = append(out, o.out.Name)
				break
			}
		}
	}
	return out
}
