package pod_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const copiedConfig = `apiVersion: v1
kind: ConfigMap
metadata: {name: store}
data: {redis.conf: "port 6390\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: store}
spec:
  initContainers:
  - name: settings
    image: busybox:1.36.1
    command: [sh, -c, "COPY"]
    volumeMounts: [{name: conf, mountPath: /conf}, {name: data, mountPath: /data}]
  containers:
  - {name: store, image: "redis:7.4.1", command: [redis-server, FILE], volumeMounts: [{name: data, mountPath: /srv}]}
  volumes: [{name: conf, configMap: {name: store}}, {name: data, emptyDir: {}}]
`

// TestCopiedConfig: a program that is told the copy of a configuration file does what the file says.
func TestCopiedConfig(t *testing.T) {
	for _, tc := range []struct{ name, copy, file, want string }{
		{"to a file", "cp /conf/redis.conf /data/r.conf", "/srv/r.conf", "6390"},
		{"to a directory", "cp -f /conf/redis.conf /data/", "/srv/redis.conf", "6390"},
		{"to the mount", "cp /conf/redis.conf /data", "/srv/redis.conf", "6390"},
		{"another copy", "cp /conf/redis.conf /data/a.conf", "/srv/b.conf", "6379"},
		{"changed afterwards", "cp /conf/redis.conf /data/r.conf; sed -i s/6390/7000/ /data/r.conf", "/srv/r.conf", "6379"},
		{"onto its own file system", "cp /conf/redis.conf /tmp/r.conf", "/srv/r.conf", "6379"},
		{"of several", "cp /conf/redis.conf /conf/other.conf /data/", "/srv/redis.conf", "6379"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := build(t, strings.NewReplacer("COPY", tc.copy, "FILE", tc.file).Replace(copiedConfig))
			var got []string
			for _, fact := range facts(in[0], "listen") {
				if port, ok := strings.CutPrefix(fact, "store listens "); ok {
					port, _, _ = strings.Cut(port, " ")
					got = append(got, port)
				}
			}
			if diff := cmp.Diff([]string{tc.want}, got); diff != "" {
				t.Errorf("ports, -want +got:\n%s", diff)
			}
		})
	}
}

const sharedConfig = `apiVersion: v1
kind: ConfigMap
metadata: {name: store}
data: {sentinel.conf: "port 26379\n", redis.conf: "port 6390\n"}
---
apiVersion: v1
kind: Pod
metadata: {name: store}
spec:
  containers:
  - {name: store, image: "redis:7.4.1", volumeMounts: [{name: conf, mountPath: /conf}]}
  - {name: guard, image: "example.com/redis-sentinel:7.4.1", command: [sh, -c, "SCRIPT"], volumeMounts: [{name: conf, mountPath: /conf}]}
  volumes: [{name: conf, configMap: {name: store}}]
`

// TestConfigOfANeighbour: a file of a volume of two containers counts for the one whose script names it.
func TestConfigOfANeighbour(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		want         bool
	}{
		{"named", "cp /conf/sentinel.conf /tmp/s.conf; exec redis-server /tmp/s.conf --sentinel", false},
		{"named by nobody", "exec redis-server --sentinel", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := build(t, strings.Replace(sharedConfig, "SCRIPT", tc.script, 1))
			got := strings.Contains(strings.Join(facts(in[0], "listen"), "\n"), "store listens 26379")
			if got != tc.want {
				t.Errorf("got %v, want %v: %q", got, tc.want, facts(in[0], "listen"))
			}
		})
	}
}
