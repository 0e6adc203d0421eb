package relate

import (
	"slices"

	"github.com/podlint/podlint/internal/pod"
)

// members puts every container in a few words.
func members(p *pod.Pod) map[string]*pod.Member {
	named := names(p)
	out := make(map[string]*pod.Member, len(named))
	for i, c := range p.Containers {
		out[named[i]] = member(c)
	}
	tie(p, out)
	return out
}

func member(c *pod.Container) *pod.Member {
	m := &pod.Member{
		Path: c.Path, InjectedAs: c.InjectedAs, KnownRung: knownRung(c), KnownBy: c.KnownBy, Subcommand: c.Subcommand, Waits: c.Waits, Quits: c.AnswersQuit,
		Class: c.Class, Order: c.Order, Role: c.Role, Part: c.Part, PartBy: c.PartBy, PartRung: c.PartRung, Helps: c.Helps, Fronts: c.Fronts, Serves: c.Serves, Stdout: c.Stdout, Running: c.Running,
		OwnProgram: c.OwnProgram, ToolsOnly: c.ToolsOnly, Opaque: c.Opaque, Idle: c.Idle, Shell: c.Shown, Known: c.Known,
		ConfigHidden: c.ConfigHidden, Processes: c.Processes, Awaits: c.Awaits, PostStart: postStart(c), Lifetime: c.Lifetime, Ends: ending(c), Seen: c.Seen, NamePath: c.Path.With("name"),
	}
	if c.Image.Repository != "" {
		m.Image = c.Image.Registry + "/" + c.Image.Repository
	}
	for i := range c.Probes {
		m.Probes = append(m.Probes, c.Probes[i].Kind)
	}
	for i := range c.Listens {
		if l := &c.Listens[i]; l.Port > 0 && l.Protocol == "TCP" && !l.Likely() {
			m.Ports = append(m.Ports, port(l))
		}
	}
	m.Main = mainPort(m.Ports)
	return m
}

func postStart(c *pod.Container) bool {
	return slices.ContainsFunc(c.Hooks, func(h pod.Hook) bool { return h.Kind == "post-start" })
}

func ending(c *pod.Container) pod.Ending {
	if ev := c.LifetimeEvidence; ev != nil {
		at := c.Path.With("name")
		if ev.Origin == "script" {
			at = ev.Path
		}
		return pod.Ending{Origin: ev.Origin, Certainty: ev.Certainty, Text: ev.Text, Lasts: c.Lasts, Path: at}
	}
	return pod.Ending{Certainty: pod.Guessed, Path: c.Path.With("name")}
}

func knownRung(c *pod.Container) string {
	if c.Verified && (c.Class == "injected" || c.Image.Certainty == pod.Known) {
		return pod.Known
	}
	return pod.Guessed
}

func port(l *pod.Listen) pod.Port {
	return pod.Port{
		Port: l.Port, Name: l.Name, Declared: l.Declared, Binds: l.Effective, Variable: l.Variable, Address: l.Address, Purpose: l.Purpose,
		Origin: l.Origin, Certainty: l.Certainty, Text: l.Text, Path: l.Place(), Door: l.Door,
	}
}

// mainPort is the only port that is for no purpose on the side.
func mainPort(list []pod.Port) *pod.Port {
	var found *pod.Port
	for i := range list {
		if list[i].Purpose != "" {
			continue
		}
		if found != nil {
			return nil
		}
		found = &list[i]
	}
	return found
}

// tie notes which containers an edge joins to one that runs beside them.
func tie(p *pod.Pod, who map[string]*pod.Member) {
	for i := range p.Edges {
		e := &p.Edges[i]
		from, to := who[e.From], who[e.To]
		if e.Kind == "start-order" || e.Kind == "injected" || from == nil || to == nil {
			continue
		}
		join(from, to, e)
		join(to, from, e)
	}
}

func join(m, other *pod.Member, e *pod.Edge) {
	if !other.Running {
		return
	}
	m.Tied = m.Tied || e.Certainty != pod.Guessed
}

var sights = []string{"all", "told", "some"}

// worse returns the lower of two sights.
func worse(a, b string) string {
	if slices.Index(sights, a) > slices.Index(sights, b) {
		return a
	}
	return b
}
