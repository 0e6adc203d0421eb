package pod

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// Isolated is a container that nothing ties to a neighbour. The facts from Opaque on are reasons to doubt that.
type Isolated struct {
	Container   string   `json:"container"             jsonschema:"the container: of two the helper, else the later; of more each one but the app"`
	Others      []string `json:"others"                jsonschema:"the containers that run beside it"`
	Opaque      []string `json:"opaque,omitempty"      jsonschema:"containers in question (it, or the only neighbour) whose behaviour cannot be fully known"`
	Vendor      string   `json:"vendor,omitempty"      jsonschema:"registry path that its image and a neighbour's share"`
	Worded      string   `json:"worded,omitempty"      jsonschema:"a word in an image name that speaks of a neighbour: proxy, ambassador, exporter, agent"`
	Partitioned string   `json:"partitioned,omitempty" jsonschema:"a volume that it shares with a neighbour at disjoint subPaths"`
	Path        Path     `json:"path"                  jsonschema:"of the container's name"`
}

// joinIsolated finds the containers without a tie to any that runs beside them.
func (d *draft) joinIsolated() {
	if d.groupedOnPurpose() {
		return
	}
	all := d.companions()
	if slices.ContainsFunc(all, func(c *draftContainer) bool { return c.out.Image.Reference == "" }) {
		return // an operator or a patch completes the pod
	}
	var alone []*draftContainer
	for _, c := range all {
		if !d.tied(c) && !d.looksForSocket(c) && !d.sharesVolume(c) && !c.gates() && (!d.pod.ShareProcessNamespace || c.closed()) {
			alone = append(alone, c)
		}
	}
	for _, c := range d.strangers(all, alone) {
		d.pod.Coupling.Isolated = append(d.pod.Coupling.Isolated, d.isolated(c, all))
	}
}

// groupedOnPurpose holds for pods that are no choice of containers that belong together: node agents, containers on the node itself,
// pods that a controller composes, tests, build agents with their tools.
func (d *draft) groupedOnPurpose() bool {
	p := d.pod
	return p.HostProcess || p.Test || p.Managed != "" || p.NodeAgent && p.HostNetwork || d.ciAgent()
}

// gates tells whether an idle container is there for its readiness probe, which holds the whole pod back.
func (c *draftContainer) gates() bool {
	for i := range c.out.Probes {
		if c.out.Probes[i].Kind == "readiness" && c.closed() {
			return true
		}
	}
	return false
}

// looksForSocket: a socket that a client cannot find is a tie that is broken, which is reported as that.
func (d *draft) looksForSocket(c *draftContainer) bool {
	return slices.ContainsFunc(d.pod.Coupling.Sockets, func(s UnsharedSocket) bool {
		return s.Container == c.out.Name || s.Server == c.out.Name
	})
}

func (d *draft) tied(c *draftContainer) bool {
	for _, n := range c.out.Neighbours {
		if o := d.byName[n]; o != nil && o.running() {
			return true
		}
	}
	return false
}

// sharesVolume tells whether the container, not all of whose doings are in sight, mounts a volume together with a neighbour.
func (d *draft) sharesVolume(c *draftContainer) bool {
	if c.closed() {
		return false
	}
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		v := d.volumes[m.Volume]
		if v == nil || v.Config || v.Kind == "image" || v.Kind == "hostPath" && hostFacility(v.Source) {
			continue
		}
		for _, o := range d.companions() {
			if n := o.mounts(m.Volume); o != c && n != nil && m.meetsOn(n) {
				return true
			}
		}
	}
	return false
}

// meetsOn tells whether files may go from one mount of a volume to the other.
func (m *Mount) meetsOn(n *Mount) bool {
	scratch := m.MountPath == "/tmp" && n.MountPath == "/tmp"
	return subPathsMeet(m.SubPath, n.SubPath) && !scratch && (!m.ReadOnly || !n.ReadOnly)
}

// strangers picks the containers to name: of two the helper, else the later; of more every one without a tie, save the app.
func (d *draft) strangers(all, alone []*draftContainer) []*draftContainer {
	if len(all) == 2 && len(alone) < 2 {
		return nil
	}
	if len(all) == 2 {
		if alone[0].out.Part == "helper" && alone[1].out.Part != "helper" {
			return alone[:1]
		}
		return alone[1:]
	}
	if len(alone) < len(all) {
		return alone
	}
	app := d.namesake(alone)
	return append(append([]*draftContainer(nil), alone[:app]...), alone[app+1:]...)
}

// namesake is the index of the app in a list: the one that bears the workload's name, else the first regular one that is no helper.
func (d *draft) namesake(list []*draftContainer) int {
	app := -1
	for i, c := range list {
		if c.out.Class != "regular" || c.out.Part == "helper" {
			continue
		}
		if c.out.Name == d.pod.Workload.Name {
			return i
		}
		if app < 0 {
			app = i
		}
	}
	return max(app, 0)
}

func (d *draft) isolated(c *draftContainer, all []*draftContainer) Isolated {
	out := Isolated{Container: c.out.Name, Path: c.path("name")}
	question, within := []*draftContainer{c}, false
	for _, o := range all {
		if o == c {
			continue
		}
		out.Others = append(out.Others, o.out.Name)
		within = within || o.reachable()
		if len(all) == 2 || c.reachable() {
			question = append(question, o)
		}
		d.doubt(&out, c, o)
	}
	doubts(&out, c, question, within, len(all) == 2)
	return out
}

// doubts notes which of the containers in question nobody sees into, when there is anything to talk to (within), and which image speaks
// of neighbours.
func doubts(out *Isolated, c *draftContainer, question []*draftContainer, within, pair bool) {
	for _, q := range question {
		if q.veiled() && c.reachable() && within {
			out.Opaque = append(out.Opaque, q.out.Name)
		}
		if out.Worded == "" && (q == c || pair) {
			out.Worded = q.speaksOfNeighbours()
		}
	}
	if len(out.Opaque) > 1 && out.Opaque[0] != c.out.Name {
		slices.Sort(out.Opaque) // the same doubt, in whatever order the neighbours stand
	}
}

// speaksOfNeighbours is the word in an image's name that does so, where nothing better is known of the program.
func (c *draftContainer) speaksOfNeighbours() string {
	if c.own && !c.veiled() {
		return ""
	}
	return neighbourWord.FindString(strings.ToLower(path.Base(c.out.Image.Repository) + " " + c.subcommand()))
}

// doubt notes what the container and a neighbour have in common: a maker, an image, a volume of separate parts.
func (d *draft) doubt(out *Isolated, c, o *draftContainer) {
	if out.Vendor == "" {
		out.Vendor = vendor(c, o)
	}
	if same := c.out.Image.Repository; out.Vendor == "" && same != "" && same == o.out.Image.Repository && !c.closed() && !o.closed() {
		out.Vendor = c.out.Image.Registry + "/" + same
	}
	if out.Partitioned == "" {
		out.Partitioned = d.partitioned(c, o)
	}
}

var neighbourWord = regexp.MustCompile(`proxy|ambassador|exporter|agent`)

// subcommand is the word that tells one program of a many-purpose image from another.
func (c *draftContainer) subcommand() string {
	if len(c.out.Argv) < 2 || strings.HasPrefix(c.out.Argv[1], "-") || c.program != nil && c.program.Shell != "" {
		return ""
	}
	return c.out.Argv[1]
}

// reachable tells whether a neighbour could have to do with the container: it listens, or what it does is not all in sight.
func (c *draftContainer) reachable() bool { return len(c.out.Listens) > 0 || !c.closed() }

// veiled tells whether something that the container does may be out of sight: its program, its settings, its environment.
func (c *draftContainer) veiled() bool {
	switch {
	case c.closed():
		return false
	case c.out.Opaque || c.out.EnvUnresolved:
		return true
	case !c.own && len(c.out.Argv) < 2:
		return true
	}
	for i := range c.out.Mounts {
		if v := c.d.volumes[c.out.Mounts[i].Volume]; v != nil && v.Kind == "configMap" && len(c.d.volumeFiles(v.Name)) == 0 {
			return true
		}
	}
	return false
}

// vendor is the registry path that two images share, empty when there is none: a public tool used twice is none.
func vendor(a, b *draftContainer) string {
	dir := path.Dir(a.out.Image.Repository)
	if dir == "." || a.out.Image.Registry != b.out.Image.Registry || path.Dir(b.out.Image.Repository) != dir {
		return ""
	}
	if a.out.Image.Repository == b.out.Image.Repository && a.out.Role == "tool" {
		return ""
	}
	return a.out.Image.Registry + "/" + dir
}

// partitioned is a volume that two containers mount at disjoint subPaths.
func (d *draft) partitioned(a, b *draftContainer) string {
	for i := range a.out.Mounts {
		m := &a.out.Mounts[i]
		o := b.mounts(m.Volume)
		if v := d.volumes[m.Volume]; o != nil && v != nil && !v.Config && !subPathsMeet(m.SubPath, o.SubPath) {
			return m.Volume
		}
	}
	return ""
}
