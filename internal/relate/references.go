package relate

import (
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pod"
)

// references looks up the names by which annotations, autoscalers and fields mean containers and volumes.
func references(p *pod.Pod) []pod.Reference {
	out := make([]pod.Reference, 0, len(p.Named))
	for i := range p.Named {
		r := p.Named[i]
		if r.Of == "volume" {
			findVolume(p, &r)
		} else {
			findContainer(p, &r)
		}
		if !r.Found {
			r.Nearest = nearest.Of(r.Name, r.Choices)
		}
		out = append(out, r)
	}
	return out
}

func findVolume(p *pod.Pod, r *pod.Reference) {
	for _, v := range p.Volumes {
		r.Found = r.Found || v.Name == r.Name
		r.Choices = append(r.Choices, v.Name)
	}
}

func findContainer(p *pod.Pod, r *pod.Reference) {
	for _, c := range p.Containers {
		if c.Name == r.Name && !r.Found {
			r.Found, r.Class = true, c.Class
		}
		if c.Class == "regular" || c.Class == "sidecar" {
			r.Choices = append(r.Choices, c.Name)
		}
	}
}
