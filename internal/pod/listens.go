package pod

import (
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
)

func (d *draft) readPorts(c *draftContainer) {
	for i := range c.spec.Ports {
		p := &c.spec.Ports[i]
		proto := string(p.Protocol)
		if proto == "" {
			proto = string(corev1.ProtocolTCP)
		}
		if p.ContainerPort == 0 {
			continue // an unrendered placeholder
		}
		at := c.path("ports", i)
		c.out.Listens = append(c.out.Listens, Listen{
			Port: int(p.ContainerPort), Protocol: proto, Address: "unknown", Name: p.Name, HostPort: int(p.HostPort),
			Declared: true, Verified: true, Origin: "declared", Path: at, Speaks: Speech{Certainty: Guessed, Path: at},
		})
	}
}

// settleListens joins the ports that programs are known to bind with those that the manifest declares.
func (d *draft) settleListens() {
	for _, c := range d.containers {
		configured, asides := c.configures() || c.configHidden(), []*placed(nil)
		for i := range c.facts {
			f := &c.facts[i]
			if f.Kind != fact.Listen || f.phase == "hook" || f.phase == "probe" || f.Port == 0 && f.Socket == "" {
				continue
			}
			if f.origin == "image" && f.Port > 0 && c.overridden(f, configured) {
				asides = append(asides, f)
				continue
			}
			c.addListen(f)
		}
		c.addLikely(asides, configured)
		c.addSpoken()
	}
}

// addSpoken adds the ports of which settings speak that are not read in full: the program may serve them.
func (c *draftContainer) addSpoken() {
	if c.spec == nil || c.closed() {
		return
	}
	for _, f := range c.mountedFiles() {
		if !c.isGiven(f) || c.readInFull(f) {
			continue
		}
		for _, s := range appconf.Ports(path.Base(f.path), f.entry.text) {
			if c.listensOn(s.Port, "TCP") == nil {
				c.addLikelyPort(s.Port, "TCP", "config", c.lineOf(f, s.Line))
				c.out.Listens[len(c.out.Listens)-1].spoken = true
			}
		}
	}
}

// readInFull tells whether every port is read that a file makes the program open.
func (c *draftContainer) readInFull(f mountedFile) bool {
	return slices.ContainsFunc(c.configFacts(f), func(got fact.Fact) bool { return appconf.ReadsAllPorts(got.Format) })
}

// lineOf is the place of a line of a mounted file.
func (c *draftContainer) lineOf(f mountedFile, line int) Path {
	if strings.Contains(f.entry.text, "\n") {
		return f.entry.path.With(line)
	}
	return f.entry.path
}

// addLikely adds the ports that the program may serve though no declared one speaks of them: defaults of its image that the declared ports
// do not name, and what programs of its family customarily serve.
func (c *draftContainer) addLikely(asides []*placed, configured bool) {
	if c.spec == nil || configured {
		return
	}
	for _, f := range asides {
		c.addLikelyPort(f.Port, protocol(&f.Fact), f.Text, c.out.Image.Path)
	}
	if c.image != nil && !c.out.Opaque || c.program != nil && c.program.Shell != "" {
		return
	}
	custom := c.d.b.opt.Knowledge.Custom(c.out.Image.Repository, texts(c.argv))
	for _, port := range custom {
		c.addLikelyPort(port, "TCP", "custom", c.out.Image.Path)
	}
}

func (c *draftContainer) addLikelyPort(port int, protocol, text string, at Path) {
	if c.listensOn(port, protocol) == nil {
		c.out.Listens = append(c.out.Listens, Listen{
			Port: port, Protocol: protocol, Address: "unknown", Origin: "image", Text: text, Path: at, BindPath: at,
			Speaks: Speech{Certainty: Guessed, Path: at},
		})
	}
}

// Likely holds for a port that nothing in the manifest speaks of, which the program may serve all the same.
func (l *Listen) Likely() bool { return !l.Declared && !l.Effective }

// configures tells whether a configuration file names the ports.
func (c *draftContainer) configures() bool {
	for i := range c.facts {
		if c.facts[i].Kind == fact.Listen && c.facts[i].origin == "config" {
			return true
		}
	}
	return false
}

// overridden tells whether an image's default port is better not relied on: the configuration names ports, or the manifest declares
// ports and this is none of them. Of several defaults one that is declared speaks for the others.
func (c *draftContainer) overridden(f *placed, configured bool) bool {
	if !c.isMain(f) || f.Firm || c.declares(f.Port) {
		return false
	}
	return configured || c.declares(0) && !c.declaresDefault()
}

// isMain tells whether a listener is what the program is there for.
func (c *draftContainer) isMain(f *placed) bool {
	return f.Purpose == "" || f.Purpose == fact.PurposeMetrics && c.out.Role == "exporter"
}

// declares tells whether the manifest declares a port; 0 is any.
func (c *draftContainer) declares(port int) bool {
	return slices.ContainsFunc(c.out.Listens, func(l Listen) bool { return l.Declared && (port == 0 || l.Port == port) })
}

// declaresDefault tells whether the manifest declares one of the ports that the image's program is known to serve by default.
func (c *draftContainer) declaresDefault() bool {
	return slices.ContainsFunc(c.facts, func(f placed) bool {
		return f.Kind == fact.Listen && f.origin == "image" && f.Port > 0 && c.isMain(&f) && c.declares(f.Port)
	})
}

// originRank orders origins by strength.
var originRank = map[string]int{"declared": 0, "image": 1, "injected": 2, "annotation": 2, "env": 3, "script": 4, "config": 5, "flag": 6}

// addListen joins what speaks for one listener. An upstream of an injected proxy is a listener of its own.
func (c *draftContainer) addListen(f *placed) {
	l := Listen{
		Port: f.Port, Socket: cleanSocket(f.Socket), Protocol: protocol(&f.Fact), Address: addressClass(f.Host, f.origin), Purpose: f.Purpose, Effective: true,
		Verified: f.origin != "image" || f.Verified, Origin: f.origin, Text: f.Text, Path: f.path, BindPath: f.path,
		Variable: f.origin == "env" && f.Format == "", Optional: f.Optional, assumed: f.Assumed, Speaks: f.speech(), Door: c.door(f),
	}
	if l.Socket != "" {
		l.Volume, l.VolumePath = c.volumeOf(l.Socket)
	}
	for i := range c.out.Listens {
		old := &c.out.Listens[i]
		if old.Port == l.Port && old.Socket == l.Socket && old.Protocol == l.Protocol && l.Origin != "annotation" {
			old.merge(&l)
			return
		}
	}
	c.out.Listens = append(c.out.Listens, l)
}

// merge takes over what another piece of evidence for the same listener adds; the stronger one is shown.
func (l *Listen) merge(o *Listen) {
	if !l.Effective || originRank[o.Origin] > originRank[l.Origin] {
		l.Address, l.Origin, l.Text, l.Verified, l.Effective, l.BindPath, l.Variable, l.assumed = o.Address, o.Origin, o.Text, o.Verified, true, o.BindPath, o.Variable, o.assumed
		if !l.Declared {
			l.Path = o.Path
		}
	} else if originRank[o.Origin] == originRank[l.Origin] {
		l.Address = bothAddresses(l.Address, o.Address)
	}
	if l.Purpose == "" {
		l.Purpose = o.Purpose
	}
	l.Optional = l.Optional || o.Optional
	l.Speaks.or(&o.Speaks)
	if l.Door == nil {
		l.Door = o.Door
	}
}

// bothAddresses is where a port is served that is bound twice: a second bind only widens what the first one serves.
func bothAddresses(a, b string) string {
	switch {
	case a == b:
		return a
	case a == "unknown" && b != "all" || b == "unknown" && a != "all":
		return "unknown"
	}
	return "all"
}

func protocol(f *fact.Fact) string {
	switch {
	case f.Socket != "":
		return "UNIX"
	case f.Protocol == "":
		return "TCP"
	}
	return strings.ToUpper(f.Protocol)
}

// addressClass: an empty host or a wildcard is every interface.
func addressClass(host, _ string) string {
	switch {
	case host == "" || wildcard(host):
		return "all"
	case isLoopback(host):
		return "loopback"
	case host == podIP:
		return "pod-ip"
	}
	return "unknown"
}

// wildcard holds for the addresses that stand for every interface.
func wildcard(host string) bool {
	return host == "0.0.0.0" || host == "::" || host == "[::]" || host == "*" || host == "+"
}

// IsLoopback tells whether a host is the loopback address, by number or by name.
func IsLoopback(host string) bool { return isLoopback(host) }

func isLoopback(host string) bool {
	host = strings.Trim(host, "[]")
	return strings.EqualFold(host, "localhost") || strings.HasPrefix(host, "127.") || host == "::1" || host == "localhost.localdomain"
}

func (c *draftContainer) volumeOf(file string) (volume, inside string) {
	if !absolute(file) {
		return "", ""
	}
	if s, ok := c.resolve(file); ok {
		return s.mount.Volume, s.path
	}
	return "", ""
}

// listensOn is ListensOn of the container in the making.
func (c *draftContainer) listensOn(port int, proto string) *Listen {
	return c.out.ListensOn(port, proto)
}

// Answers is ListensOn for who sends there: a declaration that leaves out the protocol says TCP, also of a port to which others send datagrams.
func (c *Container) Answers(port int, protocol string) *Listen {
	if l := c.ListensOn(port, protocol); l != nil || protocol != udp {
		return l
	}
	if l := c.ListensOn(port, "TCP"); l != nil && l.Declared {
		return l
	}
	return nil
}

const udp = "UDP"

// ListensOn returns the listener of the container on a port, nil when there is none; one that something binds comes first.
func (c *Container) ListensOn(port int, protocol string) *Listen {
	var found *Listen
	for i := range c.Listens {
		l := &c.Listens[i]
		if l.Port != port || l.Protocol != protocol || port == 0 {
			continue
		}
		if found == nil || l.Effective && !found.Effective {
			found = l
		}
	}
	return found
}

// Place is where the listener can be changed: the flag or setting that binds it, else the declared port, else the image that binds it.
func (l *Listen) Place() Path {
	if len(l.BindPath) > 0 && l.Origin != "image" {
		return l.BindPath
	}
	return l.Path
}
