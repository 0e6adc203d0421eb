package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBind holds the spellings by which flags and variables name the address that a program binds.
func TestBind(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       []string
	}{
		{
			"listen flags of any name", `
containers:
- {name: a, image: "x/a:1.0", args: ["--listen-client-urls=http://127.0.0.1:2379,http://127.0.0.1:4001"]}
- {name: b, image: "x/b:1.0", args: ["--server.http-listen-port=3100", "--listen-backlog=128"]}
- {name: c, image: "x/c:1.0", args: ["--advertise-listen=10.0.0.1:80"]}`,
			[]string{"a listens 2379 loopback flag", "a listens 4001 loopback flag", "b listens 3100 all flag"},
		},
		{
			"a bare address beside a port", `
containers:
- {name: a, image: "x/a:1.0", command: ["/a", "--bind", "127.0.0.1", "--port", "6380"]}
- {name: b, image: "x/b:1.0", env: [{name: SERVER_PORT, value: "8080"}, {name: SERVER_ADDRESS, value: 127.0.0.1}]}
- {name: c, image: "x/c:1.0", env: [{name: APP_HOST, value: 0.0.0.0}, {name: APP_PORT, value: "3000"}]}`,
			[]string{"a listens 6380 loopback flag", "b listens 8080 loopback env", "c listens 3000 all env"},
		},
		{
			"lists of listeners in a variable", `
containers:
- {name: a, image: "x/a:1.0", env: [{name: EDGE_PROXY_LISTEN, value: "0.0.0.0:8000 reuseport, 127.0.0.1:8443 http2 ssl"}]}`,
			[]string{"a listens 8000 all env", "a listens 8443 loopback env"},
		},
		{
			"instances of the Cloud SQL proxy", `
containers:
- {name: a, image: "x/a:1.0", env: [{name: INSTANCES, value: "p:r:a=tcp:5432,p:r:b=tcp:0.0.0.0:5433"}]}
- {name: b, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4", args: ["--port=5434", "p:r:c"]}`,
			[]string{"a listens 5432 loopback env", "a listens 5433 all env", "b listens 5434 loopback flag"},
		},
		{
			"bound twice, once for everybody", `
containers:
- {name: a, image: "x/a:1.0", args: ["--listen=127.0.0.1:80", "--listen=0.0.0.0:80"]}`,
			[]string{"a listens 80 all flag"},
		},
		{
			"a program that lies elsewhere is not the tool of its name", `
containers:
- {name: a, image: "x/a:1.0", command: ["/sync", "--port=8080"]}
- {name: b, image: "x/b:1.0", command: ["/bin/sync", "--port=8081"]}`,
			[]string{"a listens 8080 all flag"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, facts(build(t, spec(tc.yaml))[0], "listen")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
