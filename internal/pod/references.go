package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// settleNames lists the names by which annotations, autoscalers and fields mean containers and volumes of the pod.
func (d *draft) settleNames() {
	for _, key := range sortedKeys(d.meta.Annotations) {
		for i := range d.b.opt.Knowledge.Naming {
			d.namedBy(&d.b.opt.Knowledge.Naming[i], key)
		}
	}
	for i := range d.related.Autoscalers {
		a := &d.related.Autoscalers[i]
		for j := range a.Metrics {
			if m := &a.Metrics[j]; m.Type == "ContainerResource" {
				d.name(Reference{Source: "autoscaler", Key: a.Name, Of: "container", Name: m.Container, Path: m.Path})
			}
		}
	}
	d.namedByVPA()
	for _, c := range d.declared() {
		c.namesInFields()
	}
}

// name notes a name, unless it is a placeholder or a pattern.
func (d *draft) name(r Reference) {
	if r.Name == "" || isPlaceholder(r.Name) || strings.ContainsAny(r.Name, " *{}") {
		return
	}
	r.Injectable = r.Of == "container" && d.b.injectedName(r.Name)
	d.pod.Named = append(d.pod.Named, r)
}

func (d *draft) namedBy(n *knowledge.Naming, key string) {
	of := n.Of
	if of == "" {
		of = "container"
	}
	for _, name := range n.Names(key, d.meta.Annotations[key]) {
		if d.isAlias(n, name) {
			continue
		}
		d.name(Reference{Source: "annotation", Key: key, Of: of, Name: name, Path: d.at.metadata.With("annotations", key)})
	}
}

// isAlias tells whether another annotation makes the name mean something: an identifier that Datadog's check.id gives to a container, a
// volume that a tool adds for its own container.
func (d *draft) isAlias(n *knowledge.Naming, name string) bool {
	if n.Adds(name, d.meta.Annotations) {
		return true
	}
	return d.meta.Annotations["ad.datadoghq.com/"+name+".check.id"] != "" || d.checkID(name)
}

// checkID: Datadog's annotations may name an identifier that the pod gives one of its containers.
func (d *draft) checkID(name string) bool {
	for k, v := range d.meta.Annotations {
		if v == name && strings.HasPrefix(k, "ad.datadoghq.com/") && strings.HasSuffix(k, ".check.id") {
			return true
		}
	}
	return false
}

// namedByVPA lists the containers that the policies of a VerticalPodAutoscaler name.
func (d *draft) namedByVPA() {
	targets := func(o *manifest.Object) bool { return d.targeted(o.Root.Get("spec", "targetRef")) }
	for _, o := range d.around("VerticalPodAutoscaler", targets) {
		for i, p := range items(o.Root, "spec", "resourcePolicy", "containerPolicies") {
			at := atObject(o.Object).With("spec", "resourcePolicy", "containerPolicies", i, "containerName")
			d.name(Reference{Source: "vertical-autoscaler", Key: o.Name, Of: "container", Name: text(p, "containerName"), Path: at})
		}
	}
}

// namesInFields lists the containers that the variables of a container are filled from.
func (c *draftContainer) namesInFields() {
	for i := range c.spec.Env {
		from := c.spec.Env[i].ValueFrom
		if from == nil || from.ResourceFieldRef == nil || from.ResourceFieldRef.ContainerName == c.out.Name {
			continue
		}
		c.d.name(Reference{
			Source: "field", Key: c.spec.Env[i].Name, From: c.out.Name, Field: from.ResourceFieldRef.Resource, Of: "container",
			Name: from.ResourceFieldRef.ContainerName, Path: c.path("env", i, "valueFrom", "resourceFieldRef", "containerName"),
		})
	}
}

// injectedName tells whether an injector adds a container of that name.
func (b *Builder) injectedName(name string) bool {
	return slices.ContainsFunc(b.opt.Knowledge.Injectors, func(in knowledge.Injector) bool {
		return slices.ContainsFunc(in.Containers, func(c knowledge.Injected) bool { return c.Name == name })
	})
}
