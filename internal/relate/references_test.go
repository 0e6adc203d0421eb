package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

func TestReferences(t *testing.T) {
	p := &pod.Pod{
		Containers: []*pod.Container{
			{Name: "wait", Class: "init"},
			{Name: "proxy", Class: "sidecar"},
			{Name: "web", Class: "regular", Listens: []pod.Listen{{Port: 8080, Name: "http"}, {Port: 9090}}},
			{Name: "web", Class: "init"},
			{Name: "debug", Class: "ephemeral"},
			{Name: "mesh", Class: "injected"},
		},
		Volumes: []*pod.Volume{{Name: "data"}, {Name: "logs"}},
		Named: []pod.Reference{
			{Of: "container", Name: "web"},
			{Of: "container", Name: "wait"},
			{Of: "container", Name: "webb"},
			{Of: "container", Name: "data"},
			{Of: "volume", Name: "data"},
			{Of: "volume", Name: "logs"},
			{Of: "volume", Name: "log"},
			{Of: "volume", Name: "web"},
			{Of: "port", Name: "9090"},
			{Of: "port", Name: "http"},
			{Of: "port", Name: "15020"},
			{Of: "port", Name: "9091"},
		},
		Injectors: []pod.Injector{{Ports: []int{15020}}},
	}
	ports := []string{"http", "8080", "9090"}
	containers, volumes := []string{"proxy", "web"}, []string{"data", "logs"}
	want := []pod.Reference{
		{Of: "container", Name: "web", Found: true, Class: "regular", Choices: containers},
		{Of: "container", Name: "wait", Found: true, Class: "init", Choices: containers},
		{Of: "container", Name: "webb", Nearest: "web", Choices: containers},
		{Of: "container", Name: "data", Choices: containers},
		{Of: "volume", Name: "data", Found: true, Choices: volumes},
		{Of: "volume", Name: "logs", Found: true, Choices: volumes},
		{Of: "volume", Name: "log", Nearest: "logs", Choices: volumes},
		{Of: "volume", Name: "web", Choices: volumes},
		{Of: "port", Name: "9090", Found: true, Choices: ports},
		{Of: "port", Name: "http", Found: true, Choices: ports},
		{Of: "port", Name: "15020", Found: true, Choices: ports},
		{Of: "port", Name: "9091", Nearest: "9090", Choices: ports},
	}
	if diff := cmp.Diff(want, attached(p).References.Get()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if p.Named[0].Found {
		t.Error("the names were changed in place, want copies")
	}
}
