package pod

// Lifecycle holds start order, completion and termination, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Lifecycle struct {
	OneShots []OneShot `json:"one_shots,omitempty" jsonschema:"regular containers that do something for a neighbour once and then only wait"`
}

func (d *draft) joinLifecycle() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		d.joinOneShot(c)
	}
}

// waits tells whether the container ends, or goes on, in nothing but a wait.
func (c *draftContainer) waits() bool {
	return c.idles() || c.program != nil && len(c.program.Work) > 0
}

// idles tells whether the container does nothing but wait.
func (c *draftContainer) idles() bool {
	return c.program != nil && c.program.Idle
}
