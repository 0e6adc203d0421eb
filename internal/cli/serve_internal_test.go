package cli

import (
	"context"
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
