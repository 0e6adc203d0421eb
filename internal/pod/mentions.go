package pod

// settleMentions lists the addresses on loopback that stand in variables and arguments and of which no dial and no listener speaks.
func (d *draft) settleMentions() {
	for _, c := range d.containers {
		if c.spec == nil || !c.running() {
			continue
		}
		known := c.knownPorts()
		for i := range c.out.Env {
			if e := &c.out.Env[i]; e.Known {
				c.mention(known, e.Value, "env", e.Path)
			}
		}
		for i, w := range c.argv {
			c.mention(known, c.unwritten(i), "flag", w.path)
		}
	}
}

// knownPorts are the ports that the container is known to dial or to serve.
func (c *draftContainer) knownPorts() map[int]bool {
	known := map[int]bool{}
	for i := range c.out.Dials {
		known[c.out.Dials[i].Port] = true
	}
	for i := range c.out.Listens {
		known[c.out.Listens[i].Port] = true
	}
	return known
}

func (c *draftContainer) mention(known map[int]bool, text, origin string, at Path) {
	for _, m := range loopbackPorts(text) {
		port := validPort(atoi(m[1]))
		if port == 0 || known[port] {
			continue
		}
		known[port] = true
		c.out.Mentions = append(c.out.Mentions, Mention{Host: "localhost", Port: port, Origin: origin, Text: shorten(text), Path: at})
	}
}
