package pod_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// relatedOf is what concerns the first pod of a text.
func relatedOf(t *testing.T, text string) *pod.Related {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(text)}}, 1)
	return pod.NewBuilder(set, pod.Options{Knowledge: base(t)}).Build(set.Objects[0])[0].Related
}

const monitoredPod = `
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop, labels: {app: p, part: a}}
spec:
  initContainers:
  - {name: i, image: x/i:1.0, restartPolicy: Always, ports: [{name: side, containerPort: 9000}]}
  containers:
  - {name: a, image: x/a:1.0, ports: [{name: web, containerPort: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: s, namespace: shop, labels: {app: s, part: b}}
spec: {selector: {app: p}, ports: [{name: http, port: 80}, {port: 81}]}
`

func TestEndpointsOfMonitors(t *testing.T) {
	related := relatedOf(t, monitoredPod+`
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: same, namespace: shop}
spec: {selector: {matchLabels: {app: s}}, endpoints: [{port: http}, {port: htp}, {port: "81"}, {targetPort: 80}, {targetPort: side}, {targetPort: 82}, {port: "{{ p }}"}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: far, namespace: monitoring}
spec: {selector: {matchLabels: {app: s}}, endpoints: [{port: htp}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: named, namespace: monitoring}
spec: {namespaceSelector: {matchNames: [other, shop]}, selector: {}, endpoints: [{port: x}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: any, namespace: monitoring}
spec: {namespaceSelector: {any: true}, selector: {matchLabels: {app: p}}, podMetricsEndpoints: [{port: web}, {portNumber: 9000}, {port: http}]}
`)
	want := []string{
		"PodMonitor any 1: port web true  ", "PodMonitor any 1: portNumber 9000 true  ", "PodMonitor any 1: port http false  ",
		"ServiceMonitor same 1: port http true s ", "ServiceMonitor same 1: port htp false s http", "ServiceMonitor same 1: port 81 false s ",
		"ServiceMonitor same 1: targetPort 80 true s ", "ServiceMonitor same 1: targetPort side true s ", "ServiceMonitor same 1: targetPort 82 false s 80",
		"ServiceMonitor same 1: port {{ p }} true s ",
		"ServiceMonitor named 0: port x false s ",
	}
	var got []string
	for _, m := range related.Monitors {
		for _, e := range m.Endpoints {
			got = append(got, fmt.Sprintf("%s %s %d: %s %s %t %s %s", m.Kind, m.Name, m.Labels, e.Field, e.Wanted, e.Found, e.Of, e.Nearest))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestNearSelectors(t *testing.T) {
	selector := func(kind, name, namespace, spec string) string {
		return fmt.Sprintf("\n---\napiVersion: v1\nkind: %s\nmetadata: {name: %s, namespace: %s}\nspec: %s\n", kind, name, namespace, spec)
	}
	for name, tt := range map[string]struct {
		object string
		want   string
	}{
		"other value":     {selector("Service", "x", "shop", "{selector: {app: p, part: z}}"), "Service x pod p 1 part z a true false"},
		"missing label":   {selector("NetworkPolicy", "x", "shop", "{podSelector: {matchLabels: {app: p, tier: web}}}"), "NetworkPolicy x pod p 1 tier web  false false"},
		"missing key":     {selector("NetworkPolicy", "x", "shop", "{podSelector: {matchLabels: {app: p, parts: a}}}"), "NetworkPolicy x pod p 1 parts a  false true"},
		"expression":      {selector("PodDisruptionBudget", "x", "shop", "{selector: {matchLabels: {app: p}, matchExpressions: [{key: part, operator: In, values: [z]}]}}"), "PodDisruptionBudget x pod p 1 part z a true false"},
		"of a service":    {selector("ServiceMonitor", "x", "shop", "{selector: {matchLabels: {app: s, part: backend}}}"), "ServiceMonitor x service s 1 part backend b true false"},
		"two differ":      {selector("Service", "x", "shop", "{selector: {app: q, part: z}}"), ""},
		"it fits":         {selector("Service", "x", "shop", "{selector: {app: p, part: a}}"), ""},
		"everything":      {selector("NetworkPolicy", "x", "shop", "{podSelector: {}}"), ""},
		"given labels":    {selector("Service", "x", "shop", "{selector: {app: p, pod-template-hash: z}}"), ""},
		"other namespace": {selector("Service", "x", "stock", "{selector: {app: p, part: z}}"), ""},
		"placeholder":     {selector("Service", "x", "shop", "{selector: {app: p, part: '{{ part }}'}}"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, n := range relatedOf(t, monitoredPod+tt.object).NearSelectors {
				got += fmt.Sprintf("%s %s %s %s %d %s %s %s %t %t", n.Kind, n.Name, n.Of, n.Target, n.Fits, n.Key, n.Wanted, n.Has, n.Labelled, n.SpeltLike)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
