package pod_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestSocketsOfNobody: who is told of a socket in words that servers and clients use alike serves it where a neighbour connects to it.
func TestSocketsOfNobody(t *testing.T) {
	for _, tc := range []struct{ name, app, agent, want string }{
		{"a client connects", "--target=unix:///s/a.sock", "--socket=/s/a.sock", "dial /s/a.sock | listen /s/a.sock"},
		{"nobody connects", "--name=a", "--socket=/s/a.sock", " | dial /s/a.sock"},
		{"both are told in the same words", "--socket=/s/a.sock", "--socket=/s/a.sock", "dial /s/a.sock | dial /s/a.sock"},
		{"another socket", "--target=unix:///s/b.sock", "--socket=/s/a.sock", "dial /s/b.sock | dial /s/a.sock"},
		{"the other serves it", "--listen=unix:///s/a.sock", "--socket=/s/a.sock", "listen /s/a.sock | dial /s/a.sock"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := build(t, spec(fmt.Sprintf(`
volumes: [{name: s, emptyDir: {}}]
containers:
- {name: app, image: x/app, args: ["%s"], volumeMounts: [{name: s, mountPath: /s}]}
- {name: agent, image: y/agent, args: ["%s"], volumeMounts: [{name: s, mountPath: /s}]}
`, tc.app, tc.agent)))[0].Pod.Containers
			if got := called(c[0]) + " | " + called(c[1]); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			for _, l := range c[1].Listens {
				if l.Certainty != "guessed" {
					t.Errorf("that it listens is %s, want guessed", l.Certainty)
				}
			}
		})
	}
}

// TestAddressUnderAnyName: whatever a flag or variable is called, the address of a known neighbour is one to connect to.
func TestAddressUnderAnyName(t *testing.T) {
	for _, tc := range []struct{ setting, want string }{
		{`args: ["--cache=localhost:11211"]`, "dial localhost:11211"},
		{`args: ["--cache", "127.0.0.1:11211"]`, "dial localhost:11211"},
		{`env: [{name: CACHE, value: "localhost:11211"}]`, "dial localhost:11211"},
		{`args: ["--cache=localhost:11212"]`, ""},
		{`args: ["--advertise=localhost:11211"]`, ""},
		{`args: ["--note=see localhost:11211"]`, ""},
		{`args: ["--cache=localhost:11211"], ports: [{containerPort: 11211}]`, "listen 11211"},
	} {
		c := build(t, spec(fmt.Sprintf(`
containers:
- {name: app, image: x/app, %s}
- {name: cache, image: "memcached:1.6.29"}
`, tc.setting)))[0].Pod.Containers
		if got := called(c[0]); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.setting, got, tc.want)
		}
	}
}

// TestSocketInAFolder holds that a client of PostgreSQL meets the tunnel whose folder it is told.
func TestSocketInAFolder(t *testing.T) {
	got := facts(build(t, spec(`
volumes: [{name: sql, emptyDir: {}}]
containers:
- {name: a, image: "x/a:1.0", command: [sh, -c, "psql 'host=/sql/a:b:c dbname=x'"], volumeMounts: [{name: sql, mountPath: /sql}]}
- {name: p, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4", args: ["--unix-socket=/sql", "a:b:c"], volumeMounts: [{name: sql, mountPath: /sql}]}`))[0], "dial")
	if want := "meets \"p\""; len(got) != 1 || !strings.HasSuffix(got[0], want) {
		t.Errorf("got %v, want one that %s", got, want)
	}
}
