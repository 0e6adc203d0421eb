package pod

import (
	corev1 "k8s.io/api/core/v1"
)

func (c *draftContainer) readResources() {
	r := &c.spec.Resources
	c.out.Resources = Resources{Requests: amounts(r.Requests), Limits: amounts(r.Limits), Path: c.path("resources")}
	q, l := &c.out.Resources.Requests, &c.out.Resources.Limits
	c.readDeclared()
	q.CPU, q.Memory, q.EphemeralStorage = orElse(q.CPU, l.CPU), orElse(q.Memory, l.Memory), orElse(q.EphemeralStorage, l.EphemeralStorage)
}

// readDeclared lists what the container's own lists hold, and whether somebody else has still to fill an amount in.
func (c *draftContainer) readDeclared() {
	out := &c.out.Resources
	for _, list := range []string{"requests", "limits"} {
		n := c.d.obj.Root.Get(c.d.paths.With(out.Path, list)...)
		if n == nil {
			continue
		}
		for i := range n.Fields {
			f := &n.Fields[i]
			if isPlaceholder(text(f.Value)) {
				out.Unknown = true
				continue
			}
			out.Declared = append(out.Declared, list+"."+f.Key)
		}
	}
}

func orElse(a, b *int64) *int64 {
	if a != nil {
		return a
	}
	return b
}

func amounts(list corev1.ResourceList) ResourceList {
	var out ResourceList
	if q, ok := list[corev1.ResourceCPU]; ok {
		n := q.MilliValue()
		out.CPU = &n
	}
	if q, ok := list[corev1.ResourceMemory]; ok {
		n := q.Value()
		out.Memory = &n
	}
	if q, ok := list[corev1.ResourceEphemeralStorage]; ok {
		n := q.Value()
		out.EphemeralStorage = &n
	}
	return out
}

// settleResources computes the quality of service class and the effective request of KEP-753:
// max( max over init steps (native sidecars before it + the step), native sidecars + regular containers ) + overhead.
func (d *draft) settleResources() {
	d.pod.QOS = d.qos()
	overhead := amounts(d.spec.Overhead)
	d.pod.Request = ResourceList{
		CPU:              d.effective(overhead.CPU, func(r *ResourceList) *int64 { return r.CPU }),
		Memory:           d.effective(overhead.Memory, func(r *ResourceList) *int64 { return r.Memory }),
		EphemeralStorage: d.effective(overhead.EphemeralStorage, func(r *ResourceList) *int64 { return r.EphemeralStorage }),
	}
}

func (d *draft) effective(overhead *int64, of func(*ResourceList) *int64) *int64 {
	var sidecars, regular, peak int64
	declared := overhead != nil
	for _, c := range d.containers {
		v := of(&c.out.Resources.Requests)
		if v == nil || c.spec == nil {
			continue
		}
		declared = true
		switch c.out.Class {
		case "sidecar":
			sidecars += *v
			peak = max(peak, sidecars)
		case "init":
			peak = max(peak, sidecars+*v)
		case "regular":
			regular += *v
		}
	}
	if !declared {
		return nil
	}
	total := max(peak, sidecars+regular)
	if overhead != nil {
		total += *overhead
	}
	return &total
}

// qos follows the documented rules: every container (init ones too) with limits equal to requests for CPU and memory is Guaranteed.
func (d *draft) qos() string {
	guaranteed, some := true, false
	for _, c := range d.containers {
		if c.spec == nil || c.out.Class == "ephemeral" {
			continue
		}
		r := &c.out.Resources
		for _, pair := range [][2]*int64{{r.Requests.CPU, r.Limits.CPU}, {r.Requests.Memory, r.Limits.Memory}} {
			some = some || pair[0] != nil || pair[1] != nil
			guaranteed = guaranteed && sameAmount(pair[0], pair[1])
		}
	}
	switch {
	case d.spec.Resources != nil:
		return d.podQOS()
	case !some:
		return "BestEffort"
	case guaranteed:
		return "Guaranteed"
	}
	return "Burstable"
}

// sameAmount tells whether both amounts are given and equal.
func sameAmount(a, b *int64) bool { return a != nil && b != nil && *a == *b }

// podQOS applies to pod-level resources, which decide alone.
func (d *draft) podQOS() string {
	q, l := amounts(d.spec.Resources.Requests), amounts(d.spec.Resources.Limits)
	cpu, mem := orElse(q.CPU, l.CPU), orElse(q.Memory, l.Memory)
	if l.CPU != nil && l.Memory != nil && *cpu == *l.CPU && *mem == *l.Memory {
		return "Guaranteed"
	}
	return "Burstable"
}
