package pod_test

import (
	"fmt"
	"strings"
	"testing"
)

// member is a container: its list (c, i for init, s for native sidecar) and its resources, as YAML.
type member struct{ list, resources string }

func members(list []member, more string) string {
	var regular, init strings.Builder
	for i, m := range list {
		entry := fmt.Sprintf("- name: c%d\n  image: example.org/a:1.0\n  resources: {%s}\n", i, m.resources)
		switch m.list {
		case "c":
			regular.WriteString(entry)
		case "s":
			init.WriteString(entry + "  restartPolicy: Always\n")
		default:
			init.WriteString(entry)
		}
	}
	text := "containers:\n" + indent(regular.String()) + more
	if init.Len() > 0 {
		text = "initContainers:\n" + indent(init.String()) + text
	}
	return spec(text)
}

// TestQOS follows https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/.
func TestQOS(t *testing.T) {
	const full = "limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1, memory: 1Gi}"
	for _, tt := range []struct {
		name string
		list []member
		more string
		want string
	}{
		{"nothing", []member{{"c", ""}, {"c", ""}}, "", "BestEffort"},
		{"other resources do not count", []member{{"c", "limits: {nvidia.com/gpu: 1}"}}, "", "BestEffort"},
		{"all equal", []member{{"c", full}, {"c", full}}, "", "Guaranteed"},
		{"limits alone", []member{{"c", "limits: {cpu: 1, memory: 1Gi}"}}, "", "Guaranteed"},
		{"equal in other units", []member{{"c", "limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m, memory: 1024Mi}"}}, "", "Guaranteed"},
		{"request below limit", []member{{"c", "limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}"}}, "", "Burstable"},
		{"requests alone", []member{{"c", "requests: {cpu: 1, memory: 1Gi}"}}, "", "Burstable"},
		{"no CPU limit", []member{{"c", "limits: {memory: 1Gi}"}}, "", "Burstable"},
		{"a neighbour without", []member{{"c", full}, {"c", ""}}, "", "Burstable"},
		{"an init container without", []member{{"i", ""}, {"c", full}}, "", "Burstable"},
		{"an init container with", []member{{"i", full}, {"c", full}}, "", "Guaranteed"},
		{"a native sidecar without", []member{{"s", ""}, {"c", full}}, "", "Burstable"},
		{"only an init container asks", []member{{"i", full}, {"c", ""}}, "", "Burstable"},
		{"the whole pod decides", []member{{"c", ""}}, "resources: {limits: {cpu: 1, memory: 1Gi}}\n", "Guaranteed"},
		{"the whole pod asks for less", []member{{"c", full}}, "resources: {limits: {cpu: 1}}\n", "Burstable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := build(t, members(tt.list, tt.more))[0].Pod.QOS; got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// TestRequest follows the formula of KEP-753.
func TestRequest(t *testing.T) {
	cpu := func(m int) string { return fmt.Sprintf("requests: {cpu: %dm}", m) }
	for _, tt := range []struct {
		name string
		list []member
		more string
		want int64 // thousandths of a CPU, -1 for none
	}{
		{"nothing", []member{{"c", ""}}, "", -1},
		{"sum of regular containers", []member{{"c", cpu(100)}, {"c", cpu(200)}}, "", 300},
		{"a limit stands for a request", []member{{"c", "limits: {cpu: 100m}"}, {"c", cpu(200)}}, "", 300},
		{"small init container", []member{{"i", cpu(250)}, {"c", cpu(100)}, {"c", cpu(200)}}, "", 300},
		{"large init container", []member{{"i", cpu(900)}, {"c", cpu(100)}}, "", 900},
		{"init containers run one by one", []member{{"i", cpu(400)}, {"i", cpu(500)}, {"c", cpu(100)}}, "", 500},
		{"native sidecar adds to the regular ones", []member{{"s", cpu(50)}, {"c", cpu(100)}}, "", 150},
		{"native sidecar before an init container adds to it", []member{{"s", cpu(50)}, {"i", cpu(400)}, {"c", cpu(100)}}, "", 450},
		{"native sidecar after an init container does not", []member{{"i", cpu(400)}, {"s", cpu(50)}, {"c", cpu(100)}}, "", 400},
		{"sidecars alone", []member{{"s", cpu(50)}, {"s", cpu(70)}, {"c", ""}}, "", 120},
		{"overhead", []member{{"c", cpu(100)}}, "overhead: {cpu: 250m}\n", 350},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := int64(-1)
			if v := build(t, members(tt.list, tt.more))[0].Pod.Request.CPU; v != nil {
				got = *v
			}
			if got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
