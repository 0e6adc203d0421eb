package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// settleStarts states what each container does when it starts.
func (d *draft) settleStarts() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		c.out.Awaits = c.awaits()
		c.out.Processes = c.processes()
		for i := range c.out.Dials {
			c.out.Dials[i].Repeats = c.repeats(&c.out.Dials[i])
		}
		c.out.CallsOut = slices.ContainsFunc(c.out.Dials, func(dial Dial) bool {
			return (dial.HostClass == "external" || dial.HostClass == "service") && dial.Phase != "hook" && dial.Phase != "probe"
		})
	}
}

// processes are the base names by which the container's program goes.
func (c *draftContainer) processes() []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	add(c.out.Program)
	if c.image != nil {
		add(c.image.Process)
		for _, name := range c.image.Runs {
			add(name)
		}
	}
	return out
}

// repeats tells whether the script makes the dial in a loop or in the background.
func (c *draftContainer) repeats(dl *Dial) bool {
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind == fact.Dial && f.Port == dl.Port && f.Socket == dl.Socket && (f.Endless || f.Background) && slices.Equal(f.path, dl.Path) {
			return true
		}
	}
	return false
}

// awaits: the container holds its program back until something is there.
func (c *draftContainer) awaits() bool {
	for i := range c.facts {
		if f := &c.facts[i]; f.Wait && f.phase == c.phase() || f.Kind == fact.Sleep && f.Seconds > 0 && f.phase == c.phase() && !f.Endless && !c.idles() {
			return true
		}
	}
	for i := range c.out.Commands {
		if waitTools[c.out.Commands[i].Name] {
			return true
		}
	}
	return slices.ContainsFunc(c.out.Env, func(e EnvVar) bool { return e.Name == "KUBEXIT_BIRTH_DEPS" })
}

// waitTools hold a program back until an address answers.
var waitTools = map[string]bool{
	"wait-for-it": true, "wait-for-it.sh": true, "wait-for": true, "wait-for.sh": true, "wait4x": true, "dockerize": true, "wait-on": true,
	"linkerd-await": true, "scuttle": true, "kubexit": true,
}
