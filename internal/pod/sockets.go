package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// takeSockets tells servers from clients among those whose --socket says neither: where others surely connect to a socket that nobody is known to
// serve, and one container alone is told of it so, that one serves it.
func (d *draft) takeSockets() {
	for _, c := range d.containers {
		for i := range c.facts {
			if f := &c.facts[i]; f.vague() && c.running() && d.wanted(c, f) {
				f.Kind = fact.Listen
			}
		}
	}
}

// vague holds for a socket that is the program's own as likely as another's.
func (f *placed) vague() bool { return f.Kind == fact.Dial && f.Assumed && f.Socket != "" }

// wanted tells whether a neighbour connects to the socket, and neither serves it nor is as vague about it.
func (d *draft) wanted(c *draftContainer, socket *placed) bool {
	clients := 0
	for _, o := range d.containers {
		same := func(f placed) bool { return f.Socket != "" && c.sameSocket(socket, o, &f) }
		for _, f := range o.facts {
			if !same(f) || o == c {
				continue
			}
			if f.Kind == fact.Listen || f.vague() {
				return false
			}
			clients++
		}
	}
	return clients > 0 && !slices.ContainsFunc(c.facts, func(f placed) bool { return f.Kind == fact.Listen && c.sameSocket(socket, c, &f) })
}

// sameSocket tells whether two paths in two containers are one file of a volume.
func (c *draftContainer) sameSocket(a *placed, o *draftContainer, b *placed) bool {
	volume, inside := c.volumeOf(cleanSocket(a.Socket))
	other, there := o.volumeOf(cleanSocket(b.Socket))
	return volume != "" && volume == other && inside == there
}

// ServesSocket tells whether who serves one path answers at the other: at the same one, or where a tunnel is told a folder by name and a client
// of PostgreSQL looks for its socket in there.
func ServesSocket(served, asked string) bool {
	rest, inside := strings.CutPrefix(asked, served)
	return inside && (rest == "" || strings.HasPrefix(rest, "/.s.PGSQL."))
}
