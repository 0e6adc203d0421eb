package pod

import "slices"

// settleReleases says of which version the servers and clients are that containers run, where the tag of their image tells.
func (d *draft) settleReleases() {
	for _, c := range d.containers {
		if c.image == nil || c.image.Release == nil || c.out.Image.Substituted || c.out.Image.Placeholder {
			continue
		}
		if major := c.image.Release.Major(c.out.Image.Tag); major > 0 {
			c.addReleases(major)
		}
	}
}

func (c *draftContainer) addReleases(major int) {
	r := Release{Product: c.image.Release.Of, Part: "server", Major: major, Certainty: Guessed, Text: c.out.Image.Tag, Path: c.out.Image.Path}
	if c.out.Verified {
		r.Certainty = Known
	}
	if c.own && c.image.Release.Serves {
		c.out.Releases = append(c.out.Releases, r)
	}
	r.Part = "client"
	for _, program := range c.clients() {
		r.Program = program
		r.RefusesNewer = c.d.b.opt.Knowledge.Programs[program].Refuses == r.Product
		c.out.Releases = append(c.out.Releases, r)
	}
}

// clients are the programs that the image's own program runs, and those of the container's commands that refuse servers of some product.
func (c *draftContainer) clients() []string {
	var out []string
	if c.own {
		out = slices.Clone(c.image.Release.Clients)
	}
	for i := range c.out.Commands {
		name := c.out.Commands[i].Name
		if c.d.b.opt.Knowledge.Programs[name].Refuses == c.image.Release.Of && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
