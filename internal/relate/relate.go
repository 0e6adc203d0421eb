// Package relate compares the containers of one pod, two ends at a time: relations, the part of the model that rules judge. Each relation
// is a pure function of the model, and is made when a rule looks at it. It judges nothing: what a relation means for somebody is the
// rules' to say.
package relate

import (
	"strconv"
	"sync"

	"github.com/podlint/podlint/internal/pod"
)

// Attach gives a pod its relations, each to be made when somebody looks at it.
func Attach(in *pod.Input) {
	p := in.Pod
	files := sync.OnceValue(func() *places { return placesOf(p) })
	p.Who = pod.NewLater(func() map[string]*pod.Member { return members(p) })
	p.Connections = pod.NewLater(func() []pod.Connection { return connections(p, in.Related) })
	p.References = pod.NewLater(func() []pod.Reference { return references(p, in.Related) })
	p.Lookups = pod.NewLater(func() []pod.Lookup { return lookups(p, in.Related) })
	p.Requests = pod.NewLater(func() []pod.Request { return requests(p) })
	p.Handovers = pod.NewLater(func() []pod.Handover { return handovers(files()) })
	p.Logs = pod.NewLater(func() []pod.Log { return logs(files()) })
	p.Shares = pod.NewLater(func() []pod.SharedVolume { return shares(p) })
	p.Endings = pod.NewLater(func() []pod.Stop { return endings(p) })
	p.Waits = pod.NewLater(func() []pod.Wait { return waits(p) })
	p.Bindings = pod.NewLater(func() []pod.Binding { return bindings(p) })
	p.Outputs = pod.NewLater(func() []pod.FileOutput { return outputs(files()) })
	p.Rights = pod.NewLater(func() []pod.Right { return rights(p) })
}

// names gives every container the name by which relations call it: its own, or name#order for a second one of a name.
func names(p *pod.Pod) []string {
	out := make([]string, len(p.Containers))
	taken := make(map[string]bool, len(p.Containers))
	for i, c := range p.Containers {
		out[i] = c.Name
		if taken[c.Name] {
			out[i] += "#" + strconv.Itoa(c.Order)
		}
		taken[out[i]] = true
	}
	return out
}
