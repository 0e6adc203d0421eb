package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

func TestMember(t *testing.T) {
	udp := bound(53)
	udp.Protocol = "UDP"
	c := named("web", declared(80), udp, pod.Listen{Socket: "/run/a.sock", Protocol: "TCP"})
	c.Image = pod.Image{Registry: "quay.io", Repository: "acme/web"}
	c.Probes = []pod.Probe{{Kind: "liveness"}, {Kind: "readiness"}}
	c.Hooks = []pod.Hook{{Kind: "pre-stop"}}
	c.LifetimeEvidence = &pod.Evidence{Origin: "image", Certainty: pod.Known, Text: "a server"}
	m := of(c, named("log")).Who.Get()["web"]
	if m.Image != "quay.io/acme/web" || m.PostStart || m.Ends.Certainty != pod.Known || !cmp.Equal(m.Probes, []string{"liveness", "readiness"}) {
		t.Errorf("got %+v", m)
	}
	if len(m.Ports) != 1 || m.Ports[0].Port != 80 || m.Main == nil || m.Main.Port != 80 {
		t.Errorf("ports %+v, main %+v, want port 80 alone", m.Ports, m.Main)
	}
	if !cmp.Equal(m.NamePath, pod.Path{"spec", "web", "name"}) {
		t.Errorf("got the name at %v", m.NamePath)
	}
}

func TestMemberOfWhichLittleIsSaid(t *testing.T) {
	c := named("web")
	c.Hooks = []pod.Hook{{Kind: "pre-stop"}, {Kind: "post-start"}}
	m := of(c).Who.Get()["web"]
	if m.Image != "" || !m.PostStart || m.Ends.Certainty != pod.Guessed || m.Main != nil {
		t.Errorf("got %+v, want no image, a guess at its end, no port", m)
	}
}

func TestMainPort(t *testing.T) {
	side := declared(9090)
	side.Purpose = "metrics"
	for name, tc := range map[string]struct {
		ports []pod.Listen
		want  int // 0 for none
	}{
		"the only one":            {[]pod.Listen{declared(80)}, 80},
		"the one for no purpose":  {[]pod.Listen{side, declared(80)}, 80},
		"two":                     {[]pod.Listen{declared(80), declared(81)}, 0},
		"one on the side alone":   {[]pod.Listen{side}, 0},
		"one before the side one": {[]pod.Listen{declared(80), side}, 80},
	} {
		got := 0
		if m := of(named("a", tc.ports...)).Who.Get()["a"].Main; m != nil {
			got = m.Port
		}
		if got != tc.want {
			t.Errorf("%s: got %d, want %d", name, got, tc.want)
		}
	}
}

func TestTies(t *testing.T) {
	for name, tc := range map[string]struct {
		edge pod.Edge
		tied bool
	}{
		"a stated edge":             {pod.Edge{From: "a", To: "b", Kind: "socket", Certainty: pod.Stated}, true},
		"its other end":             {pod.Edge{From: "b", To: "a", Kind: "socket", Certainty: pod.Stated}, true},
		"a guessed edge":            {pod.Edge{From: "a", To: "b", Kind: "socket", Certainty: pod.Guessed}, false},
		"the order of starting":     {pod.Edge{From: "a", To: "b", Kind: "start-order", Certainty: pod.Stated}, false},
		"what an injector joins":    {pod.Edge{From: "a", To: "b", Kind: "injected", Certainty: pod.Stated}, false},
		"one that has ended":        {pod.Edge{From: "a", To: "step", Kind: "socket", Certainty: pod.Stated}, false},
		"somebody out of the pod":   {pod.Edge{From: "a", To: "nobody", Kind: "socket", Certainty: pod.Stated}, false},
		"somebody from out of it":   {pod.Edge{From: "nobody", To: "a", Kind: "socket", Certainty: pod.Stated}, false},
		"an edge between strangers": {pod.Edge{From: "step", To: "b", Kind: "socket", Certainty: pod.Stated}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := of(&pod.Container{Name: "step", Class: "init"}, named("a"), named("b"))
			p.Edges = []pod.Edge{tc.edge, tc.edge}
			if got := p.Who.Get()["a"].Tied; got != tc.tied {
				t.Errorf("tied %v, want %v", got, tc.tied)
			}
		})
	}
}

// TestSureTiesStay: a guess after a sure edge takes nothing away.
func TestSureTiesStay(t *testing.T) {
	p := of(named("a"), named("b"))
	p.Edges = []pod.Edge{{From: "a", To: "b", Kind: "socket", Certainty: pod.Shown}, {From: "a", To: "b", Kind: "signal", Certainty: pod.Guessed}}
	if !p.Who.Get()["a"].Tied {
		t.Error("not tied")
	}
}

func TestKnownCertainty(t *testing.T) {
	for name, tc := range map[string]struct {
		container pod.Container
		want      string
	}{
		"verified, of this image":     {pod.Container{Verified: true, Image: pod.Image{Certainty: pod.Known}}, pod.Known},
		"verified, of another's name": {pod.Container{Verified: true, Image: pod.Image{Certainty: pod.Guessed}}, pod.Guessed},
		"verified, by an injector":    {pod.Container{Verified: true, Class: "injected"}, pod.Known},
		"unverified":                  {pod.Container{Image: pod.Image{Certainty: pod.Known}}, pod.Guessed},
		"unverified, by an injector":  {pod.Container{Class: "injected"}, pod.Guessed},
	} {
		c := tc.container
		c.Name = "a"
		if got := of(&c).Who.Get()["a"].KnownRung; got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
	}
}
