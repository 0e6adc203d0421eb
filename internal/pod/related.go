package pod

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// relate collects the other objects of the set that concern the pod.
func (d *draft) relate() {
	for _, o := range d.services() {
		if text(o.Root, "spec", "type") != "ExternalName" {
			d.related.Services = append(d.related.Services, d.service(o))
		}
	}
	d.asked.ask(question{about: aboutAny, kind: "Service"})
	d.related.ServiceSeen = len(d.b.index.byKind["Service"]) > 0 || d.b.set.Listed["Service"]
	for _, o := range d.around("HorizontalPodAutoscaler", d.isScaled) {
		d.related.Autoscalers = append(d.related.Autoscalers, autoscaler(o))
	}
	for _, o := range d.around("ScaledObject", d.isScaledByKEDA) {
		d.related.Autoscalers = append(d.related.Autoscalers, scaledObject(o))
	}
	for _, o := range d.around("NetworkPolicy", d.isGuarded) {
		d.related.Policies = append(d.related.Policies, d.networkPolicy(o))
	}
	d.relateCalled()
	d.relateMonitors()
	d.asked.ask(question{about: aboutSelectors, object: d.obj})
	d.related.NearSelectors = d.b.census().near[d.obj]
	d.relateNamespace()
	d.relateAccount()
}

// services lists the Services that select the pod.
func (d *draft) services() []relative {
	d.asked.ask(question{about: aboutLabels, name: labelsText(d.pod.Labels), namespace: d.obj.Namespace})
	return d.nearby(d.b.index.selecting(d.pod.Labels, d.obj.Namespace), d.isSelected)
}

// isSelected tells of a Service that selects the pod whether it is the pod's: one in a sibling folder that selects a workload nearer to it
// is that one's.
func (d *draft) isSelected(svc *manifest.Object) bool {
	return d.b.set.Near(d.obj, svc) > manifest.Sibling || !d.selection(svc).nearer()
}

func (d *draft) isScaled(o *manifest.Object) bool {
	return d.targeted(o.Root.Get("spec", "scaleTargetRef"))
}

func (d *draft) isGuarded(o *manifest.Object) bool {
	return matchesLabelSelector(o.Root.Get("spec", "podSelector"), d.pod.Labels)
}

func (d *draft) relateNamespace() {
	if o, near := d.namespaceNear(); o != nil {
		d.related.Namespace = &Namespace{Name: o.Name, Near: near.String(), Labels: nonNil(stringMap(o.Root, "metadata", "labels")), Path: atObject(o)}
	}
	every := func(*manifest.Object) bool { return true }
	d.related.Quota = len(d.around("ResourceQuota", every)) > 0
	d.relateQuotas()
	for _, o := range d.around("LimitRange", every) {
		for _, l := range items(o.Root, "spec", "limits") {
			if text(l, "type") == "Container" && (l.Get("default") != nil || l.Get("defaultRequest") != nil) {
				d.related.LimitRange = true
			}
		}
	}
	account := d.spec.ServiceAccountName
	if account == "" {
		account = "default"
	}
	if o := d.find("ServiceAccount", account); o != nil {
		if v := text(o.Root, "automountServiceAccountToken"); v != "" {
			token := v == "true"
			d.related.Token = &token
		}
	}
}

// relateQuotas lists the quotas without scopes. Quota and pod must name their namespace, or stand in one file and name none: other files of one
// run without any may belong to several.
func (d *draft) relateQuotas() {
	counts := func(o *manifest.Object) bool {
		return o.Namespace == d.obj.Namespace && o.Root.Get("spec", "scopes") == nil && o.Root.Get("spec", "scopeSelector") == nil
	}
	for _, o := range d.around("ResourceQuota", counts) {
		if d.obj.Namespace == "" && o.near < manifest.SameFile {
			continue
		}
		q := Quota{Name: o.Name, Near: o.near.String()}
		for _, key := range []string{"requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "cpu", "memory"} {
			if o.Root.Get("spec", "hard", key) != nil {
				q.Hard = append(q.Hard, Hard{Field: counted(key), Path: atObject(o.Object).With("spec", "hard", key)})
			}
		}
		d.related.Quotas = append(d.related.Quotas, q)
	}
}

// counted is what a key of a quota counts: cpu and memory alone mean the requests.
func counted(key string) string {
	if !strings.Contains(key, ".") {
		return "requests." + key
	}
	return key
}

func (d *draft) service(o relative) Service {
	s := Service{
		Name: o.Name, Namespace: o.Namespace, Near: o.near.String(), Type: text(o.Root, "spec", "type"),
		Headless: text(o.Root, "spec", "clusterIP") == "None", Path: atObject(o.Object),
	}
	if s.Type == "" {
		s.Type = "ClusterIP"
	}
	s.Governing = d.obj.Kind == "StatefulSet" && text(d.obj.Root, "spec", "serviceName") == o.Name
	s.Workloads = d.selection(o.Object).workloads()
	for i, p := range items(o.Root, "spec", "ports") {
		s.Ports = append(s.Ports, d.servicePort(p, atObject(o.Object).With("spec", "ports", i)))
	}
	return s
}

// selection is how many workloads a Service selects, by how near they stand.
type selection [manifest.SameBuild + 1]int

// nearer tells whether one of them does not lie in a sibling folder.
func (s *selection) nearer() bool { return s.above(manifest.Sibling) > 0 }

func (s *selection) above(near manifest.Near) int {
	n := 0
	for _, count := range s[near+1:] {
		n += count
	}
	return n
}

// workloads counts those that the Service belongs to: those in sibling folders only when there are no others.
func (s *selection) workloads() int {
	return cmp.Or(s.above(manifest.Sibling), s[manifest.Sibling])
}

// selection is that of a Service.
func (d *draft) selection(svc *manifest.Object) *selection {
	d.asked.ask(question{about: aboutSelection, object: svc})
	return d.b.selection(svc)
}

// selection counts the workloads of the set that the Service selects.
func (b *Builder) selection(svc *manifest.Object) *selection {
	b.once.Do(b.selectAll)
	if s := b.selected[svc]; s != nil {
		return s
	}
	return &selection{}
}

// selectAll looks at every workload once, for all Services together.
func (b *Builder) selectAll() {
	b.selected = map[*manifest.Object]*selection{}
	for _, o := range b.set.Objects {
		if !o.Patch && !b.controlled(o) {
			b.selectOne(o, 1)
		}
	}
	b.set.EachOutline(b.selectOne)
}

// selectOne counts n workloads like o for the Services that select them. An outline has no file: it counts as one of the Service's.
func (b *Builder) selectOne(o *manifest.Object, n int) {
	for _, t := range b.templates(o) {
		labels := stringMap(o.Root, t.metadata.With("labels")...)
		for _, svc := range b.index.selecting(labels, o.Namespace) {
			near := manifest.SameFile
			if o.File != "" {
				near = b.set.Near(o, svc)
			}
			if b.selected[svc] == nil {
				b.selected[svc] = &selection{}
			}
			b.selected[svc][near] += n
		}
	}
}

func (d *draft) servicePort(n *manifest.Node, at Path) ServicePort {
	p := ServicePort{Name: text(n, "name"), Port: atoi(text(n, "port")), Protocol: text(n, "protocol"), Path: at.With("targetPort")}
	if p.Protocol == "" {
		p.Protocol = "TCP"
	}
	target := text(n, "targetPort")
	switch {
	case target == "" || isZero(n.Get("targetPort")):
		p.TargetPort, p.Path = p.Port, at.With("port")
	case validPort(atoi(target)) > 0:
		p.TargetPort = atoi(target)
	default:
		p.TargetName = target
	}
	d.lead(&p, false)
	if len(p.Containers) == 0 {
		d.lead(&p, true)
	}
	return p
}

// lead notes the containers that serve the port, or, when nobody speaks of it, those that may.
func (d *draft) lead(p *ServicePort, likely bool) {
	for _, c := range d.containers {
		if c.out.Class == "init" || c.out.Class == "ephemeral" {
			continue
		}
		for i := range c.out.Listens {
			if l := &c.out.Listens[i]; l.Likely() == likely && p.leadsTo(l) {
				p.hit(c.out.Name, l)
			}
		}
	}
}

// isZero tells whether a value is the number 0, which the API server takes for a field that is not set.
// https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/apis/core/v1/defaults.go#L135
func isZero(n *manifest.Node) bool { return n != nil && n.Type == manifest.Int && n.Text == "0" }

// leadsTo tells whether the target is the listener's number, or its name.
func (p *ServicePort) leadsTo(l *Listen) bool {
	if l.Protocol != p.Protocol || l.Port == 0 {
		return false
	}
	return l.Port == p.TargetPort || p.TargetName != "" && l.Name == p.TargetName
}

// hit notes a container that declares or serves the target; a named target takes the first container's number.
func (p *ServicePort) hit(container string, l *Listen) {
	if p.TargetPort == 0 {
		p.TargetPort = l.Port
	}
	if len(p.Containers) == 0 || p.Containers[len(p.Containers)-1] != container {
		p.Containers = append(p.Containers, container)
	}
	if l.Effective && (p.Address == "" || p.Address == "unknown" || p.Address == "loopback") {
		p.Address = l.Address
	}
}

func (d *draft) targeted(ref *manifest.Node) bool {
	return ref != nil && text(ref, "kind") == d.obj.Kind && text(ref, "name") == d.obj.Name
}

func autoscaler(o relative) Autoscaler {
	a := Autoscaler{Name: o.Name, Near: o.near.String(), Path: atObject(o.Object)}
	if v := text(o.Root, "spec", "targetCPUUtilizationPercentage"); v != "" {
		a.Metrics = append(a.Metrics, Metric{Type: "Resource", Resource: "cpu", Utilization: true, Path: a.Path.With("spec", "targetCPUUtilizationPercentage")})
	}
	if len(a.Metrics) == 0 && o.Root.Get("spec", "metrics") == nil {
		// without any metric the API server asks for 80 % of the CPU requests
		a.Metrics = []Metric{{Type: "Resource", Resource: "cpu", Utilization: true, Path: a.Path.With("spec")}}
	}
	for i, m := range items(o.Root, "spec", "metrics") {
		at := a.Path.With("spec", "metrics", i)
		switch kind := text(m, "type"); kind {
		case "Resource":
			utilization := text(m, "resource", "target", "type") == "Utilization" || text(m, "resource", "targetAverageUtilization") != ""
			a.Metrics = append(a.Metrics, Metric{Type: kind, Resource: text(m, "resource", "name"), Utilization: utilization, Path: at.With("resource", "name")})
		case "ContainerResource":
			a.Metrics = append(a.Metrics, Metric{
				Type: kind, Resource: text(m, "containerResource", "name"), Container: text(m, "containerResource", "container"),
				Utilization: text(m, "containerResource", "target", "type") == "Utilization", Path: at.With("containerResource", "container"),
			})
		}
	}
	return a
}

func (d *draft) networkPolicy(o relative) NetworkPolicy {
	np := NetworkPolicy{Name: o.Name, Near: o.near.String(), Path: atObject(o.Object)}
	types := items(o.Root, "spec", "policyTypes")
	np.Ingress = len(types) == 0
	for _, t := range types {
		np.Ingress = np.Ingress || t.Text == "Ingress"
	}
	for i, rule := range items(o.Root, "spec", "ingress") {
		ports := items(rule, "ports")
		np.AllPorts = np.AllPorts || len(ports) == 0
		anyone := len(items(rule, "from")) == 0
		np.AnyoneAllPorts = np.AnyoneAllPorts || anyone && len(ports) == 0
		for j, p := range ports {
			at := np.Path.With("spec", "ingress", i, "ports", j, "port")
			for _, port := range d.policyPorts(p) {
				np.Allows = append(np.Allows, Allowed{Port: port, Anyone: anyone, Path: at})
			}
		}
	}
	return np
}

// policyPorts resolves a port of a policy: a number, a range (bounded, so that a huge one cannot cost memory), a name of the pod.
func (d *draft) policyPorts(p *manifest.Node) []int {
	port := text(p, "port")
	from := atoi(port)
	if from == 0 {
		return d.portsWhere(func(l *Listen) bool { return l.Name == port && port != "" })
	}
	end, err := strconv.Atoi(text(p, "endPort"))
	if err != nil || end < from {
		end = from
	}
	out := d.portsWhere(func(l *Listen) bool { return l.Port >= from && l.Port <= end })
	if end == from && len(out) == 0 {
		out = []int{from}
	}
	return out
}

// portsWhere lists the ports of the listeners that are asked for.
func (d *draft) portsWhere(wanted func(*Listen) bool) []int {
	var out []int
	for _, c := range d.containers {
		for i := range c.out.Listens {
			if l := &c.out.Listens[i]; wanted(l) {
				out = append(out, l.Port)
			}
		}
	}
	return out
}
