package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// takers is who takes which port.
func takers(p *pod.Pod) map[int][]string {
	out := map[int][]string{}
	for _, b := range p.Bindings.Get() {
		for _, t := range b.Takers {
			out[b.Port] = append(out[b.Port], t.Container+" "+t.Origin)
		}
	}
	return out
}

func TestBindings(t *testing.T) {
	udp, byVariable, second := bound(80), bound(80), declared(80)
	udp.Protocol = "UDP"
	byVariable.Origin, second.Origin = "env", "injected"
	for name, tc := range map[string]struct {
		containers []*pod.Container
		want       map[int][]string
	}{
		"one port of two containers": {
			[]*pod.Container{named("a", declared(80), bound(81)), named("b", bound(80))},
			map[int][]string{80: {"a declared", "b flag"}, 81: {"a flag"}},
		},
		"what binds a port stands for its declaration": {
			[]*pod.Container{named("a", declared(80), bound(80)), named("b", bound(80), declared(80))},
			map[int][]string{80: {"a flag", "b flag"}},
		},
		"the first of two of a kind": {
			[]*pod.Container{named("a", bound(80), byVariable), named("b", declared(80), second)},
			map[int][]string{80: {"a flag", "b declared"}},
		},
		"another protocol is another port": {
			[]*pod.Container{named("a", declared(80)), named("b", udp)},
			map[int][]string{80: {"a declared", "b flag"}},
		},
		"no socket": {
			[]*pod.Container{named("a", pod.Listen{Socket: "/run/a.sock", Protocol: "UNIX"})},
			map[int][]string{},
		},
		"none of what is not there always": {
			[]*pod.Container{
				{Name: "debug", Class: "ephemeral", Listens: []pod.Listen{bound(80)}},
				{Name: "wait", Class: "init", Listens: []pod.Listen{bound(80)}},
			},
			map[int][]string{80: {"wait flag"}},
		},
		"what an annotation makes an injected proxy open, beside its own": {
			[]*pod.Container{{Name: "mesh", Class: "injected", Listens: []pod.Listen{
				{Port: 80, Protocol: "TCP", Effective: true, Origin: "injected"},
				{Port: 80, Protocol: "TCP", Effective: true, Origin: "annotation"},
				{Port: 80, Protocol: "TCP", Effective: true, Origin: "annotation"},
			}}},
			map[int][]string{80: {"mesh injected", "mesh annotation", "mesh annotation"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, takers(of(tc.containers...))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestSharedBindings(t *testing.T) {
	udp := bound(80)
	udp.Protocol = "UDP"
	got := of(named("a", bound(80)), named("b", bound(80), bound(81)), named("c", udp)).Bindings.Get()
	var shared []string
	for _, b := range got {
		if b.Shared {
			shared = append(shared, b.Protocol)
		}
	}
	if len(got) != 3 || !cmp.Equal(shared, []string{"TCP"}) {
		t.Errorf("got %d bindings, shared %v, want 3 of which one of TCP is shared", len(got), shared)
	}
}

// TestPlaces: a taker points at what can be changed, and keeps the entry of ports[] where there is one.
func TestPlaces(t *testing.T) {
	flag := declared(80)
	flag.Effective, flag.Origin, flag.BindPath = true, "flag", pod.Path{"flag"}
	image := declared(80)
	image.Effective, image.Origin, image.BindPath = true, "image", pod.Path{"image"}
	entry := pod.Path{"entry", 80}
	for name, tc := range map[string]struct {
		listen    pod.Listen
		at, entry pod.Path
	}{
		"a declaration":       {declared(80), entry, entry},
		"a flag":              {bound(80), pod.Path{"flag", 80}, nil},
		"a declared flag":     {flag, pod.Path{"flag"}, entry},
		"a default of images": {image, entry, entry},
	} {
		taker := of(named("a", tc.listen)).Bindings.Get()[0].Takers[0]
		if !cmp.Equal(taker.Path, tc.at) || !cmp.Equal(taker.EntryPath, tc.entry) {
			t.Errorf("%s: got %v and the entry %v, want %v and %v", name, taker.Path, taker.EntryPath, tc.at, tc.entry)
		}
	}
}
