package cli

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/admission"
)

const threeContainers = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{
"initContainers":[{"name":"setup","image":"registry.example.org/setup:1.2.3","command":["sh","-c","cp /defaults/* /etc/web/"],"volumeMounts":[{"name":"settings","mountPath":"/etc/web"}]}],
"containers":[{"name":"app","image":"registry.example.org/app:1.2.3","args":["--port=8080","--log-file=/var/log/web/app.log"],"ports":[{"name":"http","containerPort":8080}],
"env":[{"name":"DATABASE_URL","value":"postgres://localhost:5432/web"}],"readinessProbe":{"httpGet":{"path":"/ready","port":"http"}},
"volumeMounts":[{"name":"logs","mountPath":"/var/log/web"},{"name":"settings","mountPath":"/etc/web"}]},
{"name":"shipper","image":"fluent/fluent-bit:3.1.4","volumeMounts":[{"name":"logs","mountPath":"/var/log/web","readOnly":true}]},
{"name":"proxy","image":"gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11.4","args":["--port=5432","project:region:db"]}],
"volumes":[{"name":"logs","emptyDir":{}},{"name":"settings","emptyDir":{}}]}}`

// BenchmarkJudge is what one object of a request costs.
func BenchmarkJudge(b *testing.B) {
	a := &app{stdin: strings.NewReader("")}
	f := &serveFlags{lintFlags: lintFlags{show: newShownFlags()}}
	f.show.given = func(string) bool { return false }
	rules, err := a.admissionRules(b.Context(), f, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rules.Judge(context.Background(), admission.Object{Namespace: "shop", Kind: "Pod", Name: "web", Data: []byte(threeContainers)}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestDigest: rules are loaded again when the lock file says something else of a bundle, and when a file of a folder has changed.
func TestDigest(t *testing.T) {
	t.Chdir(t.TempDir())
	f := &serveFlags{}
	f.rules.dirs = []string{"oci://registry.example.org/team/rules:1.0.0", "rules"}
	if err := os.Mkdir("rules", 0o700); err != nil {
		t.Fatal(err)
	}
	before := f.digest()
	for _, file := range []string{".podlint.lock", "rules/a.rego", ".podlint.yaml"} {
		if err := os.WriteFile(file, []byte("# "+file), 0o600); err != nil {
			t.Fatal(err)
		}
		after := f.digest()
		if after == before || after != f.digest() {
			t.Errorf("%s: the digest does not tell", file)
		}
		before = after
	}
}
