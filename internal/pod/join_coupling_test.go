package pod_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// coupling writes the joined facts of one list as short lines of the fields named.
func coupling(t *testing.T, in *pod.Input, list string, fields ...string) []string {
	t.Helper()
	data, err := json.Marshal(in.Pod.Coupling)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range all[list] {
		words := make([]string, len(fields))
		for i, name := range fields {
			words[i] = fmt.Sprint(f[name])
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

const (
	sharedData = "volumes: [{name: data, emptyDir: {}}]\ncontainers:\n"
	mountData  = "volumeMounts: [{name: data, mountPath: /data}]"
)

// busybox is a container that runs a script and mounts the data.
func busybox(name, script string) string {
	return "- {name: " + name + ", image: \"busybox:1.36.1\", command: [sh, -c, " + fmt.Sprintf("%q", script) + "], " + mountData + "}\n"
}

func TestCoupling(t *testing.T) {
	writer := busybox("writer", "while true; do date >> /data/out/dates; sleep 1; done")
	for _, tc := range []struct {
		name, yaml, list string
		fields           []string
		want             []string
	}{
		{
			"a reader in full sight", spec(sharedData + writer + busybox("reader", "tail -F /data/out/dates")),
			"pure_readers",
			[]string{"reader", "writer", "op"},
			[]string{"reader writer tail"},
		},
		{
			"a reader that writes, too", spec(sharedData + writer + busybox("reader", "wc -l /data/out/dates > /data/n")),
			"pure_readers",
			[]string{"reader"},
			nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := build(t, tc.yaml)
			if len(in) != 1 {
				t.Fatalf("got %d pods, want 1", len(in))
			}
			if diff := cmp.Diff(tc.want, coupling(t, in[0], tc.list, tc.fields...)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestTies(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{"a neighbour's port in any text", spec(`
containers:
- {name: app, image: x/app, env: [{name: SETTINGS, value: "{peer: localhost:9000}"}]}
- {name: peer, image: y/peer, ports: [{containerPort: 9000}]}`), []string{"app -> peer localhost-dial"}},
		{"a neighbour's process, where processes are shared", spec(`
shareProcessNamespace: true
containers:
- {name: app, image: x/app, command: [/bin/server]}
- {name: guard, image: y/guard, command: [/guard, --watch=x, server]}`), []string{"guard -> app signal"}},
		{"one program first as an init container, then beside the app", spec(`
volumes: [{name: t, emptyDir: {}}]
initContainers:
- {name: first, image: x/mint, command: [/mint, token], volumeMounts: [{name: t, mountPath: /t}]}
containers:
- {name: app, image: y/app, volumeMounts: [{name: t, mountPath: /t}]}
- {name: mint, image: x/mint, command: [/mint, token], volumeMounts: [{name: t, mountPath: /t}]}`), []string{
			"first -> app shared-volume", "app -> mint shared-volume",
		}},
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
