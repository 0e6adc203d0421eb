package knowledge

import "slices"

// Adds tells whether the injector adds a container of that name.
func (i *Injector) Adds(name string) bool {
	return slices.ContainsFunc(i.Containers, func(c Injected) bool { return c.Name == name })
}

// Running is the name of the container that the injector adds beside the others; empty when it adds init containers alone.
func (i *Injector) Running() string {
	for j := range i.Containers {
		if i.Containers[j].Class != "init" {
			return i.Containers[j].Name
		}
	}
	return ""
}
