// Package picture draws a pod: containers in start order, the volumes that they write and read, the ports and who dials them, what comes
// from outside, and the violations where they belong. It takes a [Drawing], which knows neither the pod model nor a format, and
// escapes every text in it for each format by itself.
package picture

import (
	"cmp"
	"slices"
)

// Kind says what a node is.
type Kind string

// Kinds of nodes.
const (
	Container Kind = "container"
	Volume    Kind = "volume"
	Port      Kind = "port"    // of the container Owner
	Service   Kind = "service" // selects the pod
	Kubelet   Kind = "kubelet" // who probes
	Host      Kind = "host"    // an address outside of the pod
	Unknown   Kind = "unknown" // what something asks for and nobody in sight is
)

// Parts of containers.
const (
	App    = "app"
	Helper = "helper"
)

// Drawing is one pod. Texts are plain and may be anything: renderers escape them.
type Drawing struct {
	Kind, Namespace, Name string // of the object that holds the pod
	File                  string // in which it stands
	Line                  int
	Document              int    // of the file, from 0
	From                  string // what was built to get it; empty for a file that was read as it is
	Traits                []string
	Nodes                 []Node
	Ties                  []Tie
	Pins                  []Pin // violations of the pod as a whole
}

// Node is one thing in the picture. Zero values mean that there is nothing of the kind to say.
type Node struct {
	Kind  Kind
	Name  string
	Notes []string // a few words each
	Pins  []Pin

	// Of a container.
	Class    string   // init, sidecar, regular or ephemeral; of an injected one what it is injected as
	Part     string   // App, Helper, else not known
	By       string   // what injects it; empty for one of the manifest
	Image    string   // as written
	Unseen   []string // what of it is out of sight: listens, dials, files, logs, ends
	Defaults []string // what of it is seen as far as it is told, but not its defaults

	// Of a port.
	Owner int  // index of the container
	Sure  bool // something beyond its declaration shows that it is bound
}

// Deed is what a tie is about.
type Deed string

// Deeds.
const (
	Reads  Deed = "reads"
	Writes Deed = "writes"
	Shares Deed = "shares" // reads and writes
	Mounts Deed = "mounts" // what is done there is not in sight
	Calls  Deed = "calls"
	Probes Deed = "probes"
	Routes Deed = "routes" // a Service's port
	Acts   Deed = "acts"   // what neither a port nor a volume carries, such as a signal
)

// Tie leads from who acts to what is acted on, both as indices of nodes.
type Tie struct {
	From, To int
	Deed     Deed
	Label    string
	Guessed  bool // it rests on a guess
}

// Pin is a violation.
type Pin struct {
	Severity    string // error, warning or info
	Rule        string
	Message     string
	Place       string // file:line
	Fingerprint string
	Doubt       bool
	New         bool // not there at the revision that it was compared with
}

// Title names the workload: Deployment shop/web.
func (d *Drawing) Title() string {
	if d.Namespace == "" {
		return d.Kind + " " + d.Name
	}
	return d.Kind + " " + d.Namespace + "/" + d.Name
}

// All are the pins of the pod and of its nodes, the gravest first.
func (d *Drawing) All() []Pin {
	all := slices.Clone(d.Pins)
	for i := range d.Nodes {
		all = append(all, d.Nodes[i].Pins...)
	}
	sortPins(all)
	return all
}

func sortPins(pins []Pin) {
	slices.SortStableFunc(pins, func(a, b Pin) int { return cmp.Compare(gravity(&b), gravity(&a)) })
}

func gravity(p *Pin) int {
	n := map[string]int{"error": 6, "warning": 4, "info": 2}[p.Severity]
	if p.Doubt {
		n = 0
	}
	if p.New {
		n++
	}
	return n
}

// Worst is the severity of the gravest pin; empty when there is none.
func Worst(pins []Pin) string {
	worst := -1
	said := ""
	for i := range pins {
		if g := gravity(&pins[i]); g > worst {
			worst, said = g, pins[i].word()
		}
	}
	return said
}

// word is the severity as people call it.
func (p *Pin) word() string {
	if p.Doubt {
		return "doubt"
	}
	return p.Severity
}

// class is what a container is, in words.
func (n *Node) class() string {
	switch n.Class {
	case "init":
		return "init"
	case "sidecar":
		return "native sidecar"
	}
	return n.Class
}

// stage tells containers that start one after the other (0), side by side (1), and later on (2).
func (n *Node) stage() int {
	switch n.Class {
	case "init", "sidecar":
		return 0
	case "ephemeral":
		return 2
	}
	return 1
}

// stages are what stands above the containers of each stage.
var stages = [...]string{"start one after the other", "start side by side", "added while it runs"}

// containers are the indices of the containers, in start order.
func (d *Drawing) containers() []int { return d.kind(Container) }

func (d *Drawing) kind(kinds ...Kind) []int {
	var out []int
	for i := range d.Nodes {
		if slices.Contains(kinds, d.Nodes[i].Kind) {
			out = append(out, i)
		}
	}
	return out
}
