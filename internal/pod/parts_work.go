package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// keepTheWork: a pod that runs to completion is about what ends by itself. Where all that is not known to go on for ever looks like a
// helper, because it calls, signals or watches what goes on beside it, the one that does the work is the app: that which is known to end, or
// whose image is no helper's.
func (d *draft) keepTheWork() {
	var ending, endless []*draftContainer
	for _, c := range d.declaredRegular() {
		switch {
		case c.out.Lifetime == string(fact.Endless):
			endless = append(endless, c)
		case c.out.Part != "helper":
			return
		default:
			ending = append(ending, c)
		}
	}
	work := theWork(ending)
	if d.pod.Runs != "to-completion" || len(endless) == 0 || work == nil {
		return
	}
	work.out.Part, work.out.PartBy = "app", "it alone ends by itself"
	for _, c := range endless {
		c.out.Part, c.out.PartBy = d.besideWork(c, work)
	}
}

// theWork is the only one that ends, or may well do; nil when there is none or more.
func theWork(list []*draftContainer) *draftContainer {
	finite := slices.DeleteFunc(slices.Clone(list), func(c *draftContainer) bool { return c.out.Lifetime != string(fact.Finite) })
	if len(finite) == 0 {
		finite = slices.DeleteFunc(slices.Clone(list), func(c *draftContainer) bool { return c.helps() && c.out.Role != "one-shot" })
	}
	if len(finite) != 1 {
		return nil
	}
	return finite[0]
}

// besideWork: what goes on for ever beside the work is there for it, unless it is what the work makes something for.
func (d *draft) besideWork(c, work *draftContainer) (part, by string) {
	if d.fronts(c.out.Name, work) {
		return c.out.Part, c.out.PartBy
	}
	return "helper", "goes on for ever beside " + work.out.Name + ", which ends"
}
