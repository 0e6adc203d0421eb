package relate

import "github.com/podlint/podlint/internal/pod"

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
	for i, c := range p.Containers {
		if c.Class != "regular" && c.Class != "sidecar" && c.Class != "init" {
			continue
		}
		n := amount(&c.Resources.Requests)
		s := pod.Share{Container: named[i], Class: c.Class, Declared: n != nil, Unknown: c.Resources.Unknown, Path: c.Resources.Path.With("requests", name)}
		if n != nil {
			s.Amount = *n
		}
		out.Shares = append(out.Shares, s)
	}
	sum(&out)
	return out
}

// sum settles what runs asks for in all.
func sum(r *pod.Request) {
	known := true
	for _, s := range r.Shares {
		if s.Class == "init" {
			continue
		}
		r.Complete = r.Complete && s.Declared
		known = known && (s.Declared || s.Class != "regular")
		r.Steady += s.Amount
	}
	if !known {
		r.Steady = 0
	}
}
