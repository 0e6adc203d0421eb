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
	for i := range c.out.Commands {
		if cmd := &c.out.Commands[i]; cmd.Phase == c.phase() && startsProgram(cmd.Argv, name) {
			return true
		}
	}
	return c.out.Program == name || len(c.out.Commands) == 0 && startsProgram(texts(c.argv), name)
}

// startsProgram tells whether a command starts a program of that name from a folder, or hands it as a script to an interpreter: what follows
// are files and words that the program takes.
func startsProgram(argv []string, name string) bool {
	for i, w := range argv {
		if i > 0 && strings.HasPrefix(w, "-") {
			continue
		}
		if path.Base(w) == name && strings.Contains(w, "/") {
			return true
		}
		if i > 0 || !interpreters[path.Base(w)] {
			return false
		}
	}
	return false
}

var interpreters = map[string]bool{
	"sh": true, "bash": true, "ash": true, "dash": true, "exec": true, "env": true, "python": true, "python3": true, "node": true, "ruby": true, "perl": true, "java": true,
}
