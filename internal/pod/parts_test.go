package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestParts holds who is taken for the app where roles alone would make everybody a helper, or nobody.
func TestParts(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{
			"a proxy whose drain hook a neighbour answers", `
containers:
- {name: drain, image: "x/drain:1.0", command: [/drain], livenessProbe: {httpGet: {path: /healthz, port: 8090}}}
- {name: edge, image: "envoyproxy/envoy:v1.32.3", lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}}`,
			[]string{"drain is helper", "edge is app"},
		},
		{
			"a hook on a port that two containers probe shows nothing", `
containers:
- {name: one, image: "x/one:1.0", command: [/one], livenessProbe: {tcpSocket: {port: 8090}}}
- {name: two, image: "x/two:1.0", command: [/two], livenessProbe: {tcpSocket: {port: 8090}}}
- {name: edge, image: "envoyproxy/envoy:v1.32.3", lifecycle: {preStop: {httpGet: {path: /shutdown, port: 8090}}}}`,
			[]string{"one is app", "two is app", "edge is helper"},
		},
		{
			"a writer of content that a front serves", `
volumes: [{name: w, emptyDir: {}}]
containers:
- {name: build, image: "x/build:1.0", command: [sh, -c, "cp -a /src/. /out/; exec /build/watch"], volumeMounts: [{name: w, mountPath: /out}]}
- {name: edge, image: "nginx:1.27.0", volumeMounts: [{name: w, mountPath: /usr/share/nginx/html}]}`,
			[]string{"build is helper", "edge is app"},
		},
		{
			"a writer of content that the front hands requests on to", `
volumes: [{name: w, emptyDir: {}}]
containers:
- {name: shop, image: "x/shop:1.0", command: [sh, -c, "cp -a /src/. /out/; exec /shop --listen=:3000"], volumeMounts: [{name: w, mountPath: /out}]}
- {name: edge, image: "nginx:1.27.0", env: [{name: UPSTREAM_URL, value: "http://localhost:3000"}], volumeMounts: [{name: w, mountPath: /usr/share/nginx/html}]}`,
			[]string{"shop is app", "edge is app"},
		},
		{
			"helpers that nothing ties to each other", `
containers:
- {name: edge, image: "envoyproxy/envoy:v1.32.3"}
- {name: logs, image: "fluent/fluent-bit:3.2.2"}`,
			[]string{"edge is helper", "logs is helper"},
		},
		{
			"in a pod that runs to completion, what ends", `
restartPolicy: Never
containers:
- {name: ask, image: "curlimages/curl:8.9.1", args: ["http://localhost:80/"]}
- {name: web, image: "nginx:1.27.0"}`,
			[]string{"ask is app", "web is helper"},
		},
		{
			"a program of a pod that runs to completion which stops a neighbour", `
restartPolicy: Never
shareProcessNamespace: true
containers:
- {name: work, image: "x/work:1.0", command: [sh, -c, "/work; pkill -TERM cloud-sql-proxy"]}
- {name: sql, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4", args: ["a:b:c", "--port=5432"]}`,
			[]string{"work is app", "sql is helper"},
		},
		{
			"of two that end, the program rather than what waits for it", `
restartPolicy: Never
containers:
- {name: work, image: "x/work:1.0", command: [sh, -c, "/work; touch /s/done"]}
- {name: quit, image: "curlimages/curl:8.9.1", command: [sh, -c, "until [ -f /s/done ]; do sleep 1; done; curl -X POST localhost:9091/quitquitquit"]}
- {name: edge, image: "envoyproxy/envoy:v1.32.3"}`,
			[]string{"work is app", "quit is helper", "edge is helper"},
		},
		{
			"a writer of content that a front serves, in a pod that runs to completion", `
restartPolicy: Never
volumes: [{name: w, emptyDir: {}}]
containers:
- {name: build, image: "busybox:1.37.0", command: [sh, -c, "echo x >/out/index.html"], volumeMounts: [{name: w, mountPath: /out}]}
- {name: edge, image: "nginx:1.27.0", volumeMounts: [{name: w, mountPath: /usr/share/nginx/html}]}`,
			[]string{"build is app", "edge is app"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, facts(build(t, spec(tc.yaml))[0], "part")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestLonePort holds when a loopback host takes its port from a variable of another name.
func TestLonePort(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{
			"the only port that is nobody's", `{name: INSTANCE_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}, {name: PORT, value: "8080"}`,
			[]string{"a dials 127.0.0.1:5432 env  meets \"\""},
		},
		{
			"two ports to choose from", `{name: INSTANCE_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}, {name: API_PORT, value: "81"}`,
			[]string{"a dials 127.0.0.1:0 env  meets \"\""},
		},
		{
			"a port that goes with another host", `{name: INSTANCE_HOST, value: 127.0.0.1}, {name: DB_HOST, value: db}, {name: DB_PORT, value: "5432"}`,
			[]string{"a dials 127.0.0.1:0 env  meets \"\"", "a dials db:5432 env database meets \"\""},
		},
		{
			"a host elsewhere", `{name: INSTANCE_HOST, value: db.example.org}, {name: DB_PORT, value: "5432"}`,
			[]string{"a dials db.example.org:0 env  meets \"\""},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			yaml := "containers:\n- {name: a, image: \"x/a:1.0\", env: [" + tc.yaml + "]}"
			if diff := cmp.Diff(tc.want, facts(build(t, spec(yaml))[0], "dial")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
