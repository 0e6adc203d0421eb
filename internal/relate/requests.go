package relate

import (
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/podlint/podlint/internal/pod"
)

// requests adds up what the containers ask for. Resources of the pod as a whole decide alone, so there is nothing to add up beside them.
func requests(p *pod.Pod) []pod.Request {
	if p.PodLevelResources {
		return nil
	}
	return []pod.Request{
		requestOf(p, "cpu", func(r *pod.ResourceList) *int64 { return r.CPU }),
		requestOf(p, "memory", func(r *pod.ResourceList) *int64 { return r.Memory }),
	}
}

func requestOf(p *pod.Pod, name string, amount func(*pod.ResourceList) *int64) pod.Request {
	out := pod.Request{Resource: name, Complete: true}
	named := names(p)
	var sidecars int64
	for i, c := range p.Containers {
		n := amount(&c.Resources.Requests)
		at := c.Resources.Path.With("requests", name)
		switch {
		case c.Class == "regular" || c.Class == "sidecar":
			s := pod.Share{Container: named[i], Declared: n != nil, Unknown: c.Resources.Unknown, Path: at}
			if n != nil {
				s.Amount = *n
			}
			out.Shares = append(out.Shares, s)
			if c.Class == "sidecar" {
				sidecars += s.Amount
			}
		case c.Class == "init" && n != nil:
			out.Steps = append(out.Steps, pod.Step{Container: named[i], Amount: sidecars + *n, Text: quantity(name, sidecars+*n), Path: at})
		}
	}
	sum(p, &out)
	return out
}

// sum settles what runs asks for in all.
func sum(p *pod.Pod, r *pod.Request) {
	class := map[string]string{}
	for i, name := range names(p) {
		class[name] = p.Containers[i].Class
	}
	known := true
	for _, s := range r.Shares {
		r.Complete = r.Complete && s.Declared
		known = known && (s.Declared || class[s.Container] != "regular")
		r.Steady += s.Amount
	}
	if !known {
		r.Steady = 0
	}
	r.SteadyText = quantity(r.Resource, r.Steady)
}

// quantity writes an amount as manifests do.
func quantity(name string, n int64) string {
	if name == "cpu" {
		return resource.NewMilliQuantity(n, resource.DecimalSI).String()
	}
	return resource.NewQuantity(n, resource.BinarySI).String()
}
