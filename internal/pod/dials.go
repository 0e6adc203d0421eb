package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// settleDials finds, for each address that a container connects to, who answers.
func (d *draft) settleDials() {
	for _, c := range d.containers {
		for i := range c.facts {
			if f := &c.facts[i]; f.Kind == fact.Dial && (f.Port > 0 || f.Socket != "" || f.Host != "") {
				d.addDial(c, f)
			}
		}
	}
}

func (d *draft) addDial(c *draftContainer, f *placed) {
	dial := Dial{
		Host: f.Host, HostClass: d.hostClass(f), Port: f.Port, Socket: cleanSocket(f.Socket), Protocol: protocol(&f.Fact), URL: f.URL, Purpose: f.Purpose,
		Phase: f.phase, Wait: f.Wait, GivesUp: f.GivesUp, Ignorable: f.Ignorable, Verified: f.origin != "image" || f.Verified, Origin: f.origin, Text: f.Text, Path: f.path,
		Library: c.library(f),
		Speaks:  f.speech(),
	}
	if f.Carries != nil {
		dial.Carries = f.Carries.List
	}
	switch dial.HostClass {
	case "socket":
		dial.Volume, dial.VolumePath = c.volumeOf(dial.Socket)
		d.meetSocket(c, &dial)
	case "loopback":
		d.meetPort(c, &dial)
	case "service":
		dial.Service, _, _ = strings.Cut(f.Host, ".")
	}
	for i := range c.out.Dials {
		if o := &c.out.Dials[i]; o.same(&dial) {
			o.merge(&dial)
			return
		}
	}
	c.out.Dials = append(c.out.Dials, dial)
}

// library is the client library of the program that makes a dial, empty when it is not known.
func (c *draftContainer) library(f *placed) string {
	switch {
	case f.origin == "script":
		program, _, _ := strings.Cut(f.Text, " ")
		return c.d.b.opt.Knowledge.Programs[base(program)].Library
	case c.image != nil && c.own:
		return c.image.Library
	}
	return ""
}

// same tells whether two dials go to one place in one phase of the container's life.
func (dial *Dial) same(o *Dial) bool {
	return dial.Host == o.Host && dial.Port == o.Port && dial.Socket == o.Socket && dial.Phase == o.Phase && dial.Protocol == o.Protocol && dial.URL == o.URL
}

// merge takes over what another piece of evidence for the same dial adds; the stronger one is shown.
func (dial *Dial) merge(o *Dial) {
	dial.Wait = dial.Wait || o.Wait
	if dial.Purpose == "" {
		dial.Purpose = o.Purpose
	}
	if dial.Library == "" {
		dial.Library = o.Library
	}
	if originRank[o.Origin] > originRank[dial.Origin] {
		dial.Origin, dial.Text, dial.Path, dial.Verified = o.Origin, o.Text, o.Path, o.Verified
	}
	dial.Speaks.or(&o.Speaks)
	if dial.Carries == nil {
		dial.Carries = o.Carries
	}
}

func (d *draft) hostClass(f *placed) string {
	host := strings.Trim(f.Host, "[]")
	switch {
	case f.Socket != "":
		return "socket"
	case isLoopback(host) || host == "0.0.0.0" || host == podIP || d.isOwnAlias(host):
		return "loopback"
	case host == "":
		return "unknown"
	case isPlaceholder(host) || strings.Contains(host, thisPod) || strings.ContainsRune(host, '\uFFFD'):
		return "unknown"
	case d.isService(host):
		return "service"
	}
	return "external"
}

// isService: a Service of the set, or a name that only a cluster resolves.
func (d *draft) isService(host string) bool {
	name, rest, dotted := strings.Cut(host, ".")
	if strings.HasSuffix(host, ".svc") || strings.Contains(host, ".svc.") || strings.HasSuffix(host, ".cluster.local") || !dotted {
		return true
	}
	ns, _, _ := strings.Cut(rest, ".")
	d.asked.Name("Service", ns, name)
	return d.b.set.Find("Service", ns, name) != nil
}

// meetPort finds the listener on a loopback port: an effective one of another container, the container's own, then declared ones.
func (d *draft) meetPort(c *draftContainer, dial *Dial) {
	if dial.Port == 0 {
		return
	}
	own := c.out.answersDial(dial)
	if own != nil && own.Effective {
		dial.MeetsOwn = true
		return
	}
	switch o, effective := d.neighbourOn(c, dial); {
	case effective:
		dial.Meets = o.out.Name
	case own != nil && (o == nil || c.image == nil):
		dial.MeetsOwn = true
	case o != nil:
		dial.Meets = o.out.Name
	}
}

// answersDial leaves out what settings only speak of: the port may be one that the program dials.
func (c *Container) answersDial(dial *Dial) *Listen {
	if l := c.Answers(dial.Port, dial.Protocol); l != nil && !l.spoken {
		return l
	}
	return nil
}

// neighbourOn finds the first neighbour that binds the port, else the first that declares it; nil when there is none. Init containers
// that come later are not there yet.
func (d *draft) neighbourOn(c *draftContainer, dial *Dial) (neighbour *draftContainer, effective bool) {
	for _, o := range d.containers {
		if o == c || !o.running() && o.out.Order > c.out.Order {
			continue
		}
		l := o.out.answersDial(dial)
		switch {
		case l == nil:
		case l.Effective:
			return o, true
		case neighbour == nil:
			neighbour = o
		}
	}
	return neighbour, false
}

// meetSocket finds the container that serves the same socket file; without a known server, a neighbour that mounts the directory answers.
func (d *draft) meetSocket(c *draftContainer, dial *Dial) {
	for _, o := range d.containers {
		for i := range o.out.Listens {
			l := &o.out.Listens[i]
			if l.Socket == "" {
				continue
			}
			same := dial.Volume != "" && l.Volume == dial.Volume && ServesSocket(l.VolumePath, dial.VolumePath) ||
				(o == c || d.pod.HostProcess || strings.HasPrefix(dial.Socket, "@")) && ServesSocket(l.Socket, dial.Socket)
			if !same {
				continue
			}
			if o == c {
				dial.MeetsOwn = true
				continue
			}
			dial.Meets, dial.MeetsOwn = o.out.Name, false
			return
		}
	}
}

// cleanSocket makes the path of a socket comparable: on Windows a URL gives it a slash in front, and a plain YAML scalar doubles its
// backslashes.
func cleanSocket(s string) string {
	if s == "" || s[0] == '@' {
		return s
	}
	s = cleanPath(s)
	if len(s) > 2 && s[0] == '/' && s[2] == ':' {
		return s[1:]
	}
	return s
}
