package validity_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/validity"
)

// check lists what does not fit in a Pod whose spec is given in YAML, each as "problem field".
func check(t *testing.T, spec string) []string {
	t.Helper()
	text := "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n" + strings.ReplaceAll("\n"+strings.TrimSpace(spec), "\n", "\n  ")
	var out []string
	for _, v := range values(t, text) {
		out = append(out, v.Problem+" "+v.Field)
	}
	return out
}

func values(t *testing.T, text string) []validity.Value {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(text)}}, 1)
	if len(set.Errors) > 0 || len(set.Objects) != 1 {
		t.Fatalf("%d objects, errors %v", len(set.Objects), set.Errors)
	}
	root := set.Objects[0].Root
	p := validity.Pod{Root: root, Spec: manifest.Path{"spec"}, Metadata: manifest.Path{"metadata"}, Bare: true}
	var spec corev1.PodSpec
	var meta metav1.ObjectMeta
	_, wrong := root.Get("spec").DecodeAll(&spec)
	for _, err := range wrong {
		err.Path = p.Spec.With(err.Path...)
	}
	_, more := root.Get("metadata").DecodeAll(&meta)
	for _, err := range more {
		err.Path = p.Metadata.With(err.Path...)
	}
	return validity.Check(p, append(wrong, more...))
}

// container puts fields into a container that lacks nothing.
func container(fields string) string {
	return "containers:\n- name: app\n  image: app:1\n" + strings.ReplaceAll("  "+strings.TrimSpace(fields), "\n", "\n  ")
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name, spec string
		want       []string
	}{
		{"sound", container("ports: [{name: http, containerPort: 80}]"), nil},
		{"wrong types", container("env: [{name: A, value: 1}, {name: B, value: true}]\ntty: 'no'"), []string{"wrong-type env[0].value", "wrong-type env[1].value", "wrong-type tty"}},
		{"wrong type of the pod", "hostNetwork: maybe\n" + container("tty: true"), []string{"wrong-type hostNetwork"}},
		{"unknown value", container("imagePullPolicy: always"), []string{"unknown-value imagePullPolicy"}},
		{"empty text for a default", container("imagePullPolicy: ''"), nil},
		{"empty text of a pointer", container("restartPolicy: ''"), []string{"unknown-value restartPolicy"}},
		{"missing", "containers:\n- name: app", []string{"missing image"}},
		{"null in a list", "containers:\n- {name: app, image: a}\n-", []string{"missing containers[1].image", "missing containers[1].name"}},
		{"handlers", container("livenessProbe: {}\nreadinessProbe: {exec: {command: [a]}, grpc: {port: 1}}"), []string{"missing livenessProbe", "conflict readinessProbe.grpc"}},
		{"names", container("ports: [{name: UPPER, containerPort: 1}]"), []string{"invalid-name ports[0].name"}},
		{"a template of a container", "containers:\n- {name: app, image: a}\n- name: <your-app>", nil},
		{"placeholders", "hostname: ${HOST}\n" + container("imagePullPolicy: '{{ .Values.policy }}'"), nil},
		{"range", container("ports: [{containerPort: 70000}]"), []string{"out-of-range ports[0].containerPort"}},
		{"numbers of a port by name", container("livenessProbe: {tcpSocket: {port: '8080'}}"), []string{"invalid-name livenessProbe.tcpSocket.port"}},
		{"undeclared", container("volumeMounts: [{name: a, mountPath: /a}]"), []string{"undeclared volumeMounts[0].name"}},
		{"volume of another name that is not known yet", "volumes: [{name: '${V}'}]\n" + container("volumeMounts: [{name: a, mountPath: /a}]"), nil},
		{"repeated", container("ports: [{name: a, containerPort: 1}, {name: a, containerPort: 2}]"), []string{"repeated ports[1].name"}},
		{"repeated in another list", "initContainers: [{name: app, image: a}]\n" + container("tty: true"), []string{"repeated name"}},
		{"forbidden", "initContainers: [{name: init, image: a, lifecycle: {}}]\n" + container("tty: true"), []string{"forbidden lifecycle"}},
		{"allowed in a sidecar", "initContainers: [{name: init, image: a, restartPolicy: Always, lifecycle: {}}]\n" + container("tty: true"), nil},
		{"ports of the node", "hostNetwork: true\n" + container("ports: [{containerPort: 80, hostPort: 81}]"), []string{"conflict ports[0].hostPort"}},
		{"whole resources", container("resources: {requests: {example.org/gpu: 1}, limits: {example.org/gpu: 2}}"), []string{"conflict resources.requests.example.org/gpu"}},
		{"resources of the pod", "resources: {requests: {cpu: 1}}\n" + container("resources: {limits: {cpu: 2}}"), []string{"conflict resources.requests.cpu"}},
		{"sleep longer than the grace period", "terminationGracePeriodSeconds: 5\n" + container("lifecycle: {preStop: {sleep: {seconds: 6}}}"), []string{"out-of-range lifecycle.preStop.sleep.seconds"}},
		{"user of Windows", container(`securityContext: {windowsOptions: {runAsUserName: 'a\b\c'}}`), []string{"malformed securityContext.windowsOptions.runAsUserName"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, check(t, tt.spec)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestValue: what a rule is told of one value.
func TestValue(t *testing.T) {
	got := values(t, "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec: {containers: [{name: app, image: a, ports: [{containerPort: 80, protocol: tcp}]}]}\n")
	want := []validity.Value{{
		Problem: validity.Unknown, Of: "protocol", Field: "ports[0].protocol", Container: "app", Expected: "TCP, UDP or SCTP", Got: "tcp", Nearest: "TCP",
		Path: manifest.Path{"spec", "containers", 0, "ports", 0, "protocol"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMetadata: labels, annotations and the Pod's own name.
func TestMetadata(t *testing.T) {
	got := values(t, "apiVersion: v1\nkind: Pod\nmetadata: {name: Shop, labels: {a: 1, b: 'c d'}, annotations: {'e f': g}}\nspec: {containers: [{name: app, image: a}]}\n")
	var fields []string
	for _, v := range got {
		fields = append(fields, v.Problem+" "+v.Field)
	}
	want := []string{"wrong-type labels.a", "malformed labels.b", "invalid-name annotations.e f", "invalid-name name"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
