package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
)

// mostPorts is how many ports are listed with an endpoint.
const mostPorts = 16

// relateMonitors lists the monitors that select the pod, or a Service that leads to it.
func (d *draft) relateMonitors() {
	fits := func(o *manifest.Object) bool {
		return matchesLabelSelector(o.Root.Get("spec", "selector"), d.pod.Labels) && watches(o, d.obj.Namespace)
	}
	for _, o := range d.nearby(d.everywhere("PodMonitor"), fits) {
		d.related.Monitors = append(d.related.Monitors, d.monitor(o, "podMetricsEndpoints"))
	}
	monitors := d.everywhere("ServiceMonitor")
	if len(monitors) == 0 {
		return
	}
	var services []labelled
	for _, s := range d.related.Services {
		if svc := d.find("Service", s.Name); svc != nil {
			services = append(services, labelled{Object: svc, labels: stringMap(svc.Root, "metadata", "labels")})
		}
	}
	for _, o := range d.nearby(monitors, func(o *manifest.Object) bool { return len(monitored(o, services)) > 0 }) {
		d.related.Monitors = append(d.related.Monitors, d.monitor(o, "endpoints"))
	}
}

func (d *draft) monitor(o relative, field string) Monitor {
	m := Monitor{Kind: o.Kind, Name: o.Name, Near: o.near.String(), Labels: len(stringMap(o.Root, "spec", "selector", "matchLabels")), Path: atObject(o.Object)}
	d.asked.ask(question{about: aboutEndpoints, kind: field, object: o.Object})
	m.Endpoints = d.b.endpoints(o.Object, field)
	for _, e := range m.Endpoints {
		m.Ports = append(m.Ports, e.Wanted)
	}
	return m
}

// endpoints are looked up once for all pods that a monitor concerns.
func (b *Builder) endpoints(o *manifest.Object, field string) []MonitorEndpoint {
	if got, ok := b.scraped.Load(o); ok {
		return got.([]MonitorEndpoint)
	}
	got := b.lookUpEndpoints(o, field)
	b.scraped.Store(o, got)
	return got
}

func (b *Builder) lookUpEndpoints(o *manifest.Object, field string) []MonitorEndpoint {
	c := b.census()
	var services []labelled
	pods := monitored(o, c.pods)
	if o.Kind == "ServiceMonitor" {
		services = monitored(o, c.services)
		pods = c.behind(services)
	}
	var out []MonitorEndpoint
	for i, e := range items(o.Root, "spec", field) {
		for _, f := range []string{"port", "targetPort", "portNumber"} {
			wanted := text(e, f)
			if wanted == "" {
				continue
			}
			end := MonitorEndpoint{Field: f, Wanted: wanted, Path: atObject(o).With("spec", field, i, f)}
			in := pods
			if f == "port" && o.Kind == "ServiceMonitor" {
				in = services
			}
			end.lookUp(in)
			end.Found = end.Found || isPlaceholder(wanted) || c.partial
			if len(services) == 1 {
				end.Of = services[0].Name
			}
			out = append(out, end)
		}
	}
	return out
}

// lookUp looks for the port among those of the objects that are selected.
func (e *MonitorEndpoint) lookUp(in []labelled) {
	for i := range in {
		e.Found = e.Found || slices.Contains(in[i].ports, e.Wanted) || slices.ContainsFunc(in[i].ports, isPlaceholder)
		e.Choices = append(e.Choices, in[i].ports...)
	}
	slices.Sort(e.Choices)
	e.Choices = slices.Compact(e.Choices)
	if !e.Found {
		e.Nearest = nearest.Of(e.Wanted, e.Choices)
	}
	e.Choices = e.Choices[:min(len(e.Choices), mostPorts)]
}
