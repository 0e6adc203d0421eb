package knowledge

import "slices"

// Adds tells whether the injector adds a container of that name.
func (i *Injector) Adds(name string) bool {
	return slices.ContainsFunc(i.Containers, func(c Injected) bool { return c.Name == name })
}

// Names lists the containers that the injector adds.
func (i *Injector) Names() []string {
	out := make([]string, len(i.Containers))
	for j := range i.Containers {
		out[j] = i.Containers[j].Name
	}
	return out
}
