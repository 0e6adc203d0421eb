package knowledge

import (
	"errors"
	"slices"
)

// Outbound is what an injected proxy takes of the pod's outgoing connections.
type Outbound struct {
	// Skips are annotations that list ports which go around the proxy (numbers and ranges). Narrows are settings that restrict what it takes
	// in other ways, one of which is enough: "SETTING=value", "SETTING!=value".
	Skips   []string `json:"skips,omitempty"`
	Narrows []string `json:"narrows,omitempty"`
	// Waits says that the proxy holds a connection back until the client has spoken, but for the Opaque ports.
	Waits  bool  `json:"waits,omitempty"`
	Opaque []int `json:"opaque,omitempty"`
}

// Drain is an annotation that says how long an injected container goes on after the pod is told to end.
type Drain struct {
	// Setting is the annotation; of one that holds YAML a # and the path of the value follow ("proxy.istio.io/config#terminationDrainDuration").
	Setting string `json:"setting"`
	Form    string `json:"form"` // duration ("60s"; a bare number means seconds), seconds
	// How: wait (that long in any case), limit (at most that long), hook (a preStop hook that sleeps that long before the container is told).
	How string `json:"how"`
	// Limits lists settings ("SETTING=value") under which a wait may be over sooner.
	Limits []string `json:"limits,omitempty"`
	When   []string `json:"when,omitempty"`   // "SETTING=value", all of which must hold, else nothing happens
	Unless []string `json:"unless,omitempty"` // none of which may
}

func (d *Drain) check() error {
	if d.Setting == "" {
		return errors.New("a drain has no setting, want an annotation")
	}
	return first(oneOf("form", d.Form, "duration", "seconds"), oneOf("how", d.How, "wait", "limit", "hook"))
}

// Adds tells whether the injector adds a container of that name.
func (i *Injector) Adds(name string) bool {
	return slices.ContainsFunc(i.Containers, func(c Injected) bool { return c.Name == name })
}

// Names lists the containers that the injector adds.
func (i *Injector) Names() []string {
	out := make([]string, len(i.Containers))
	for j := range i.Containers {
		out[j] = i.Containers[j].Name
	}
	return out
}
