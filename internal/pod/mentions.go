package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

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
		if c.metByName(text, port) {
			c.d.addDial(c, &placed{Fact: fact.Fact{Kind: fact.Dial, Host: "localhost", Port: port, Text: shorten(text)}, origin: origin, path: at, phase: c.phase()})
			continue
		}
		c.out.Mentions = append(c.out.Mentions, Mention{Host: "localhost", Port: port, Origin: origin, Text: shorten(text), Path: at})
	}
}

// metByName tells whether a flag or variable, under whatever name, gives nothing but the address at which one neighbour alone is known to listen:
// --cache=localhost:11211 beside a memcached.
func (c *draftContainer) metByName(text string, port int) bool {
	name, address, found := strings.Cut(text, "=")
	if !found {
		name, address = "", text
	}
	host, p := splitHostPort(strings.Trim(address, `"'`))
	if p != port || !isLoopback(host) || namesOthersWay(name) {
		return false
	}
	o := c.d.listener(c, port)
	return o != nil && o.listensOn(port, "TCP").Effective
}
