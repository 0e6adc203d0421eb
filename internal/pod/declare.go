package pod

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/validity"
)

// declare fills what the PodSpec and the metadata say outright.
func (d *draft) declare() {
	p, s := d.pod, &d.spec
	p.Workload = d.workload()
	p.Annotations, p.Labels = nonNil(d.meta.Annotations), nonNil(d.meta.Labels)
	p.RestartPolicy = string(s.RestartPolicy)
	if p.RestartPolicy == "" {
		p.RestartPolicy = string(corev1.RestartPolicyAlways)
	}
	p.Runs = d.runs()
	p.HostNetwork, p.HostPID, p.HostIPC = s.HostNetwork, s.HostPID, s.HostIPC
	if s.RuntimeClassName != nil {
		p.RuntimeClass = *s.RuntimeClassName
	}
	p.ShareProcessNamespace = s.ShareProcessNamespace != nil && *s.ShareProcessNamespace
	p.Sysctls = sysctls(s.SecurityContext)
	p.GracePeriodSeconds = 30
	if s.TerminationGracePeriodSeconds != nil {
		p.GracePeriodSeconds = int(*s.TerminationGracePeriodSeconds)
	}
	if s.ActiveDeadlineSeconds != nil {
		p.ActiveDeadlineSeconds = int(*s.ActiveDeadlineSeconds)
	} else {
		p.ActiveDeadlineSeconds = atoi(text(d.obj.Root, "spec", "activeDeadlineSeconds"))
	}
	p.Replicas = atoi(text(d.obj.Root, "spec", "replicas"))
	p.PodLevelResources = s.Resources != nil
	d.declareSurroundings()
	d.declareFaults()
}

// runs is what the kind says, or else the restart policy.
func (d *draft) runs() string {
	switch {
	case d.at.kind.Runs != "":
		return d.at.kind.Runs
	case d.pod.RestartPolicy != string(corev1.RestartPolicyAlways):
		return "to-completion"
	}
	return "always"
}

// declareSurroundings settles what kind of pod it is from its platform and owner.
func (d *draft) declareSurroundings() {
	p, s := d.pod, &d.spec
	p.Windows = s.OS != nil && s.OS.Name == corev1.Windows || onWindows(s.NodeSelector) || windowsAffinity(s.Affinity)
	if sc := s.SecurityContext; sc != nil && sc.WindowsOptions != nil && sc.WindowsOptions.HostProcess != nil {
		p.HostProcess = *sc.WindowsOptions.HostProcess
		p.Windows = p.Windows || p.HostProcess
	}
	p.AsksCluster = d.obj.AsksCluster()
	p.Hook = d.annotation("helm.sh/hook")
	p.Test = strings.Contains(p.Hook, "test")
	p.Managed, p.MadeBeside = d.manager(), d.at.kind.Makes
}

// annotation looks at the pod (template) first and at the workload second.
func (d *draft) annotation(key string) string {
	if v, ok := d.meta.Annotations[key]; ok {
		return v
	}
	return text(d.obj.Root, "metadata", "annotations", key)
}

func (d *draft) workload() Workload {
	w := Workload{APIVersion: d.obj.APIVersion, Kind: d.obj.Kind, Namespace: d.obj.Namespace, Name: d.obj.Name}
	w.Selects, w.Scales = d.ownSelector(), d.at.kind.Scales
	if w.Selects == "others" {
		w.Unmet = d.unmet()
	}
	if len(d.at.metadata) > 1 {
		w.Annotations = unsuppressed(stringMap(d.obj.Root, "metadata", "annotations"))
		w.Labels = stringMap(d.obj.Root, "metadata", "labels")
	}
	return w
}

// ownSelector compares a workload's selector with the labels of its template. A ReplicationController's is a plain map.
func (d *draft) ownSelector() string {
	selector := d.obj.Root.Get("spec", "selector")
	if len(d.at.metadata) < 2 || selector == nil || len(selector.Fields) == 0 {
		return "nothing"
	}
	matches := matchesLabelSelector(selector, d.meta.Labels)
	if d.obj.Kind == "ReplicationController" {
		matches = selects(stringMap(selector), d.meta.Labels)
	}
	if matches {
		return "own"
	}
	return "others"
}

func onWindows(selector map[string]string) bool {
	return selector["kubernetes.io/os"] == "windows" || selector["beta.kubernetes.io/os"] == "windows"
}

func windowsAffinity(a *corev1.Affinity) bool {
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return false
	}
	for _, term := range a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
		for _, e := range term.MatchExpressions {
			if strings.HasSuffix(e.Key, "kubernetes.io/os") && e.Operator == corev1.NodeSelectorOpIn && len(e.Values) == 1 && e.Values[0] == "windows" {
				return true
			}
		}
	}
	return false
}

// managers are label or annotation prefixes of controllers that stop the sidecars of their pods.
var managers = []struct{ prefix, name string }{
	{"tekton.dev/", "tekton"},
	{"workflows.argoproj.io/", "argo-workflows"},
	{"serving.knative.dev/", "knative"},
	{"actions.github.com/", "actions-runner"},
	{"actions-runner", "actions-runner"},
	{"jenkins/", jenkins},
}

func (d *draft) manager() string {
	if d.at.kind.Orders != "" {
		return d.at.kind.Orders
	}
	for _, m := range managers {
		for _, set := range []map[string]string{d.meta.Labels, d.meta.Annotations} {
			for k := range set {
				if strings.HasPrefix(k, m.prefix) {
					return m.name
				}
			}
		}
	}
	return ""
}

func (d *draft) declareFaults() {
	for _, u := range d.unknown {
		if slices.Contains(d.at.kind.Fields, u.Key) {
			continue
		}
		in := pathText(d.obj.Root, u.Path[:len(u.Path)-1])
		d.pod.Unknown = append(d.pod.Unknown, UnknownField{Key: u.Key, Nearest: u.Nearest, In: in, Belongs: d.belongs(u.Key, u.Path[:len(u.Path)-1]), Path: u.Path.With(manifest.AtKey)})
	}
	d.pod.Unknown = append(d.pod.Unknown, d.misplaced()...)
	d.pod.Invalid = validity.Check(validity.Pod{
		Root: d.obj.Root, Spec: d.at.spec, Metadata: d.at.metadata, Bare: d.obj.Kind == "Pod", Claims: d.claims(), Rendered: d.obj.Render != nil,
	}, d.wrong)
	for i := range d.pod.Invalid {
		d.pod.Invalid[i].Unset = d.obj.Unset(d.pod.Invalid[i].Path)
	}
	in := "manifest"
	if d.obj.Render != nil { // of the others, a kustomization refuses such keys
		in = "chart"
	}
	for _, dup := range d.obj.Duplicates {
		line, where := lostAt(d.obj, dup)
		d.pod.Duplicates = append(d.pod.Duplicates, DuplicateKey{Key: dup.Key, First: line, Where: where, Same: dup.Same, Empty: dup.Empty, In: in, Path: dup.Path.With(manifest.AtKey)})
	}
}

// lostAt is the place of the earlier entry of a key.
func lostAt(o *manifest.Object, dup manifest.Duplicate) (line int, where string) {
	if o.Render == nil {
		return dup.First.Line, fmt.Sprintf("line %d", dup.First.Line)
	}
	if o.Render.Of == nil {
		return 0, "an earlier line"
	}
	at, known := o.Render.Of(dup.First)
	counts, _ := o.Place(dup.Path.With(manifest.AtKey))
	switch {
	case !known:
		return 0, "an earlier line"
	case at.File == counts.File:
		return at.Span.Line, fmt.Sprintf("line %d", at.Span.Line)
	}
	return at.Span.Line, fmt.Sprintf("%s:%d", at.File, at.Span.Line)
}

// atoi reads a whole number, 0 when s is none.
func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1<<30 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

func nonNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
