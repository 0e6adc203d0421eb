// Package show turns the model of a pod and the violations of a run into a drawing: what the pod is made of, what ties it together, and
// where it hurts. How that looks is picture's; show says nothing that the model does not.
package show

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
)

// Bounds of a drawing: beyond these it helps nobody, and manifests may be anything. What is left out is counted.
const (
	maxContainers = 48
	maxVolumes    = 48
	maxServices   = 16
	maxHosts      = 16
	maxPorts      = 8 // of one container that nothing leads to
	maxTies       = 400
)

// Pod draws one pod. The violations are those that a report would show of its workload; others may be among them and are left out.
// Fresh tells which of them are new; nil: none is marked.
func Pod(m lint.Modelled, violations []lint.Violation, fresh func(*lint.Violation) bool) *picture.Drawing {
	p := m.Input.Pod
	w := &drawer{
		in: m.Input, at: map[string]int{}, ports: map[portKey]int{}, volumes: map[string]int{}, others: map[other]int{}, left: map[string]int{},
		Drawing: &picture.Drawing{
			Kind: m.Workload.Kind, Namespace: m.Workload.Namespace, Name: m.Workload.Name,
			File: m.Workload.File, Line: m.Workload.Line, Document: m.Workload.Document, From: m.From,
		},
	}
	w.containers()
	w.listens()
	w.mounts()
	w.services()
	w.connections()
	w.probes()
	w.edges()
	w.prune()
	w.traits(p)
	for i := range violations {
		if v := &violations[i]; sameWorkload(&v.Workload, &m.Workload) {
			w.pin(v, fresh != nil && fresh(v))
		}
	}
	return w.Drawing
}

// sameWorkload tells whether two names of an object mean the same one.
func sameWorkload(a, b *lint.Workload) bool {
	return a.File == b.File && a.Document == b.Document && a.Line == b.Line && a.Kind == b.Kind && a.Namespace == b.Namespace && a.Name == b.Name
}

// drawer collects a drawing.
type drawer struct {
	*picture.Drawing

	in      *pod.Input
	at      map[string]int // nodes of containers, by the name that relations use
	ports   map[portKey]int
	volumes map[string]int
	others  map[other]int
	places  []place
	left    map[string]int // what is not drawn, by what it is
}

// portKey is a port of a container.
type portKey struct {
	owner, port int
	protocol    string
}

// other is a node that is there once.
type other struct {
	kind picture.Kind
	name string
}

// place is where a node stands in the object.
type place struct {
	path pod.Path
	node int
}

// add returns the index of a new node.
func (w *drawer) add(n picture.Node) int {
	w.Nodes = append(w.Nodes, n)
	return len(w.Nodes) - 1
}

// once returns the node of a kind and name, which is made when it is not there; -1 when there are too many of the kind.
func (w *drawer) once(kind picture.Kind, name string, most int, notes ...string) int {
	key := other{kind, name}
	if at, ok := w.others[key]; ok {
		return at
	}
	n := 0
	for k := range w.others {
		if k.kind == kind {
			n++
		}
	}
	if n >= most {
		w.left[string(kind)]++
		w.others[key] = -1
		return -1
	}
	w.others[key] = w.add(picture.Node{Kind: kind, Name: name, Notes: notes})
	return w.others[key]
}

// tie draws a tie unless it is there or one of its ends is not.
func (w *drawer) tie(from, to int, deed picture.Deed, label string, guessed bool) {
	if from < 0 || to < 0 || from == to {
		return
	}
	for i := range w.Ties {
		if t := &w.Ties[i]; t.From == from && t.To == to && t.Deed == deed && t.Label == label {
			t.Guessed = t.Guessed && guessed
			return
		}
	}
	if len(w.Ties) >= maxTies {
		w.left["tie"]++
		return
	}
	w.Ties = append(w.Ties, picture.Tie{From: from, To: to, Deed: deed, Label: label, Guessed: guessed})
}

// container is the node of a container by the name that relations use, -1 when it is not drawn.
func (w *drawer) container(name string) int {
	if at, ok := w.at[name]; ok {
		return at
	}
	return -1
}

func (w *drawer) containers() {
	taken := map[string]bool{}
	for i, c := range w.in.Pod.Containers {
		name := c.Name
		if taken[name] {
			name += "#" + strconv.Itoa(c.Order)
		}
		taken[name] = true
		if i >= maxContainers {
			w.left["container"]++
			continue
		}
		w.at[name] = w.add(containerNode(c, w.in.Pod))
		if c.Class != "injected" {
			w.places = append(w.places, place{c.Path, w.at[name]})
		}
	}
}

func containerNode(c *pod.Container, p *pod.Pod) picture.Node {
	n := picture.Node{Kind: picture.Container, Name: c.Name, Class: c.Class, Part: c.Part, Image: c.Image.Reference}
	if c.Class == "injected" {
		n.Class, n.By = c.InjectedAs, c.InjectedBy
	}
	if c.Role != "" && c.Role != "unknown" {
		n.Notes = append(n.Notes, c.Role)
	}
	if p.Runs == "to-completion" {
		n.Notes = append(n.Notes, map[string]string{"finite": "ends by itself", "endless": "never ends by itself"}[c.Lifetime])
	}
	n.Notes = slices.DeleteFunc(n.Notes, func(s string) bool { return s == "" })
	for _, s := range []struct{ what, seen string }{
		{"listens", c.Seen.Listens}, {"dials", c.Seen.Dials}, {"files", c.Seen.Files}, {"logs", c.Seen.Logs}, {"ends", c.Seen.Ends},
	} {
		switch s.seen {
		case "some":
			n.Unseen = append(n.Unseen, s.what)
		case "told":
			n.Defaults = append(n.Defaults, s.what)
		}
	}
	return n
}

// traits are what is true of the pod as a whole, and what is not drawn.
func (w *drawer) traits(p *pod.Pod) {
	for _, t := range []struct {
		holds bool
		text  string
	}{
		{p.Runs == "to-completion", "runs to completion"},
		{p.HostNetwork, "network of the node"},
		{p.HostPID, "processes of the node"},
		{p.HostIPC, "shared memory of the node"},
		{p.ShareProcessNamespace, "containers see each other's processes"},
		{p.Managed != "", "containers are started and stopped by " + p.Managed},
		{w.From != "", "built from " + w.From},
	} {
		if t.holds {
			w.Traits = append(w.Traits, t.text)
		}
	}
	for _, kind := range []struct{ key, noun string }{
		{"container", "container"},
		{"volume", "volume"},
		{string(picture.Service), "Service"},
		{string(picture.Host), "address"},
		{string(picture.Unknown), "unknown end"},
		{"tie", "tie"},
	} {
		if n := w.left[kind.key]; n > 0 {
			w.Traits = append(w.Traits, fmt.Sprintf("%d more of kind %s not drawn", n, kind.noun))
		}
	}
}
