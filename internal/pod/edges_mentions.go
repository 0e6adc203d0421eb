package pod

import (
	"sort"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// loopbackPort finds addresses on the pod's own network in any text; the settings of DNS servers write the port behind a #.
var loopbackPort = pattern.New(`(?i)(?:^|[^\w.-])(?:localhost|127\.0\.0\.1|\[::1\])(?:[:#](\d{2,5}))?`)

// loopbackPorts lists the matches of loopbackPort. Nearly every line of a text has none, and for those the pattern would cost more than
// the rest of the model.
func loopbackPorts(text string) [][]string {
	if !mayNameLoopback(text) {
		return nil
	}
	var out [][]string
	for line := range strings.SplitSeq(text, "\n") {
		if mayNameLoopback(line) {
			out = append(out, loopbackPort.FindAllStringSubmatch(line, -1)...)
		}
	}
	return out
}

func mayNameLoopback(text string) bool {
	return strings.Contains(text, "127.0.0.1") || strings.Contains(text, "ocalhost") || strings.Contains(text, "[::1]") || strings.Contains(text, "LOCALHOST")
}

// tieMentions ties a container to the neighbour that listens on a localhost address which stands in its command line, its environment
// or its configuration, whatever the program does with it.
func (d *draft) tieMentions() {
	for _, c := range d.containers {
		if c.spec == nil || !c.running() {
			continue
		}
		for _, w := range c.argv {
			d.tieMention(c, w.text, "flag", w.path)
		}
		for i := range c.out.Env {
			if e := &c.out.Env[i]; e.Known {
				d.tieMention(c, e.Value, "env", e.Path)
				d.tiePort(c, e)
			}
		}
		for _, f := range c.ownFiles() {
			d.tieMention(c, f.entry.text, "config", f.entry.path)
		}
	}
	d.tieAnnotations()
}

func (d *draft) tieMention(c *draftContainer, text, origin string, at Path) {
	for _, m := range loopbackPorts(text) {
		if o := d.listener(c, validPort(atoi(m[1]))); o != nil {
			d.surely(Shown, c, o, "localhost-dial", origin, m[0], at) // the address meets somebody
		}
	}
}

// tiePort ties a container to the neighbour on the port that a variable of its own names without a host: OPA_PORT=8181. A program that is told the
// port alone asks it where it runs itself.
func (d *draft) tiePort(c *draftContainer, e *EnvVar) {
	upper := strings.ToUpper(e.Name)
	stem, ok := strings.CutSuffix(upper, "_PORT")
	if !ok || e.whole || listenVariables[upper] || c.hasHost(stem) {
		return
	}
	if o := d.listener(c, validPort(atoi(e.Value))); o != nil {
		d.surely(Shown, c, o, "localhost-dial", "env", e.Name+"="+e.Value, e.Path)
	}
}

// listener is the only container but c that listens on a port; nil when c may listen there itself.
func (d *draft) listener(c *draftContainer, port int) *draftContainer {
	if port == 0 || c.listensOn(port, "TCP") != nil {
		return nil
	}
	var found *draftContainer
	for _, o := range d.containers {
		if o == c || !o.running() || o.listensOn(port, "TCP") == nil {
			continue
		}
		if found != nil {
			return nil
		}
		found = o
	}
	return found
}

// ownFiles are the configuration files that no other running container mounts.
func (c *draftContainer) ownFiles() []mountedFile {
	var out []mountedFile
	for _, f := range c.mountedFiles() {
		shared := false
		for _, o := range c.d.containers {
			shared = shared || o != c && o.running() && o.mounts(f.volume) != nil
		}
		if !shared {
			out = append(out, f)
		}
	}
	return out
}

// tieAnnotations: an annotation that names a localhost address tells one of two containers (an exporter that is told its target) to
// call the other.
func (d *draft) tieAnnotations() {
	two := d.companions()
	if len(two) != 2 {
		return
	}
	keys := make([]string, 0, len(d.pod.Annotations))
	for k := range d.pod.Annotations {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		for _, m := range loopbackPorts(d.pod.Annotations[k]) {
			port := validPort(atoi(m[1]))
			if port == 0 {
				port = 80
			}
			for i, c := range two {
				if o := two[1-i]; d.listener(c, port) == o {
					d.edge(c, o, "localhost-dial", "declared", k, d.at.metadata.With("annotations", k))
				}
			}
		}
	}
}
