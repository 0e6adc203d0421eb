package pod_test

import (
	"strconv"
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

// TestConfigOfWhom: settings are those of the program that reads them. A container of common tools alone, which copies them, does what they say as
// little; an entrypoint that sets the address itself does not listen on that of the file.
func TestConfigOfWhom(t *testing.T) {
	const pod = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  NAME: "TEXT"
---
apiVersion: v1
kind: Pod
metadata: {name: app}
spec:
  containers:
  - {name: app, CONTAINER, volumeMounts: [{name: conf, mountPath: /conf}]}
  volumes: [{name: conf, configMap: {name: settings}}]
`
	for _, tc := range []struct{ name, file, text, container, port, address string }{
		{"a program of its own", "squid.conf", `http_port 3128\n`, "image: x/squid:1", "3128", "all"},
		{"a loop that copies it", "squid.conf", `http_port 3128\n`, `image: alpine:3.20, command: [sh, -c, "while sleep 5; do cp /conf/* /shared/; done"]`, "", ""},
		{"a database", "redis.conf", `port 6390\nbind 127.0.0.1\n`, `image: "redis:7.4.1", command: [redis-server, /conf/redis.conf]`, "6390", "loopback"},
		{"an entrypoint that sets the address", "redis.conf", `port 6390\nbind 127.0.0.1\n`, `image: "bitnami/redis:7.4.1"`, "6390", "all"},
	} {
		in := build(t, strings.NewReplacer("NAME", tc.file, "TEXT", tc.text, "CONTAINER", tc.container).Replace(pod))[0]
		port, address := "", ""
		for _, l := range in.Pod.Containers[0].Listens {
			if l.Origin == "config" {
				port, address = strconv.Itoa(l.Port), l.Address
			}
		}
		if port != tc.port || address != tc.address {
			t.Errorf("%s: got port %q on %q, want %q on %q", tc.name, port, address, tc.port, tc.address)
		}
	}
}

// TestUpstreamOfAnotherFile: a name that nginx gives a group of servers in one file is no host in another.
func TestUpstreamOfAnotherFile(t *testing.T) {
	in := build(t, `apiVersion: v1
kind: ConfigMap
metadata: {name: front}
data:
  site.conf: "server { listen 8080; location / { proxy_pass http://api; } location /b { proxy_pass http://other; } }\n"
  upstreams.conf: "upstream api {\n  server api:8181;\n}\n"
---
apiVersion: v1
kind: Pod
metadata: {name: front}
spec:
  containers:
  - {name: front, image: "nginx:1.27.1", volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]}
  volumes: [{name: conf, configMap: {name: front}}]
`)[0]
	var got []string
	for _, d := range in.Pod.Containers[0].Dials {
		got = append(got, d.Host+":"+strconv.Itoa(d.Port))
	}
	if diff := cmp.Diff([]string{"other:80"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestLogVariableOfTools: a script of common tools does with a log what stands in it, whatever the variable is called.
func TestLogVariableOfTools(t *testing.T) {
	for container, want := range map[string]int{
		`image: "busybox:1.36.1", command: [sh, -c, "while sleep 60; do find $LOG_PATH -name x -delete; done"]`: 0,
		`image: "busybox:1.36.1", command: [sh, -c, "while sleep 60; do date >> $LOG_PATH; done"]`:              1,
		`image: "example.com/app:1"`: 1,
	} {
		in := build(t, spec("\ncontainers:\n- {name: a, "+container+", env: [{name: LOG_PATH, value: /logs/a.log}]}\n"))[0]
		logs := 0
		for _, l := range in.Pod.Containers[0].Logs {
			if l.Sink == "file" {
				logs++
			}
		}
		if logs != want {
			t.Errorf("%s: got %d logs, want %d", container, logs, want)
		}
	}
}
