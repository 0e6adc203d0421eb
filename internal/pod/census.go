package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

// census is what selectors may select: every pod template and every Service of the set, in its order.
type census struct {
	pods, services []labelled
	// partial is set when there are workloads of which labels alone are known, or not even those.
	partial bool
	near    map[*manifest.Object][]NearSelector // by the workload that they are given to
}

// labelled is one object that a selector may select: a pod template of a workload, or a Service.
type labelled struct {
	*manifest.Object

	labels map[string]string
	ports  []string // names and numbers, where the set has monitors; of a Service names alone
}

// census is made at most once.
func (b *Builder) census() *census {
	b.counted.Do(func() {
		c := &census{partial: b.set.Partial, near: map[*manifest.Object][]NearSelector{}}
		for _, o := range b.set.Objects {
			b.count(c, o)
		}
		b.set.EachOutline(func(o *manifest.Object, _ int) {
			c.partial = true
			for _, t := range b.templates(o) {
				c.pods = append(c.pods, labelled{Object: o, labels: stringMap(o.Root, t.metadata.With("labels")...)})
			}
		})
		if !b.set.Partial { // else a selector may select what is not seen
			b.nearSelectors(c)
		}
		b.taken = c
	})
	return b.taken
}

func (b *Builder) count(c *census, o *manifest.Object) {
	switch {
	case o.Patch || b.controlled(o):
	case o.Kind == "Service":
		c.services = append(c.services, labelled{o, stringMap(o.Root, "metadata", "labels"), servicePortNames(o)})
	default:
		for _, t := range b.templates(o) {
			p := labelled{Object: o, labels: stringMap(o.Root, t.metadata.With("labels")...)}
			if len(b.index.byKind["PodMonitor"])+len(b.index.byKind["ServiceMonitor"]) > 0 {
				p.ports = containerPorts(o.Root, &t)
			}
			c.pods = append(c.pods, p)
		}
	}
}

func servicePortNames(o *manifest.Object) []string {
	var out []string
	for _, p := range items(o.Root, "spec", "ports") {
		if name := text(p, "name"); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// containerPorts are the names and numbers of the ports that the containers of a template declare.
func containerPorts(root *manifest.Node, t *template) []string {
	var out []string
	spec := root.Get(t.spec...)
	if t.lists != nil {
		spec = t.lists.node(spec)
	}
	for _, list := range []string{listInit, listContainers} {
		for _, c := range items(spec, list) {
			for _, p := range items(c, "ports") {
				for _, word := range []string{text(p, "name"), text(p, "containerPort")} {
					if word != "" {
						out = append(out, word)
					}
				}
			}
		}
	}
	return out
}

// watches tells whether a monitor looks into a namespace: its own, or those that it names. One that no file names may be any.
func watches(monitor *manifest.Object, namespace string) bool {
	if text(monitor.Root, "spec", "namespaceSelector", "any") == "true" {
		return true
	}
	names := items(monitor.Root, "spec", "namespaceSelector", "matchNames")
	if len(names) == 0 {
		return monitor.Namespace == "" || namespace == "" || sameNamespace(monitor.Namespace, namespace)
	}
	return namespace == "" || slices.ContainsFunc(names, func(n *manifest.Node) bool { return n.Text == namespace })
}

// monitored lists what a monitor selects.
func monitored(monitor *manifest.Object, all []labelled) []labelled {
	var out []labelled
	selector := monitor.Root.Get("spec", "selector")
	for i := range all {
		if matchesLabelSelector(selector, all[i].labels) && watches(monitor, all[i].Namespace) {
			out = append(out, all[i])
		}
	}
	return out
}

// behind lists the pods to which Services lead.
func (c *census) behind(services []labelled) []labelled {
	var out []labelled
	for _, s := range services {
		selector := stringMap(s.Root, "spec", "selector")
		for _, p := range c.pods {
			if sameNamespace(s.Namespace, p.Namespace) && selects(selector, p.labels) {
				out = append(out, p)
			}
		}
	}
	return out
}
