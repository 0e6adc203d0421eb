package relate_test

import (
	"testing"

	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
)

// attached gives a pod of these containers its relations.
func attached(p *pod.Pod) *pod.Pod {
	relate.Attach(&pod.Input{Pod: p, Related: &pod.Related{}})
	return p
}

// of makes a pod of regular containers, in start order.
func of(containers ...*pod.Container) *pod.Pod {
	for i, c := range containers {
		c.Order = i
		if c.Class == "" {
			c.Class = "regular"
		}
		c.Running = c.Class == "regular" || c.Class == "sidecar" || c.Class == "injected"
		if c.Seen.Listens == "" {
			c.Seen.Listens = "all"
		}
	}
	return attached(&pod.Pod{Containers: containers})
}

// named is a container that serves ports.
func named(name string, listens ...pod.Listen) *pod.Container {
	return &pod.Container{Name: name, Path: pod.Path{"spec", name}, Listens: listens}
}

// declared is an entry of ports[] of which nothing more is known.
func declared(port int) pod.Listen {
	return pod.Listen{Port: port, Protocol: "TCP", Declared: true, Origin: "declared", Certainty: pod.Guessed, Path: pod.Path{"entry", port}}
}

// bound is a port that a flag binds, and that no entry of ports[] declares.
func bound(port int) pod.Listen {
	return pod.Listen{
		Port: port, Protocol: "TCP", Effective: true, Origin: "flag", Certainty: pod.Shown, Address: "all", Path: pod.Path{"flag", port},
		BindPath: pod.Path{"flag", port},
	}
}

func TestSecondOfOneName(t *testing.T) {
	p := of(named("a"), named("b"), named("a"))
	who := p.Who.Get()
	for name, order := range map[string]int{"a": 0, "b": 1, "a#2": 2} {
		if m := who[name]; m == nil || m.Order != order {
			t.Errorf("%s: got %+v, want the container at %d", name, m, order)
		}
	}
	if len(who) != 3 {
		t.Errorf("got %d members, want 3", len(who))
	}
}
