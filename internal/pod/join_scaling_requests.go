package pod

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/podlint/podlint/internal/manifest"
)

// QOSLost is a helper that keeps a pod, whose other containers have limits equal to requests, from being Guaranteed.
type QOSLost struct {
	Container string   `json:"container" jsonschema:"the helper"`
	Class     string   `json:"class"     jsonschema:"init, sidecar or regular"`
	Lacks     string   `json:"lacks"     jsonschema:"the first thing that is wrong: cpu limit, memory limit, cpu request equal to its limit..."`
	Apps      []string `json:"apps"      jsonschema:"the containers with limits equal to requests"`
	Path      Path     `json:"path"      jsonschema:"of the helper's resources"`
}

// OverQuota is a container without a value that the namespace's quota demands.
type OverQuota struct {
	Container string `json:"container"  jsonschema:"who lacks it"`
	Lacks     string `json:"lacks"      jsonschema:"such as limits.memory"`
	Quota     string `json:"quota"      jsonschema:"the ResourceQuota"`
	QuotaPath Path   `json:"quota_path" jsonschema:"of the quota's hard limit (an @ path)"`
	Path      Path   `json:"path"       jsonschema:"of the missing value"`
}

// DominantInit is an init container that requests more than the pod needs while it runs.
type DominantInit struct {
	Container string `json:"container" jsonschema:"the init container"`
	Resource  string `json:"resource"  jsonschema:"cpu or memory"`
	Step      string `json:"step"      jsonschema:"what it and the native sidecars before it request, such as 2Gi"`
	Steady    string `json:"steady"    jsonschema:"what the pod requests once it runs"`
	Percent   int    `json:"percent"   jsonschema:"step in percent of steady"`
	Wasted    int64  `json:"wasted"    jsonschema:"step less steady: thousandths of a CPU, or bytes"`
	Path      Path   `json:"path"      jsonschema:"of the request"`
}

// joinQOS finds the helpers that cost the pod its Guaranteed class.
func (d *draft) joinQOS(all []*draftContainer) {
	if d.pod.PodLevelResources || d.related.LimitRange || d.pod.QOS == "Guaranteed" {
		return
	}
	var apps []string
	var lost []*draftContainer
	for _, c := range all {
		lacks, helps := c.lacksGuarantee() != "", c.out.Class != "regular" || c.out.Part == "helper"
		switch {
		case lacks && helps:
			lost = append(lost, c)
		case lacks:
			return // the app is Burstable by intent
		case !helps:
			apps = append(apps, c.out.Name)
		}
	}
	if len(apps) == 0 {
		return
	}
	for _, c := range lost {
		d.pod.Scaling.QOSLost = append(d.pod.Scaling.QOSLost, QOSLost{Container: c.out.Name, Class: c.out.Class, Lacks: c.lacksGuarantee(), Apps: apps, Path: c.out.Resources.Path})
	}
}

// lacksGuarantee names the first thing that keeps a container from limits equal to requests, empty when it has them.
func (c *draftContainer) lacksGuarantee() string {
	for _, name := range []string{"cpu", "memory"} {
		amount := amountOf(name)
		request, limit := amount(&c.out.Resources.Requests), amount(&c.out.Resources.Limits)
		switch {
		case limit == nil:
			return name + " limit"
		case *request != *limit:
			return name + " request equal to its limit"
		}
	}
	return ""
}

// joinQuota finds the containers that a quota refuses. Quota and pod must name their namespace: files of one run without any may belong
// to several.
func (d *draft) joinQuota(all []*draftContainer) {
	if d.obj.Namespace == "" || d.related.LimitRange {
		return
	}
	for _, o := range d.b.index.byKind["ResourceQuota"] {
		if o.Namespace != d.obj.Namespace || o.Root.Get("spec", "scopes") != nil || o.Root.Get("spec", "scopeSelector") != nil {
			continue
		}
		for _, c := range all {
			if lacks, at := c.refusedBy(o); lacks != "" {
				d.pod.Scaling.OverQuota = append(d.pod.Scaling.OverQuota, OverQuota{
					Container: c.out.Name, Lacks: lacks, Quota: o.Name, QuotaPath: at,
					Path: c.out.Resources.Path.With(anyOf(strings.Split(lacks, "."))...),
				})
			}
		}
	}
}

func anyOf(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

// refusedBy is the first value that the quota demands of every container and this one does not declare, with the place in the quota.
func (c *draftContainer) refusedBy(quota *manifest.Object) (lacks string, at Path) {
	for _, key := range []string{"requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "cpu", "memory"} {
		if quota.Root.Get("spec", "hard", key) == nil {
			continue
		}
		list, name, found := strings.Cut(key, ".")
		if !found {
			list, name = "requests", key
		}
		have := &c.out.Resources.Requests
		if list == "limits" {
			have = &c.out.Resources.Limits
		}
		if amountOf(name)(have) == nil {
			return list + "." + name, atObject(quota).With("spec", "hard", key)
		}
	}
	return "", nil
}

// joinDominantInit compares each init step with the steady state by the formula of KEP-753.
func (d *draft) joinDominantInit() {
	if d.pod.PodLevelResources || len(d.spec.InitContainers) == 0 {
		return
	}
	for _, name := range []string{"cpu", "memory"} {
		if step, c, steady := d.peak(amountOf(name)); c != nil && step > steady {
			d.pod.Scaling.Dominant = append(d.pod.Scaling.Dominant, DominantInit{
				Container: c.out.Name, Resource: name, Step: quantity(name, step), Steady: quantity(name, steady),
				Percent: int(float64(step) * 100 / float64(steady)), Wasted: step - steady, Path: c.out.Resources.Path.With("requests", name),
			})
		}
	}
}

// peak finds the most expensive step of an ordinary init container; nil when a running container does not say what it needs.
func (d *draft) peak(amount func(*ResourceList) *int64) (step int64, c *draftContainer, steady int64) {
	var sidecars int64
	for _, o := range d.declared() {
		n := amount(&o.out.Resources.Requests)
		if n == nil {
			if o.out.Class == "regular" {
				return 0, nil, 0
			}
			continue
		}
		switch o.out.Class {
		case "sidecar":
			sidecars += *n
		case "init":
			if sidecars+*n > step {
				step, c = sidecars+*n, o
			}
		case "regular":
			steady += *n
		}
	}
	if steady += sidecars; steady == 0 {
		return 0, nil, 0
	}
	return step, c, steady
}

// quantity writes an amount as manifests do.
func quantity(name string, n int64) string {
	if name == "cpu" {
		return resource.NewMilliQuantity(n, resource.DecimalSI).String()
	}
	return resource.NewQuantity(n, resource.BinarySI).String()
}

// ForeignField is a variable that holds the request or limit of another container.
type ForeignField struct {
	Container string `json:"container" jsonschema:"whose variable it is"`
	Role      string `json:"role"      jsonschema:"that container's role"`
	Helper    bool   `json:"helper"    jsonschema:"it is a helper, which may well report on its neighbour"`
	Env       string `json:"env"       jsonschema:"the variable"`
	Resource  string `json:"resource"  jsonschema:"such as limits.memory"`
	Other     string `json:"other"     jsonschema:"the container whose value it is"`
	Exists    bool   `json:"exists"    jsonschema:"the pod has that container"`
	Declared  bool   `json:"declared"  jsonschema:"that container declares the value; else the node's allocatable amount takes its place"`
	Path      Path   `json:"path"      jsonschema:"of containerName"`
}

// joinForeignFields finds the variables that a resourceFieldRef fills from another container.
func (d *draft) joinForeignFields() {
	for _, c := range d.declared() {
		for i := range c.spec.Env {
			e := &c.spec.Env[i]
			if e.ValueFrom == nil || e.ValueFrom.ResourceFieldRef == nil {
				continue
			}
			ref := e.ValueFrom.ResourceFieldRef
			if ref.ContainerName == "" || ref.ContainerName == c.out.Name || placeholder(ref.ContainerName) {
				continue
			}
			f := ForeignField{
				Container: c.out.Name, Role: c.out.Role, Helper: c.out.Part == "helper", Env: e.Name, Resource: ref.Resource, Other: ref.ContainerName,
				Path: c.path("env", i, "valueFrom", "resourceFieldRef", "containerName"),
			}
			if o := d.byName[ref.ContainerName]; o != nil {
				f.Exists, f.Declared = true, o.declares(ref.Resource)
			}
			d.pod.Scaling.ForeignFields = append(d.pod.Scaling.ForeignFields, f)
		}
	}
}

// declares tells whether the container's own lists hold a value such as limits.memory.
func (c *draftContainer) declares(field string) bool {
	if c.spec == nil {
		return false
	}
	list, name, _ := strings.Cut(field, ".")
	have := c.spec.Resources.Requests
	if list == "limits" {
		have = c.spec.Resources.Limits
	}
	_, ok := have[corev1.ResourceName(name)]
	return ok
}
