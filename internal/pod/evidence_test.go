package pod_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// spec makes a Pod of the lines of a PodSpec.
func spec(lines string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: p}}\nspec:\n" + indent(lines)
}

func indent(s string) string {
	const by = "  "
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by) + "\n"
}

// facts writes the facts of a model as short lines, those of the kinds named.
func facts(in *pod.Input, kinds ...string) []string {
	var out []string
	add := func(kind, format string, args ...any) {
		if slices.Contains(kinds, kind) {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	for _, c := range in.Pod.Containers {
		for _, l := range c.Listens {
			add("listen", "%s listens %d%s %s %s", c.Name, l.Port, l.Socket, l.Address, l.Origin)
		}
		for _, d := range c.Dials {
			add("dial", "%s dials %s:%d%s %s %s meets %q", c.Name, d.Host, d.Port, d.Socket, d.Origin, d.Purpose, d.Meets)
		}
		for _, f := range c.Files {
			add("file", "%s %s %s on %q %q %s", c.Name, f.Op, f.File, f.Volume, f.VolumePath, f.Origin)
		}
		for _, l := range c.Logs {
			add("log", "%s logs to %s %s rung %d", c.Name, l.Sink, l.File, l.Rung)
		}
		for _, s := range c.Signals {
			add("signal", "%s sends %q to %q own %t reaches %q", c.Name, s.Signal, s.Target, s.Own, s.Reaches)
		}
		for _, p := range c.Probes {
			add("probe", "%s %s probe %d reaches %q", c.Name, p.Kind, p.Port, p.Reaches)
		}
		add("lifetime", "%s is %s", c.Name, c.Lifetime)
		add("part", "%s is %s", c.Name, c.Part)
		add("class", "%d %s %s", c.Order, c.Name, c.Class)
		add("argv", "%s %q", c.Name, c.Argv)
		add("user", "%s user %v from %s", c.Name, c.Security.RunAsUser.Value, c.Security.RunAsUser.Origin)
	}
	for _, e := range in.Pod.Edges {
		if e.Kind != "start-order" {
			add("edge", "%s -> %s %s", e.From, e.To, e.Kind)
		}
	}
	return out
}

func TestEvidence(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		kinds      []string
		want       []string
	}{
		{"a declared port is known, not effective", spec(`
containers:
- {name: app, image: "x/app:1.0.0", ports: [{containerPort: 8080}]}
- {name: side, image: "x/side:1.0.0"}`), []string{"listen"}, []string{"app listens 8080 unknown declared"}},
		{"flags in their spellings", spec(`
containers:
- {name: a, image: "x/a:1.0", args: ["--port=8080"]}
- {name: b, image: "x/b:1.0", args: ["--listen", ":8081"]}
- {name: c, image: "x/c:1.0", args: ["--metrics-bind-address=127.0.0.1:8082"]}
- {name: d, image: "x/d:1.0", args: ["-web.listen-address=0.0.0.0:8083"]}
- {name: e, image: "x/e:1.0", command: ["/e", "--port", "8084", "--host", "localhost"]}`), []string{"listen"}, []string{
			"a listens 8080 all flag", "b listens 8081 all flag", "c listens 8082 loopback flag", "c listens 8081 unknown image", "c listens 9440 unknown image", "c listens 9443 unknown image", "d listens 8083 all flag", "e listens 8084 loopback flag",
		}},
		{"a flag whose words begin with capitals", spec(`
containers:
- {name: a, image: "x/a:1.0", args: ["-metricsPort=9327"]}
- {name: b, image: "x/b:1.0", args: ["--httpPort", "8081", "--exportTo=9"]}`), []string{"listen"}, []string{"a listens 9327 all flag", "b listens 8081 all flag"}},
		{"an admission webhook serves what its family does", spec(`
containers:
- {name: a, image: "x/shop-admission:1.0", command: [/a], args: ["--tls-cert-file", "/a"], ports: [{containerPort: 443}]}
- {name: b, image: "x/shop-admission:1.0", command: [/b], args: ["--port=9443"]}`), []string{"listen"}, []string{"a listens 443 unknown declared", "a listens 8443 unknown image", "b listens 9443 all flag"}},
		{"a dial meets the listener it names", spec(`
containers:
- {name: front, image: "x/front:1.0", args: ["--upstream=http://127.0.0.1:8080/"]}
- {name: app, image: "x/app:1.0", args: ["--port=8080"]}`), []string{"dial", "edge"}, []string{
			`front dials 127.0.0.1:8080 flag upstream meets "app"`, "front -> app localhost-dial",
		}},
		{"$(VAR) is expanded from the environment, a field stays a symbol", spec(`
containers:
- name: app
  image: x/app:1.0
  env:
  - {name: P, value: "9000"}
  - {name: ADDR, value: "127.0.0.1:$(P)"}
  - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
  args: ["--listen=$(ADDR)", "--metrics-address=$(IP):9100", "--keep=$(UNSET)"]`), []string{"listen", "argv"}, []string{
			"app listens 9000 loopback flag", "app listens 9100 pod-ip flag",
			`app ["--listen=127.0.0.1:9000" "--metrics-address=pod-ip:9100" "--keep=$(UNSET)"]`,
		}},
		{"host and port in two variables", spec(`
containers:
- name: app
  image: x/app:1.0
  env: [{name: DB_HOST, value: 127.0.0.1}, {name: DB_PORT, value: "5432"}]
- {name: db, image: "postgres:16.1"}`), []string{"dial"}, []string{`app dials 127.0.0.1:5432 env database meets "db"`}},
		{"agents of telemetry on loopback", spec(`
containers:
- name: app
  image: x/app:1.0
  env:
  - {name: STATSD_HOST, value: localhost}
  - {name: OTEL_EXPORTER_JAEGER_AGENT_HOST, value: 127.0.0.1}
  - {name: DD_AGENT_HOST, value: localhost}
  - {name: DD_DOGSTATSD_HOST, value: "localhost:8135"}
  - {name: JAEGER_AGENT_HOST, value: agent.example.com}
- {name: statsd, image: "x/statsd:1.0", ports: [{containerPort: 8125}]}
- {name: jaeger, image: "x/jaeger:1.0", ports: [{containerPort: 6831, protocol: UDP}]}`), []string{"dial"}, []string{
			`app dials localhost:8125 env telemetry meets "statsd"`, `app dials 127.0.0.1:6831 env telemetry meets "jaeger"`, `app dials localhost:8126 env telemetry meets ""`,
			`app dials localhost:8135 env telemetry meets ""`, `app dials agent.example.com:0 env telemetry meets ""`,
		}},
		{"a path lies on the mount with the longest prefix, subPath included", spec(`
volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]
containers:
- name: w
  image: busybox:1.36
  command: ["sh", "-c", "date > /data/logs/x.log; date > /data/y; date > /own"]
  volumeMounts: [{name: a, mountPath: /data}, {name: b, mountPath: /data/logs, subPath: app}]`), []string{"file"}, []string{
			`w write /data/logs/x.log on "b" "app/x.log" script`, `w write /data/y on "a" "y" script`, `w write /own on "" "" script`,
		}},
		{"/var/run is /run", spec(`
volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]
containers:
- name: w
  image: debian:12
  command: ["sh", "-c", "date > /var/run/x; date > /var/running; date > /var/lock/y; date > /run/app/z"]
  volumeMounts: [{name: a, mountPath: /run}, {name: b, mountPath: /var/run/app}]`), []string{"file"}, []string{
			`w write /var/run/x on "a" "x" script`, `w write /var/running on "" "" script`, `w write /var/lock/y on "a" "lock/y" script`, `w write /run/app/z on "a" "app/z" script`,
		}},
		{"a streamer is tied to the writer of its file", spec(`
volumes: [{name: logs, emptyDir: {}}]
containers:
- name: app
  image: x/app:1.0
  args: ["--log-file=/var/log/app.log"]
  volumeMounts: [{name: logs, mountPath: /var/log}]
- name: streamer
  image: busybox:1.36
  command: ["tail", "-F", "/logs/app.log"]
  volumeMounts: [{name: logs, mountPath: /logs}]`), []string{"file", "log", "edge", "part", "lifetime"}, []string{
			`app append /var/log/app.log on "logs" "app.log" flag`, "app logs to file /var/log/app.log rung 2", "app is unknown", "app is app",
			`streamer tail /logs/app.log on "logs" "app.log" script`, "streamer is endless", "streamer is helper", "app -> streamer log-stream",
		}},
		{"directories by the names of their flags", spec(`
volumes: [{name: w, emptyDir: {}}]
initContainers:
- {name: convert, image: "x/convert:1.0", args: ["--input_dir=/w/in", "--output_dir=/w/out", "--work_dir=/w/tmp"], volumeMounts: [{name: w, mountPath: /w}]}
containers:
- {name: serve, image: "x/serve:1.0", args: ["--input-directory=/w/out"], volumeMounts: [{name: w, mountPath: /w}]}`), []string{"file", "edge"}, []string{
			`convert read /w/in on "w" "in" flag`, `convert write /w/out on "w" "out" flag`, `serve read /w/out on "w" "out" flag`,
			"convert -> serve shared-volume",
		}},
		{"a registrar is tied to the driver beside it, whose socket lies on the node", spec(`
volumes: [{name: plugin, hostPath: {path: /var/lib/kubelet/plugins/x}}]
containers:
- {name: driver, image: "x/driver:1.0"}
- name: registrar
  image: registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.10.0
  args: ["--csi-address=/csi/csi.sock"]
  volumeMounts: [{name: plugin, mountPath: /csi}]`), []string{"edge"}, []string{"registrar -> driver localhost-dial"}},
		{"who alone can have written what a front serves is its helper", spec(`
volumes: [{name: html, emptyDir: {}}]
containers:
- {name: generator, image: "x/generator:1.0", volumeMounts: [{name: html, mountPath: /out}]}
- {name: web, image: "nginx:1.25.3", volumeMounts: [{name: html, mountPath: /usr/share/nginx/html, readOnly: true}]}`), []string{"part"}, []string{
			"generator is helper", "web is app",
		}},
		{"a server that shares its assets with a front is no helper", spec(`
volumes: [{name: static, emptyDir: {}}]
containers:
- {name: shop, image: "x/shop:1.0", ports: [{containerPort: 8000}], volumeMounts: [{name: static, mountPath: /static}]}
- {name: web, image: "nginx:1.25.3", volumeMounts: [{name: static, mountPath: /usr/share/nginx/html, readOnly: true}]}`), []string{"part"}, []string{
			"shop is app", "web is app",
		}},
		{"klog writes files only without logtostderr", spec(`
containers:
- {name: a, image: "x/a:1.0", args: ["--log-file=/l/a.log", "--v=2"]}
- {name: b, image: "x/b:1.0", args: ["--log-file=/l/b.log", "--logtostderr=false"]}
- {name: c, image: "x/c:1.0", args: ["--log_dir=/l"]}`), []string{"log"}, []string{"b logs to file /l/b.log rung 2"}},
		{"a mounted configuration speaks for the program that reads it", `
apiVersion: v1
kind: ConfigMap
metadata: {name: conf}
data:
  default.conf: |
    server {
      listen 8080;
      location / { proxy_pass http://127.0.0.1:9000; }
    }
---
` + spec(`
volumes: [{name: conf, configMap: {name: conf}}]
containers:
- name: web
  image: nginx:1.25.3
  volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]
- {name: app, image: "x/app:1.0", args: ["--port=9000"], volumeMounts: [{name: conf, mountPath: /conf}]}`), []string{"listen", "dial"}, []string{
			"web listens 8080 all config", `web dials 127.0.0.1:9000 config upstream meets "app"`, "app listens 9000 all flag",
		}},
		{"a probe reaches the container that listens", spec(`
containers:
- {name: app, image: "x/app:1.0", args: ["--port=8080"], livenessProbe: {httpGet: {port: 9000, path: /}}, readinessProbe: {tcpSocket: {port: 8080}}}
- {name: side, image: "x/side:1.0", args: ["--port=9000"]}`), []string{"probe"}, []string{
			`app liveness probe 9000 reaches "side"`, `app readiness probe 8080 reaches "app"`,
		}},
		{"a signal is meant for the container that runs the program", spec(`
shareProcessNamespace: true
containers:
- {name: web, image: "nginx:1.25.3"}
- {name: reload, image: "busybox:1.36", command: ["sh", "-c", "while true; do sleep 60; pkill -HUP nginx; done"]}`), []string{"signal"}, []string{
			`reload sends "HUP" to "nginx" own false reaches "web"`,
		}},
		{"classes stand in start order", spec(`
initContainers:
- {name: one, image: "busybox:1.36", command: ["true"]}
- {name: two, image: "x/two:1.0", restartPolicy: Always}
containers:
- {name: three, image: "x/three:1.0"}`), []string{"class"}, []string{"0 one init", "1 two sidecar", "2 three regular"}},
		{"own user before the pod's before the image's", spec(`
securityContext: {runAsUser: 2000}
containers:
- {name: a, image: "x/a:1.0", securityContext: {runAsUser: 1000}}
- {name: b, image: "x/b:1.0"}`), []string{"user"}, []string{"a user 1000 from container", "b user 2000 from pod"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			inputs := build(t, tc.yaml)
			if len(inputs) != 1 {
				t.Fatalf("got %d pods, want 1", len(inputs))
			}
			if diff := cmp.Diff(tc.want, facts(inputs[0], tc.kinds...)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
