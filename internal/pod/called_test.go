package pod_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

func TestCalledServices(t *testing.T) {
	const text = `
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec:
  hostAliases: [{ip: 10.0.0.1, hostnames: [aliased]}]
  containers:
  - name: a
    image: x/a:1.0
    command: [sh, -c, 'nc -z db 1; nc -z db.shop 2; nc -z db.shop.svc.cluster.local 3; nc -z queue.tools.svc 4; nc -z aliased 5; nc -z db.other 6; nc -z db.shop.example 7']
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: aliased, namespace: shop}
spec: {selector: {app: a}, ports: [{port: 1}]}
---
apiVersion: v1
kind: Service
metadata: {name: queue, namespace: tools}
spec: {type: NodePort, selector: {app: queue}, ports: [{name: amqp, port: 5672, protocol: UDP}, {port: '{{ port }}'}]}
`
	set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(text)}}, 1)
	in := pod.NewBuilder(set, pod.Options{Knowledge: base(t)}).Build(set.Objects[0])[0]
	want := []string{
		"shop/db [db db.shop db.shop.svc.cluster.local] ClusterIP headless=true selects=false complete=true 5432/TCP",
		"tools/queue [queue.tools.svc] NodePort headless=false selects=true complete=false 5672/UDP 0/TCP",
	}
	var got []string
	for _, s := range in.Related.Called {
		line := fmt.Sprintf("%s/%s %v %s headless=%t selects=%t complete=%t", s.Namespace, s.Name, s.Hosts, s.Type, s.Headless, s.Selects, s.Complete)
		for _, p := range s.Ports {
			line += fmt.Sprintf(" %d/%s", p.Port, p.Protocol)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
