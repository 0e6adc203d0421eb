package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// template is one pod that an object holds.
type template struct {
	spec     Path // of the PodSpec
	metadata Path // of the pod's metadata
}

// templatePaths lists where the kinds hold their pod template, by "group/Kind" ("*" is any group).
// A step "*" runs over the items of a list.
var templatePaths = map[string]Path{
	"/Pod":                               {},
	"*/Deployment":                       {"spec", "template"},
	"*/ReplicaSet":                       {"spec", "template"},
	"/ReplicationController":             {"spec", "template"},
	"*/StatefulSet":                      {"spec", "template"},
	"*/DaemonSet":                        {"spec", "template"},
	"batch/Job":                          {"spec", "template"},
	"batch/CronJob":                      {"spec", "jobTemplate", "spec", "template"},
	"/PodTemplate":                       {"template"},
	"apps.openshift.io/DeploymentConfig": {"spec", "template"},
	"argoproj.io/Rollout":                {"spec", "template"},
	"serving.knative.dev/Service":        {"spec", "template"},
	"serving.knative.dev/Configuration":  {"spec", "template"},
	"apps.kruise.io/CloneSet":            {"spec", "template"},
	"apps.kruise.io/BroadcastJob":        {"spec", "template"},
	"apps.kruise.io/AdvancedCronJob":     {"spec", "template", "jobTemplate", "spec", "template"},
	"jobset.x-k8s.io/JobSet":             {"spec", "replicatedJobs", "*", "template", "spec", "template"},
}

// runOnceKinds run their pods to completion.
var runOnceKinds = map[string]bool{"Job": true, "CronJob": true, "JobSet": true, "BroadcastJob": true, "AdvancedCronJob": true}

// templates finds the pods of an object; none when its kind has none or it declares no containers.
func (b *Builder) templates(obj *manifest.Object) []template {
	steps, ok := b.templatePath(obj)
	if !ok {
		return nil
	}
	var out []template
	for _, p := range expand(obj.Root, steps) {
		t := template{spec: p.With("spec"), metadata: p.With("metadata")}
		if n := obj.Root.Get(t.spec...).Get("containers"); n != nil && n.Type != manifest.Null {
			out = append(out, t)
		}
	}
	return out
}

func (b *Builder) templatePath(obj *manifest.Object) (Path, bool) {
	group, _, found := strings.Cut(obj.APIVersion, "/")
	if !found {
		group = ""
	}
	for _, key := range []string{group + "/" + obj.Kind, "*/" + obj.Kind} {
		if p, ok := b.opt.Kinds[key]; ok {
			return p, true
		}
		if p, ok := templatePaths[key]; ok {
			return p, true
		}
	}
	if strings.Contains(group, ".") {
		return nil, false
	}
	p, ok := misplaced[obj.Kind]
	return p, ok
}

// misplaced are Kubernetes' own kinds that have one group: under another one of its groups they are still meant.
var misplaced = map[string]Path{
	"Pod": templatePaths["/Pod"], "PodTemplate": templatePaths["/PodTemplate"], "ReplicationController": templatePaths["/ReplicationController"],
	"Job": templatePaths["batch/Job"], "CronJob": templatePaths["batch/CronJob"],
}

// expand replaces each "*" of steps by the indexes of the list that stands there.
func expand(root *manifest.Node, steps Path) []Path {
	if !slices.Contains(steps, any("*")) {
		return []Path{steps}
	}
	paths := []Path{{}}
	for _, step := range steps {
		var next []Path
		for _, p := range paths {
			if step != "*" {
				next = append(next, p.With(step))
				continue
			}
			if n := root.Get(p...); n != nil {
				for i := range n.Items {
					next = append(next, p.With(i))
				}
			}
		}
		paths = next
	}
	return paths
}
