package pod

import (
	"path"
	"strings"
)

// tieProcesses: where the containers see each other's processes, a command line that names a neighbour's process is about it.
func (d *draft) tieProcesses() {
	if !d.pod.ShareProcessNamespace {
		return
	}
	for _, c := range d.containers {
		for _, o := range d.containers {
			if o == c || !c.running() || !o.running() || o.spec == nil {
				continue
			}
			if w, ok := c.namesProcess(o); ok {
				d.edge(c, o, "signal", "flag", w.text, w.path)
			}
		}
	}
}

var shells = map[string]bool{"bash": true, "dash": true, "busybox": true, "exec": true}

// namesProcess finds the word of a command line in which a process of the neighbour is named.
func (c *draftContainer) namesProcess(o *draftContainer) (word, bool) {
	for _, w := range c.argv {
		for _, token := range strings.FieldsFunc(w.text, func(r rune) bool { return strings.ContainsRune(" \t\n\"'|;&()", r) }) {
			if len(token) > 3 && !shells[token] && o.showsProcess(token) {
				return w, true
			}
		}
	}
	return word{}, false
}

// showsProcess tells whether name is a program or script that the container runs.
func (c *draftContainer) showsProcess(name string) bool {
	if c.image != nil && c.own && c.image.Process == name {
		return true
	}
	for _, w := range c.argv {
		for token := range strings.FieldsSeq(w.text) {
			if path.Base(token) == name && strings.Contains(token, "/") {
				return true
			}
		}
	}
	return c.out.Program == name
}
