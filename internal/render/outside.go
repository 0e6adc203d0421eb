package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// reason is why something that an object deploys is not rendered.
type reason int

const (
	missingPath reason = iota
	farChart
	missingValues
	unseenData
	unknownParameters
	notApplied
)

// reasons are said of one and of several.
var reasons = [...][2]string{
	missingPath:       {"path is not in this repository", "paths are not in this repository"},
	farChart:          {"chart is of a registry or of another repository", "charts are of registries or of other repositories"},
	missingValues:     {"file of values is not in this repository", "files of values are not in this repository"},
	unseenData:        {"ConfigMap or Secret is not among the inputs", "ConfigMaps and Secrets are not among the inputs"},
	unknownParameters: {"set has parameters that are not known here", "sets have parameters that are not known here"},
	notApplied:        {"setting is not applied", "settings are not applied"},
}

// outside collects what is not rendered of what objects deploy.
type outside struct {
	first   string          // place of an object
	objects map[string]bool // by their places and names
	seen    map[string]bool
	counts  [len(reasons)]int
	what    [len(reasons)]string // the first of each
}

func newOutside() *outside { return &outside{objects: map[string]bool{}, seen: map[string]bool{}} }

// add counts something that an object names, what, once.
func (f *outside) add(o *manifest.Object, why reason, what string) {
	at, _ := o.Place(nil)
	place := at.File + ":" + strconv.Itoa(max(at.Span.Line, o.Line, 1))
	if f.first == "" {
		f.first = place
	}
	id := place + " " + o.Kind + " " + o.Name
	f.objects[id] = true
	if id += fmt.Sprintf(" %d %s", why, what); !f.seen[id] {
		f.seen[id] = true
		if f.counts[why]++; f.what[why] == "" {
			f.what[why] = what
		}
	}
}

// note says in one line what it was; empty when it was nothing.
func (f *outside) note() string {
	if len(f.objects) == 0 {
		return ""
	}
	var all []string
	for why, n := range f.counts {
		if n == 0 {
			continue
		}
		text := strconv.Itoa(n) + " " + reasons[why][min(n-1, 1)]
		switch what := f.what[why]; {
		case what != "" && n == 1:
			text += fmt.Sprintf(" (%.80s)", what)
		case what != "":
			text += fmt.Sprintf(" (first %.80s)", what)
		}
		all = append(all, text)
	}
	subject := "this object of Argo CD or Flux is"
	if n := len(f.objects) - 1; n > 0 {
		subject = fmt.Sprintf("this object of Argo CD or Flux, and %d more, are", n)
	}
	return fmt.Sprintf("%s: %s rendered in part or not at all: %s", f.first, subject, strings.Join(all, ", "))
}

// elsewhere notes something that an object names and that is not looked at.
func (f *deployments) elsewhere(o *manifest.Object, why reason, what string) {
	f.outside.add(o, why, what)
}

// without notes the fields of a value that are set and have no effect here.
func (f *deployments) without(o *manifest.Object, n *manifest.Node, fields ...string) {
	for _, field := range fields {
		if value := n.Get(field); value != nil && value.Type != manifest.Null && value.Text != "false" {
			f.elsewhere(o, notApplied, field)
		}
	}
}
