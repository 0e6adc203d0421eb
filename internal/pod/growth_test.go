package pod_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

const (
	sharedData = "volumes: [{name: data, emptyDir: {}}]\ncontainers:\n"
	mountData  = "volumeMounts: [{name: data, mountPath: /data}]"
)

// busybox is a container that runs a script and mounts the data.
func busybox(name, script string) string {
	return "- {name: " + name + ", image: \"busybox:1.36.1\", command: [sh, -c, " + fmt.Sprintf("%q", script) + "], " + mountData + "}\n"
}

// TestGrows tells what goes on for ever from what a loop makes anew.
func TestGrows(t *testing.T) {
	for _, tc := range []struct {
		name, round string
		want        bool // whether /data/f grows
	}{
		{"each round adds", "echo x >> /data/f", true},
		{"each round copies it anew, then adds", "cp /etc/f /data/f; echo x >> /data/f", false},
		{"each round writes it, then adds", "date > /data/f; echo x >> /data/f", false},
		{"each round downloads it, then adds", "curl -so /data/f http://x/f; echo x >> /data/f", false},
		{"each round removes it, then adds", "rm /data/f; echo x >> /data/f", false},
		{"another file is copied anew", "cp /etc/f /data/g; echo x >> /data/f", true},
		{"an editor changes lines", "sed -i s/a/b/ /data/f; echo x >> /data/f", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := build(t, spec(sharedData+busybox("a", "while true; do "+tc.round+"; sleep 1; done")))[0]
			got := false
			for _, f := range in.Pod.Containers[0].Files {
				got = got || f.File == "/data/f" && f.Grows
			}
			if got != tc.want {
				t.Errorf("grows is %t, want %t", got, tc.want)
			}
		})
	}
}

// TestGrowsBesides tells it of directories, and of names that change.
func TestGrowsBesides(t *testing.T) {
	for _, tc := range []struct {
		round string
		want  bool // whether anything on the volume grows
	}{
		{"date > /data/now", false},
		{"date > /data/$(date +%s)", true},
		{"touch /data/$(date +%s)", true},
		{"touch /data/now", false},
		{"mkdir -p /data/$(date +%F)", true},
		{"mkdir -p /data/out", false},
		{"cp -r /pages/. /data", false},
		{"cp -r /pages /data/$(date +%s)", true},
		{"tar xzf /pages.tgz -C /data", false},
		{"rsync -a /pages/ /data/", false},
		{"mv /spool/* /data/", true},
		{"git -C /data pull", true},
		{"rm -rf /data", false},
		{"chmod -R 755 /data", false},
	} {
		in := build(t, spec(sharedData+busybox("a", "while true; do "+tc.round+"; sleep 1; done")))[0]
		got := false
		for _, f := range in.Pod.Containers[0].Files {
			got = got || f.Volume == "data" && f.Grows
		}
		if got != tc.want {
			t.Errorf("%s: grows is %t, want %t", tc.round, got, tc.want)
		}
	}
}

// FuzzArguments puts any text where a command line, a variable, a mounted script and an annotation stand: no panic, and a model comes out.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{
		"--port=8080", "--listen=:8080", "-p8080", "--upstream=http://127.0.0.1:8080/", "--log-file=/var/log/a.log", "--csi-address=unix:///csi/csi.sock",
		"while true; do date >> /var/log/a; sleep 1; done", "127.0.0.1:5432", "user:pw@tcp(localhost:3306)/db", "$(A)$$(B)$(", "unix:@x", "[::1]:", "jdbc:mysql://localhost:99999/x",
		"--=", "-", "http://%zz", "\x00", strings.Repeat("(", 500),
	} {
		f.Add(s, s)
	}
	kb := base(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		object := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "p", "annotations": map[string]any{"a": a}}, "spec": map[string]any{
			"volumes": []any{map[string]any{"name": "c", "configMap": map[string]any{"name": "c"}}},
			"containers": []any{
				map[string]any{"name": "a", "image": "x/a:1.0", "args": []any{a, b}, "env": []any{map[string]any{"name": "DB_HOST", "value": b}, map[string]any{"name": "LISTEN_ADDR", "value": a}}},
				map[string]any{"name": "b", "image": "nginx:1.25", "command": []any{"sh", "-c", a}, "volumeMounts": []any{map[string]any{"name": "c", "mountPath": "/etc/nginx/conf.d"}}},
				map[string]any{"name": "c", "image": a, "command": []any{b}},
			},
		}}
		config := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "c"}, "data": map[string]any{"default.conf": a, "run.sh": b}}
		data, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": []any{object, config}})
		if err != nil {
			t.Skip(err)
		}
		set := manifest.Read([]source.File{{Name: "fuzz.json", Data: data}}, 1)
		builder := pod.NewBuilder(set, pod.Options{Knowledge: kb})
		for _, o := range set.Objects {
			for _, in := range builder.Build(o) {
				if _, err := json.Marshal(in); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkGrowth shows how the cost of a model grows with the containers of a pod, its volumes and the length of a script.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{2, 10, 50} {
		benchmarkPod(b, fmt.Sprintf("containers/%d", n), grown(n, n, 1))
		benchmarkPod(b, fmt.Sprintf("volumes/%d", n), grown(2, n, 1))
		benchmarkPod(b, fmt.Sprintf("lines/%d", n), grown(2, 2, n))
	}
}

func benchmarkPod(b *testing.B, name, text string) {
	b.Run(name, func(b *testing.B) {
		set := manifest.Read([]source.File{{Name: "grown.yaml", Data: []byte(text)}}, 1)
		builder := pod.NewBuilder(set, pod.Options{Knowledge: base(b)})
		for b.Loop() {
			builder.Build(set.Objects[0])
		}
	})
}

// grown makes a pod whose containers each have a port, a mount of their own and a script of some lines.
func grown(containers, volumes, lines int) string {
	var sb strings.Builder
	sb.WriteString("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  volumes:\n")
	for i := range volumes {
		fmt.Fprintf(&sb, "  - {name: v%d, emptyDir: {}}\n", i)
	}
	sb.WriteString("  containers:\n")
	for i := range containers {
		fmt.Fprintf(&sb, "  - name: c%d\n    image: busybox:1.36.1\n    ports: [{containerPort: %d}]\n    volumeMounts: [{name: v%d, mountPath: /data}]\n    command:\n    - sh\n    - -c\n    - |\n", i, 8000+i, i%volumes)
		for j := range lines {
			fmt.Fprintf(&sb, "      echo step %d >> /data/log.txt\n", j)
		}
		sb.WriteString("      exec nc -lk -p " + fmt.Sprint(8000+i) + "\n")
	}
	return sb.String()
}
