// Package appconf reads the configuration files of well-known programs (nginx, log4j, supervisord, fluent-bit, Envoy...) for what
// they make the program do: log sinks, listeners, addresses dialled, files read, written and followed, rotation.
// It knows nothing of Kubernetes.
package appconf

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// Hint tells what is known about the program that reads the file.
type Hint struct {
	Path  string // where the program sees the file, such as /etc/nginx/conf.d/default.conf; may be empty
	Image string // id of the knowledge entry of the container's image, else empty
	Role  string // its role, else empty
	Host  string // the address on which it listens where its configuration names none; empty when nobody tells
}

// Read returns the facts that text states in the order of its lines, each with At.Line set to its 0-based line. The format is recognised from the name, the
// hint and the text; a file of no known format gives nothing, and so does a text above 1 MiB (a ConfigMap holds no more).
// A Log whose path rests on a variable that the file does not define has Sink "file" and no File; date patterns in a path become
// stars and set Glob. A Listen whose host the file leaves to the program's default has the host of that default where the format
// has one, else "". It never fails and its work is linear in len(text).
func Read(name, text string, hint Hint) []fact.Fact {
	src := newSource(name, text, hint)
	if src.unreadable() {
		return nil
	}
	for _, f := range formats {
		if src.fits(f.syntax) && f.recognises(src) {
			n := &notes{src: src, format: f.name}
			f.read(src, n)
			slices.SortStableFunc(n.facts, func(a, b fact.Fact) int { return a.At.Line - b.At.Line })
			return slices.Compact(n.facts)
		}
	}
	return nil
}
