package relate

import (
	"slices"
	"strconv"

	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pod"
)

// references looks up the names by which annotations, autoscalers, fields and monitors mean containers, volumes and ports.
func references(p *pod.Pod, related *pod.Related) []pod.Reference {
	out := make([]pod.Reference, 0, len(p.Named))
	for i := range p.Named {
		r := p.Named[i]
		switch r.Of {
		case "volume":
			findVolume(p, &r)
		case "port":
			findPort(p, &r)
		default:
			findContainer(p, &r)
		}
		if !r.Found {
			r.Nearest = nearest.Of(r.Name, r.Choices)
		}
		out = append(out, r)
	}
	for i := range related.Monitors {
		out = append(out, scraped(&related.Monitors[i])...)
	}
	return out
}

// scraped are the ports that a monitor names, which are looked up in all that it selects.
func scraped(m *pod.Monitor) []pod.Reference {
	source := map[string]string{"PodMonitor": "pod-monitor", "ServiceMonitor": "service-monitor"}[m.Kind]
	var out []pod.Reference
	for _, e := range m.Endpoints {
		out = append(out, pod.Reference{
			Source: source, Key: m.Name, From: e.Of, Field: e.Field, Of: "port", Name: e.Wanted, Found: e.Found, Nearest: e.Nearest, Choices: e.Choices, Path: e.Path,
		})
	}
	return out
}

func findVolume(p *pod.Pod, r *pod.Reference) {
	for _, v := range p.Volumes {
		r.Found = r.Found || v.Name == r.Name
		r.Choices = append(r.Choices, v.Name)
	}
}

// findPort looks for a port by its number or its name among those that containers and injectors serve.
func findPort(p *pod.Pod, r *pod.Reference) {
	number, err := strconv.Atoi(r.Name)
	for _, c := range p.Containers {
		for i := range c.Listens {
			l := &c.Listens[i]
			r.Found = r.Found || l.Name == r.Name || err == nil && l.Port == number
			if l.Name != "" {
				r.Choices = append(r.Choices, l.Name)
			}
			if l.Port > 0 {
				r.Choices = append(r.Choices, strconv.Itoa(l.Port))
			}
		}
	}
	for i := range p.Injectors {
		r.Found = r.Found || err == nil && slices.Contains(p.Injectors[i].Ports, number)
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
