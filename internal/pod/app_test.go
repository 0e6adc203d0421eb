package pod_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const frontService = `
apiVersion: v1
kind: Service
metadata: {name: front}
spec: {selector: {app: a}, ports: [{port: 80, targetPort: 8443}]}
---
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: a}}
spec:
`

// TestApp holds which container is taken for the work of the pod, why, and how surely; the likeliest first.
func TestApp(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{
			"a helper by its role that a Service leads to", frontService + `
  containers:
  - {name: opa, image: "openpolicyagent/opa:0.70.0", args: [run, --server, "--addr=0.0.0.0:8443"]}
  - {name: feed, image: "openpolicyagent/kube-mgmt:8.5.8"}`,
			[]string{"opa: Service front leads to it (stated)", "feed: nothing shows that it serves a neighbour (guessed)"},
		},
		{
			"what a guard fronts", frontService + `
  containers:
  - {name: guard, image: "quay.io/brancz/kube-rbac-proxy:v0.18.1", args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:8181/"]}
  - {name: opa, image: "openpolicyagent/opa:0.70.0", args: [run, --server, "--addr=http://127.0.0.1:8181"]}`,
			[]string{"opa: Service front leads to it through guard (shown)"},
		},
		{
			"what an upstream leads to, before the server that a Service leads to", frontService + `
  containers:
  - {name: web, image: "x/web:1.0", args: ["--listen=:8443", "--upstream=http://127.0.0.1:9000"]}
  - {name: api, image: "x/api:1.0", args: ["--port=9000"]}`,
			[]string{"api: Service front leads to it through web (shown)", "web: Service front leads to it (stated)"},
		},
		{
			"a Service for metrics leads to no app", strings.Replace(frontService, "name: front", "name: front-metrics", 1) + `
  containers:
  - {name: opa, image: "openpolicyagent/opa:0.70.0", args: [run, --server, "--addr=0.0.0.0:8443"]}
  - {name: app, image: "x/app:1.0", command: [/app]}`,
			[]string{"app: nothing shows that it serves a neighbour (guessed)"},
		},
		{
			"one of a helper's kind is none beside a plain one that a Service leads to as well", strings.Replace(frontService, "}]}", "}, {port: 81, targetPort: 9000}]}", 1) + `
  containers:
  - {name: collect, image: "fluent/fluent-bit:3.2.2", ports: [{containerPort: 9000}]}
  - {name: app, image: "x/app:1.0", ports: [{containerPort: 8443}]}`,
			[]string{"app: Service front leads to it (stated)"},
		},
		{
			"a main port, and nothing that only waits", `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - {name: wait, image: "debian:12.9", command: [sleep, infinity], ports: [{containerPort: 80}], livenessProbe: {tcpSocket: {port: 80}}}
  - {name: sync, image: "x/sync:1.0", command: [/sync]}
  - {name: main, image: "x/main:1.0", command: [/main], ports: [{containerPort: 8080}]}`,
			[]string{
				"main: nothing shows that it serves a neighbour (guessed)", "sync: nothing shows that it serves a neighbour (guessed)",
				"wait: nothing shows that it serves a neighbour (guessed)",
			},
		},
		{
			"a tunnel of somebody's own", `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - {name: app, image: "x/app:1.0", env: [{name: DB_HOST, value: localhost}, {name: DB_PORT, value: "5432"}]}
  - {name: db, image: "x/postgres-proxy:1.0", ports: [{containerPort: 5432}]}`,
			[]string{"app: nothing shows that it serves a neighbour (guessed)"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, in := range build(t, tc.yaml) {
				for _, m := range in.Pod.App {
					got = append(got, m.Container+": "+m.Reason+" ("+m.Certainty+")")
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
