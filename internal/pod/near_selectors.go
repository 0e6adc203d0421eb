package pod

import (
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// selectorKinds are the kinds whose selectors are compared with what is there, with the place of the selector.
var selectorKinds = []struct {
	kind, of string
	at       Path
}{
	{"Service", "pod", Path{"spec", "selector"}},
	{"ServiceMonitor", "service", Path{"spec", "selector"}},
	{"PodMonitor", "pod", Path{"spec", "selector"}},
	{"NetworkPolicy", "pod", Path{"spec", "podSelector"}},
	{"PodDisruptionBudget", "pod", Path{"spec", "selector"}},
}

// givenLabels are labels that controllers give to the pods that they make, beyond those of the template.
var givenLabels = []string{
	"statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "pod-template-hash", "controller-revision-hash", "pod-template-generation",
	"job-name", "controller-uid", "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index",
}

// requirement is one condition of a selector.
type requirement struct {
	key, wanted string
	at          Path
	node        *manifest.Node // of an expression
}

func (r *requirement) fits(labels map[string]string) bool {
	return slices.Contains(givenLabels, r.key) || r.met(labels)
}

// met tells whether labels are as the requirement says.
func (r *requirement) met(labels map[string]string) bool {
	if r.node != nil {
		return matchesExpression(r.node, labels)
	}
	got, ok := labels[r.key]
	return ok && got == r.wanted
}

// madeAtRunTime tells whether the label is one of pods that a program makes while it runs.
func (b *Builder) madeAtRunTime(r requirement) bool {
	return slices.ContainsFunc(b.opt.Knowledge.MadeLabels, func(made string) bool {
		key, value, _ := strings.Cut(made, "=")
		return globMatch(key, r.key) && globMatch(value, r.wanted)
	})
}

// requirements lists the conditions of the selector at a place: plain labels for a Service, else a LabelSelector.
func requirements(o *manifest.Object, at Path) []requirement {
	plain := at
	if o.Kind != "Service" {
		plain = at.With("matchLabels")
	}
	labels := stringMap(o.Root, plain...)
	var out []requirement
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		out = append(out, requirement{key: key, wanted: labels[key], at: atObject(o).With(plain.With(key)...)})
	}
	if o.Kind == "Service" {
		return out
	}
	for i, e := range items(o.Root, at.With("matchExpressions")...) {
		r := requirement{key: text(e, "key"), node: e, at: atObject(o).With(at.With("matchExpressions", i)...)}
		if values := items(e, "values"); len(values) == 1 && strings.EqualFold(text(e, "operator"), "in") {
			r.wanted = values[0].Text
		}
		out = append(out, r)
	}
	return out
}

// nearSelectors gives every selector that selects nothing to the workload that it comes nearest to.
func (b *Builder) nearSelectors(c *census) {
	byLabels := map[string]labelIndex{"pod": newLabelIndex(c.pods), "service": newLabelIndex(c.services)}
	for _, k := range selectorKinds {
		for _, o := range b.index.byKind[k.kind] {
			all := c.pods
			if k.of == "service" {
				all = c.services
			}
			if reqs := requirements(o, k.at); len(reqs) > 0 && !byLabels[k.of].selects(reqs) && !slices.ContainsFunc(reqs, b.madeAtRunTime) {
				b.nearSelector(c, o, k.of, all, reqs)
			}
		}
	}
}

// labelIndex finds what has a label, so that a selector which selects something need not be compared with everything.
type labelIndex map[label][]map[string]string

func newLabelIndex(all []labelled) labelIndex {
	out := labelIndex{}
	for i := range all {
		for key, value := range all[i].labels {
			out[label{key, value}] = append(out[label{key, value}], all[i].labels)
		}
	}
	return out
}

// selects tells whether something meets all requirements, as far as one of them names a label.
func (x labelIndex) selects(reqs []requirement) bool {
	for i := range reqs {
		if r := &reqs[i]; r.node == nil && !slices.Contains(givenLabels, r.key) {
			return slices.ContainsFunc(x[label{r.key, r.wanted}], func(labels map[string]string) bool { return len(missing(reqs, labels)) == 0 })
		}
	}
	return false
}

func (b *Builder) nearSelector(c *census, o *manifest.Object, of string, all []labelled, reqs []requirement) {
	best, missed := b.nearest(o, all, reqs)
	if best == nil || isPlaceholder(missed.wanted) || isPlaceholder(best.labels[missed.key]) || of == "pod" && labelsMore(best, missed.key) {
		return
	}
	if to := c.workload(best, of); to != nil {
		n := NearSelector{Kind: o.Kind, Name: o.Name, Of: of, Target: best.Name, Near: b.set.Near(o, best.Object).String(), Fits: len(reqs) - 1}
		n.miss(&missed, best.labels)
		n.Changes, n.Maker = b.opt.Knowledge.ChangesLabel(missed.key, missed.wanted), b.makerOf(o, &missed)
		n.Unread = b.unreadNear(o.File)
		c.near[to] = append(c.near[to], n)
	}
}

// nearest finds the first object that misses one requirement alone, and that requirement; nil when the selector selects something, in whatever
// namespace, for files need not name it.
func (b *Builder) nearest(o *manifest.Object, all []labelled, reqs []requirement) (best *labelled, missed requirement) {
	for i := range all {
		misses := missing(reqs, all[i].labels)
		if len(misses) == 0 {
			return nil, missed
		}
		if len(misses) == 1 && best == nil && b.applied(o, &all[i]) {
			best, missed = &all[i], misses[0]
		}
	}
	return best, missed
}

// applied tells whether an object could select another one: it selects in its namespace, and the two stand so near that they belong together.
func (b *Builder) applied(o *manifest.Object, to *labelled) bool {
	return to.File != "" && reaches(o, to.Namespace) && b.set.Near(o, to.Object) > manifest.Sibling
}

// labelsMore tells whether the controller of a workload may give a label to its pods that the template lacks: those of other API groups than
// Kubernetes' own do.
func labelsMore(o *labelled, key string) bool {
	_, there := o.labels[key]
	return !there && !templated[o.Kind] && o.Kind != "Pod"
}

// reaches tells whether an object selects in a namespace.
func reaches(o *manifest.Object, namespace string) bool {
	if strings.HasSuffix(o.Kind, "Monitor") {
		return watches(o, namespace)
	}
	return sameNamespace(o.Namespace, namespace)
}

// workload is who is told: the workload itself, or the first one to which the Service leads.
func (c *census) workload(o *labelled, of string) *manifest.Object {
	if of == "pod" {
		return o.Object
	}
	if pods := c.behind([]labelled{*o}); len(pods) > 0 {
		return pods[0].Object
	}
	return nil
}

// missing lists the requirements that labels do not meet, no more than two.
func missing(reqs []requirement, labels map[string]string) []requirement {
	var out []requirement
	for i := range reqs {
		if !reqs[i].fits(labels) {
			if out = append(out, reqs[i]); len(out) == 2 {
				break
			}
		}
	}
	return out
}

func (n *NearSelector) miss(r *requirement, labels map[string]string) {
	n.Key, n.Wanted, n.Path = r.key, r.wanted, r.at
	n.Has, n.Labelled = labels[r.key]
	if n.Labelled {
		n.SpeltLike = speltLike(r.wanted, n.Has)
		return
	}
	for key, value := range labels {
		n.SpeltLike = n.SpeltLike || value == r.wanted && speltLike(r.key, key)
	}
}
