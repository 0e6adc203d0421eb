package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/appconf"
)

// readInline states what a program is made to do by a configuration that its arguments hold.
func (d *draft) readInline() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		for _, line := range c.flagLines() {
			for _, text := range inlineTexts(line) {
				c.readInlineText(&text)
			}
		}
	}
}

// inline is a configuration within arguments, with the place of each of its lines.
type inline struct {
	name, text string
	at         func(line int) Path
}

func (c *draftContainer) readInlineText(t *inline) {
	hint := appconf.Hint{Path: t.name, Image: c.out.Known, Role: c.out.Role, Host: c.defaultHost}
	for _, got := range appconf.Read(t.name, t.text, hint) {
		if c.runs(got.Format) || c.calls(got.Format) {
			c.facts = append(c.facts, placed{Fact: got, origin: "config", path: t.at(got.At.Line), phase: c.phase()})
		}
	}
}

// inlineTexts finds the configurations in a command line: what follows --config-yaml of Envoy, and the plug-ins of Fluent Bit with their
// properties. See https://www.envoyproxy.io/docs/envoy/latest/operations/cli and
// https://docs.fluentbit.io/manual/administration/configuring-fluent-bit
func inlineTexts(line []word) []inline {
	var out []inline
	plugins := &inline{name: "fluent-bit.conf"}
	var places []Path
	for _, o := range valued(line) {
		switch o.name {
		case "--config-yaml":
			out = append(out, inline{"envoy.yaml", o.value.text, linesOf(o.value)})
		case "-i", "--input":
			plugins.text += "[INPUT]\nName " + o.value.text + "\n"
			places = append(places, o.value.path, o.value.path)
		case "-o", "--output":
			plugins.text += "[OUTPUT]\nName " + o.value.text + "\n"
			places = append(places, o.value.path, o.value.path)
		case "-F", "--filter":
			plugins.text += "[FILTER]\nName " + o.value.text + "\n"
			places = append(places, o.value.path, o.value.path)
		case "-p", "--prop":
			if key, value, ok := strings.Cut(o.value.text, "="); ok && plugins.text != "" && !strings.Contains(value, "\n") {
				plugins.text += key + " " + value + "\n"
				places = append(places, o.value.path)
			}
		}
	}
	if len(places) > 0 {
		plugins.at = func(line int) Path { return places[min(line, len(places)-1)] }
		out = append(out, *plugins)
	}
	return out
}

// linesOf gives the places of the lines of an argument; within a script all are at the command's own.
func linesOf(w word) func(line int) Path {
	return func(line int) Path {
		if !strings.Contains(w.text, "\n") || !isArgument(w.path) {
			return w.path
		}
		return append(slices.Clip(w.path), line)
	}
}

// option is a flag with its value, which follows it or stands behind "=".
type option struct {
	name  string
	value word
}

func valued(line []word) []option {
	var out []option
	for i, w := range line {
		name, value, found := strings.Cut(w.text, "=")
		switch {
		case !strings.HasPrefix(w.text, "-") || strings.Contains(name, "\n"):
		case found:
			out = append(out, option{name, word{value, w.path}})
		case i+1 < len(line):
			out = append(out, option{name, line[i+1]})
		}
	}
	return out
}
