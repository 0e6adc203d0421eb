package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// outline writes a pod as one line: how it runs, then each container with its class and place, then the volumes.
func outline(in *pod.Input) string {
	var sb strings.Builder
	sb.WriteString(in.Pod.Runs)
	if in.Pod.Managed != "" {
		sb.WriteString(" by " + in.Pod.Managed)
	}
	for _, c := range in.Pod.Containers {
		fmt.Fprintf(&sb, "; %s %s at %s", c.Class, c.Name, dotted(c.Path))
	}
	for _, v := range in.Pod.Volumes {
		fmt.Fprintf(&sb, "; %s %s at %s mounted %d", v.Kind, v.Name, dotted(v.Path), len(v.MountedBy))
	}
	return sb.String()
}

func dotted(p manifest.Path) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint([]any(p)), " ", "."), ".[]")
}

// TestKinds holds where the pods of kinds are that have them elsewhere than in spec.template.
func TestKinds(t *testing.T) {
	const template = "{spec: {containers: [{name: a, image: x/a}]}}"
	for name, tt := range map[string]struct {
		is, yaml string
		want     []string
	}{
		"ray": {
			"ray.io/v1 RayJob", `
rayClusterSpec:
  headGroupSpec: {template: ` + template + `}
  workerGroupSpecs: [{template: ` + template + `}, {template: ` + template + `}]
submitterPodTemplate: ` + template,
			[]string{
				"always; regular a at spec.rayClusterSpec.headGroupSpec.template.spec.containers.0",
				"always; regular a at spec.rayClusterSpec.workerGroupSpecs.0.template.spec.containers.0",
				"always; regular a at spec.rayClusterSpec.workerGroupSpecs.1.template.spec.containers.0",
				"to-completion; regular a at spec.submitterPodTemplate.spec.containers.0",
			},
		},
		"values of a map": {
			"kubeflow.org/v1 TFJob", "tfReplicaSpecs: {Chief: {template: " + template + "}, Worker: {template: " + template + "}}",
			[]string{
				"to-completion; regular a at spec.tfReplicaSpecs.Chief.template.spec.containers.0",
				"to-completion; regular a at spec.tfReplicaSpecs.Worker.template.spec.containers.0",
			},
		},
		"another Job": {
			"batch.volcano.sh/v1alpha1 Job", "tasks: [{template: " + template + "}]",
			[]string{"to-completion; regular a at spec.tasks.0.template.spec.containers.0"},
		},
		"whole pods": {
			"core.strimzi.io/v1beta2 StrimziPodSet", "pods: [{metadata: {name: k-0}, spec: {containers: [{name: kafka, image: x/kafka}]}}]",
			[]string{"always; regular kafka at spec.pods.0.spec.containers.0"},
		},
		"a spec among other fields": {
			"serving.kserve.io/v1beta1 InferenceService", "predictor: {minReplicas: 1, securityContext: {runAsUser: x}, containers: [{name: kserve-container, image: x/model}]}",
			[]string{"always; regular kserve-container at spec.predictor.containers.0"},
		},
		"steps": {
			"tekton.dev/v1 Task", `
stepTemplate: {volumeMounts: [{name: src, mountPath: /src}]}
volumes: [{name: src, emptyDir: {}}, {name: cache, emptyDir: {}}]
steps:
- {name: clone, image: x/git, script: "git clone x /src"}
- {image: x/go, volumeMounts: [{name: cache, mountPath: /cache}]}
sidecars: [{name: docker, image: "docker:27-dind"}]`,
			[]string{"to-completion by tekton; sidecar docker at spec.sidecars.0; init clone at spec.steps.0; regular unnamed-1 at spec.steps.1; " +
				"emptyDir src at spec.volumes.0 mounted 2; emptyDir cache at spec.volumes.1 mounted 1"},
		},
		"steps of a pipeline": {
			"tekton.dev/v1 PipelineRun", "pipelineSpec: {tasks: [{name: t, taskSpec: {steps: [{name: s, image: x/s}]}}], finally: [{name: f, taskSpec: {steps: [{name: e, image: x/e}]}}]}",
			[]string{
				"to-completion by tekton; regular s at spec.pipelineSpec.tasks.0.taskSpec.steps.0",
				"to-completion by tekton; regular e at spec.pipelineSpec.finally.0.taskSpec.steps.0",
			},
		},
		"a step alone": {
			"tekton.dev/v1beta1 StepAction", "{image: x/a, script: date}",
			[]string{"to-completion by tekton; regular main at spec"},
		},
		"a workflow": {
			"argoproj.io/v1alpha1 Workflow", `
volumes: [{name: shared, emptyDir: {}}, {name: others, emptyDir: {}}]
volumeClaimTemplates: [{metadata: {name: work}}, {metadata: {name: idle}}]
templates:
- {name: dag, dag: {tasks: []}}
- name: one
  container: {image: x/one, volumeMounts: [{name: shared, mountPath: /s}, {name: work, mountPath: /w}]}
  initContainers: [{name: first, image: x/first}]
  sidecars: [{name: db, image: x/db, mirrorVolumeMounts: true}]
- {name: two, script: {image: x/two, source: date}}
- {name: three, volumes: [{name: ws, emptyDir: {}}], containerSet: {volumeMounts: [{name: ws, mountPath: /ws}], containers: [{name: a, image: x/a}, {name: b, image: x/b, dependencies: [a]}]}}`,
			[]string{
				"to-completion by argo-workflows; init first at spec.templates.1.initContainers.0; regular main at spec.templates.1.container; regular db at spec.templates.1.sidecars.0; " +
					"emptyDir shared at spec.volumes.0 mounted 1; persistentVolumeClaim work at spec.volumeClaimTemplates.0 mounted 1",
				"to-completion by argo-workflows; regular main at spec.templates.2.script",
				"to-completion by argo-workflows; regular a at spec.templates.3.containerSet.containers.0; regular b at spec.templates.3.containerSet.containers.1; " +
					"emptyDir ws at spec.templates.3.volumes.0 mounted 2",
			},
		},
		"an operator's own container": {
			"beat.k8s.elastic.co/v1beta1 Beat", "{type: filebeat, daemonSet: {podTemplate: {spec: {containers: [{name: helper, image: x/h}]}}}}",
			[]string{"always; regular helper at spec.daemonSet.podTemplate.spec.containers.0; injected filebeat at spec.daemonSet.podTemplate.spec"},
		},
		"an operator's own container that is begun": {
			"beat.k8s.elastic.co/v1beta1 Beat", "{type: filebeat, daemonSet: {podTemplate: {spec: {containers: [{name: filebeat}, {name: helper, image: x/h}]}}}}",
			[]string{"always; regular filebeat at spec.daemonSet.podTemplate.spec.containers.0; regular helper at spec.daemonSet.podTemplate.spec.containers.1"},
		},
		"a group of its own":   {"batch/v1 Task", "steps: [{name: s, image: x/s}]", nil},
		"no containers at all": {"ray.io/v1 RayCluster", "headGroupSpec: {}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			apiVersion, kind, _ := strings.Cut(tt.is, " ")
			var got []string
			for _, in := range build(t, fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: o}\nspec:\n%s", apiVersion, kind, indent(tt.yaml, "  "))) {
				got = append(got, outline(in))
				for _, u := range in.Pod.Unknown {
					t.Errorf("unknown field %s in %s", u.Key, u.In)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnknownFieldsOfAKind: what is wrong in a container is said at its place, wherever the kind has its containers.
func TestUnknownFieldsOfAKind(t *testing.T) {
	in := build(t, "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec:\n  steps:\n  - {name: a, image: x/a, imagePulPolicy: Always}\n  - {name: b, image: x/b}\n")[0]
	if len(in.Pod.Unknown) != 1 || in.Pod.Unknown[0].In != "spec.steps[a]" || in.Pod.Unknown[0].Nearest != "imagePullPolicy" {
		t.Errorf("got %+v, want the field of the first step", in.Pod.Unknown)
	}
}

// TestKindsOfTheUser: an entry of the user's own makes of a kind what a shipped one does, and takes the place of one for the same kind.
func TestKindsOfTheUser(t *testing.T) {
	own := []knowledge.Kind{
		{Kind: "Fleet", Group: "example.com", Spec: knowledge.Paths{"spec.ships.*"}, Steps: knowledge.Paths{"jobs"}, Orders: "admiral", Fields: []string{"when"}, Runs: "to-completion"},
		{Kind: "Workflow", Group: "argoproj.io", Template: knowledge.Paths{"spec.own"}},
	}
	const text = `
apiVersion: example.com/v1
kind: Fleet
metadata: {name: f}
spec: {ships: [{jobs: [{name: a, image: x/a, when: now}, {name: b, image: x/b, then: never}]}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w}
spec: {own: {spec: {containers: [{name: c, image: x/c}]}}, templates: [{container: {image: x/d}}]}
`
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(text)}}, 1)
	b := pod.NewBuilder(set, pod.Options{Knowledge: base(t).WithKinds(own)})
	var got []string
	for _, o := range set.Objects {
		for _, in := range b.Build(o) {
			got = append(got, outline(in))
			for _, u := range in.Pod.Unknown {
				got = append(got, "unknown "+u.In+"."+u.Key)
			}
		}
	}
	want := []string{
		"to-completion by admiral; init a at spec.ships.0.jobs.0; regular b at spec.ships.0.jobs.1", "unknown spec.ships[0].jobs[b].then",
		"always; regular c at spec.own.spec.containers.0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
