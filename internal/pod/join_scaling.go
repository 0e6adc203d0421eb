package pod

import "strings"

// Scaling holds requests, limits and autoscalers, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Scaling struct {
	MissingRequests []MissingRequest `json:"missing_requests,omitempty"   jsonschema:"containers without a request of which an autoscaler wants a share"`
	UnknownTargets  []UnknownTarget  `json:"unknown_targets,omitempty"    jsonschema:"containers that an autoscaler names and the pod does not run"`
	Blended         []Blended        `json:"blended,omitempty"            jsonschema:"autoscalers on the pod's average use to which helpers contribute"`
	QOSLost         []QOSLost        `json:"qos_lost,omitempty"           jsonschema:"helpers that keep a pod, whose other containers have limits equal to requests, from being Guaranteed"`
	OverQuota       []OverQuota      `json:"over_quota,omitempty"         jsonschema:"containers without a value that the namespace's quota demands"`
	Dominant        []DominantInit   `json:"dominant_init,omitempty"      jsonschema:"init containers that request more than the pod needs while it runs"`
	ForeignFields   []ForeignField   `json:"foreign_fields,omitempty"     jsonschema:"variables that hold the request or limit of another container"`
}

// MissingRequest is a container without a request of which an autoscaler wants a share.
type MissingRequest struct {
	Container  string `json:"container"   jsonschema:"who declares neither request nor limit"`
	Class      string `json:"class"       jsonschema:"regular or sidecar"`
	Helper     bool   `json:"helper"      jsonschema:"it is a helper"`
	Resource   string `json:"resource"    jsonschema:"cpu or memory"`
	Autoscaler string `json:"autoscaler"  jsonschema:"the HorizontalPodAutoscaler"`
	MetricPath Path   `json:"metric_path" jsonschema:"of the metric (an @ path)"`
	Path       Path   `json:"path"        jsonschema:"of the missing request"`
}

// UnknownTarget is a container that an autoscaler names and the pod does not run.
type UnknownTarget struct {
	Kind       string   `json:"kind"              jsonschema:"HorizontalPodAutoscaler or VerticalPodAutoscaler"`
	Autoscaler string   `json:"autoscaler"        jsonschema:"its name"`
	Container  string   `json:"container"         jsonschema:"the container that it names"`
	Class      string   `json:"class,omitempty"   jsonschema:"init or sidecar when the pod has such a container in a class that the autoscaler does not see; absent when there is none of that name"`
	Nearest    string   `json:"nearest,omitempty" jsonschema:"a container with a similar name"`
	Containers []string `json:"containers"        jsonschema:"the containers that it could name"`
	Path       Path     `json:"path"              jsonschema:"of the name (an @ path)"`
}

// Blended is an autoscaler on the pod's average use to which helpers contribute.
type Blended struct {
	Autoscaler string   `json:"autoscaler" jsonschema:"the HorizontalPodAutoscaler"`
	Resource   string   `json:"resource"   jsonschema:"cpu or memory"`
	Helpers    []string `json:"helpers"    jsonschema:"the helpers with a request"`
	Share      int      `json:"share"      jsonschema:"their part of all requests, in percent"`
	Path       Path     `json:"path"       jsonschema:"of the metric (an @ path)"`
}

func (d *draft) joinScaling() {
	d.joinDominantInit()
	d.joinForeignFields()
	all := d.declared()
	if len(all) < 2 {
		return
	}
	d.joinQOS(all)
	d.joinQuota(all)
	d.joinVPA()
	for i := range d.related.Autoscalers {
		a := &d.related.Autoscalers[i]
		for j := range a.Metrics {
			d.joinMetric(a, &a.Metrics[j])
		}
	}
}

func (d *draft) joinMetric(a *Autoscaler, m *Metric) {
	switch {
	case m.Type == "ContainerResource":
		d.joinTarget("HorizontalPodAutoscaler", a.Name, m.Container, m.Path)
	case m.Utilization && !d.pod.PodLevelResources && !d.related.LimitRange:
		d.joinRequests(a, m)
	}
}

// joinRequests finds the containers without the request that the metric is a share of; with none of these it adds the helpers' part up.
func (d *draft) joinRequests(a *Autoscaler, m *Metric) {
	amount := amountOf(m.Resource)
	if amount == nil {
		return
	}
	complete := true
	for _, c := range d.companions() {
		if amount(&c.out.Resources.Requests) != nil {
			continue
		}
		complete = false
		d.pod.Scaling.MissingRequests = append(d.pod.Scaling.MissingRequests, MissingRequest{
			Container: c.out.Name, Class: c.out.Class,
			Helper: c.out.Part == "helper", Resource: m.Resource, Autoscaler: a.Name, MetricPath: m.Path, Path: c.out.Resources.Path.With("requests", m.Resource),
		})
	}
	if complete {
		d.joinBlended(a, m, amount)
	}
}

func (d *draft) joinBlended(a *Autoscaler, m *Metric, amount func(*ResourceList) *int64) {
	var helpers []string
	var total, theirs int64
	for _, c := range d.companions() {
		n := *amount(&c.out.Resources.Requests)
		total += n
		if c.out.Part == "helper" && n > 0 {
			helpers = append(helpers, c.out.Name)
			theirs += n
		}
	}
	if len(helpers) > 0 && theirs < total {
		d.pod.Scaling.Blended = append(d.pod.Scaling.Blended, Blended{
			Autoscaler: a.Name, Resource: m.Resource, Helpers: helpers,
			Share: int(float64(theirs) * 100 / float64(total)), Path: m.Path,
		})
	}
}

// amountOf picks a resource of a list by its name, nil for one that is neither CPU nor memory.
func amountOf(resource string) func(*ResourceList) *int64 {
	switch resource {
	case "cpu":
		return func(r *ResourceList) *int64 { return r.CPU }
	case "memory":
		return func(r *ResourceList) *int64 { return r.Memory }
	}
	return nil
}

// joinTarget looks for the container that an autoscaler names. Names of containers that injectors add are left alone, since a switch
// may stand outside the set.
func (d *draft) joinTarget(kind, autoscaler, name string, at Path) {
	if name == "" || placeholder(name) || len(d.pod.Injectors) > 0 || d.b.injectedName(name) {
		return
	}
	out := UnknownTarget{Kind: kind, Autoscaler: autoscaler, Container: name, Path: at}
	for _, c := range d.companions() {
		seen := c.out.Class == "regular" || kind == "HorizontalPodAutoscaler"
		if seen && c.out.Name == name {
			return
		}
		if seen {
			out.Containers = append(out.Containers, c.out.Name)
		}
	}
	if c := d.byName[name]; c != nil {
		out.Class = c.out.Class
	}
	out.Nearest = nearest(name, out.Containers)
	d.pod.Scaling.UnknownTargets = append(d.pod.Scaling.UnknownTargets, out)
}

// injectedName tells whether an injector adds a container of that name.
func (b *Builder) injectedName(name string) bool {
	for i := range b.opt.Knowledge.Injectors {
		for j := range b.opt.Knowledge.Injectors[i].Containers {
			if b.opt.Knowledge.Injectors[i].Containers[j].Name == name {
				return true
			}
		}
	}
	return false
}

// joinVPA looks for the containers that the policies of a VerticalPodAutoscaler name; it sees regular containers only.
func (d *draft) joinVPA() {
	for _, o := range d.b.index.all("VerticalPodAutoscaler", d.obj.Namespace) {
		if !d.targeted(o.Root.Get("spec", "targetRef")) {
			continue
		}
		for i, p := range items(o.Root, "spec", "resourcePolicy", "containerPolicies") {
			if name := text(p, "containerName"); !strings.Contains(name, "*") {
				d.joinTarget("VerticalPodAutoscaler", o.Name, name, atObject(o).With("spec", "resourcePolicy", "containerPolicies", i, "containerName"))
			}
		}
	}
}
