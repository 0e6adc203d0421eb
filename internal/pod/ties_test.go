package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTies(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{"a neighbour's port in any text", spec(`
containers:
- {name: app, image: x/app, env: [{name: SETTINGS, value: "{peer: localhost:9000}"}]}
- {name: peer, image: y/peer, ports: [{containerPort: 9000}]}`), []string{"app -> peer localhost-dial"}},
		{"a neighbour's port in a variable of its own", spec(`
containers:
- {name: app, image: x/app, env: [{name: OPA_PORT, value: "8181"}]}
- {name: guard, image: y/rules, ports: [{containerPort: 8181}]}`), []string{"app -> guard localhost-dial"}},
		{"a name that the pod gives the loopback address", spec(`
hostAliases: [{ip: 127.0.0.1, hostnames: [status.localhost]}]
containers:
- {name: app, image: x/app, env: [{name: TARGET_URL, value: "http://status.localhost:8181/status"}]}
- {name: guard, image: y/rules, ports: [{containerPort: 8181}]}`), []string{"app -> guard localhost-dial"}},
		{"a name that the pod gives another address", spec(`
hostAliases: [{ip: 10.0.0.1, hostnames: [status.localhost]}]
containers:
- {name: app, image: x/app, env: [{name: TARGET_URL, value: "http://status.localhost:8181/status"}]}
- {name: guard, image: y/rules, ports: [{containerPort: 8181}]}`), nil},
		{"a log that the neighbour counts and cuts", spec(`
volumes: [{name: logs, emptyDir: {}}]
containers:
- {name: app, image: "busybox:1.36.1", command: [sh, -c, "while sleep 1; do date >> /var/log/app.log; done"], volumeMounts: [{name: logs, mountPath: /var/log}]}
- {name: stats, image: "busybox:1.36.1", command: [sh, -c, "while sleep 9; do wc -l < /var/log/app.log; tail -5 /var/log/app.log > /var/log/x; mv /var/log/x /var/log/app.log; done"], volumeMounts: [{name: logs, mountPath: /var/log}]}`), []string{"app -> stats shared-volume"}},
		{"a port of another host", spec(`
containers:
- {name: app, image: x/app, env: [{name: OPA_PORT, value: "8181"}, {name: OPA_HOST, value: opa.team}]}
- {name: guard, image: y/rules, ports: [{containerPort: 8181}]}`), nil},
		{"a port of its own", spec(`
containers:
- {name: app, image: x/app, env: [{name: ADMIN_PORT, value: "8181"}], ports: [{containerPort: 8181}]}
- {name: guard, image: y/rules, ports: [{containerPort: 8181}]}`), nil},
		{"a variable that both take", spec(`
containers:
- {name: app, image: x/app, envFrom: [{configMapRef: {name: all}}]}
- {name: guard, image: y/rules, envFrom: [{configMapRef: {name: all}}], ports: [{containerPort: 8181}]}
`) + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\ndata: {OPA_PORT: \"8181\"}\n", nil},
		{"a neighbour's process, where processes are shared", spec(`
shareProcessNamespace: true
containers:
- {name: app, image: x/app, command: [/bin/server]}
- {name: guard, image: y/guard, command: [/guard, --watch=x, server]}`), []string{"guard -> app signal"}},
		{"a script's name", spec(`
shareProcessNamespace: true
containers:
- {name: app, image: x/app, command: [python3, -u, /srv/server.py]}
- {name: guard, image: y/guard, command: [/guard, --watch=x, server.py]}`), []string{"guard -> app signal"}},
		{"a folder that is called like a word", spec(`
shareProcessNamespace: true
containers:
- {name: app, image: x/app, command: [sh, -c, "mkdir -p /etc/docker; /bin/server --data /var/docker"]}
- {name: guard, image: y/guard, command: [sh, -c, "echo waiting for docker; /guard"]}`), nil},
		{"one program first as an init container, then beside the app", spec(`
volumes: [{name: t, emptyDir: {}}]
initContainers:
- {name: first, image: x/mint, command: [/mint, token], volumeMounts: [{name: t, mountPath: /t}]}
containers:
- {name: app, image: y/app, volumeMounts: [{name: t, mountPath: /t}]}
- {name: mint, image: x/mint, command: [/mint, token], volumeMounts: [{name: t, mountPath: /t}]}`), []string{
			"first -> app shared-volume", "app -> mint shared-volume",
		}},
		{"a mesh proxy to which an init container leads the traffic", spec(`
initContainers: [{name: init, image: "cr.l5d.io/linkerd/proxy-init:v2.4.1"}]
containers:
- {name: app, image: x/app}
- {name: proxy, image: "cr.l5d.io/linkerd/proxy:edge-24.11.8"}`), []string{"init -> proxy localhost-dial", "app -> proxy localhost-dial"}},
		{"a gateway of a mesh", spec(`
containers:
- {name: app, image: x/app}
- {name: gateway, image: "docker.io/istio/proxyv2:1.24.0", args: [proxy, router]}`), nil},
		{"an exporter of another product", spec(`
containers:
- {name: web, image: "nginx:1.27.0"}
- {name: figures, image: "oliver006/redis_exporter:v1.58.0"}`), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, facts(build(t, tc.yaml)[0], "edge")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
