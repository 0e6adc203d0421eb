package relate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// mounts is a container that mounts a volume.
func mounts(name, class string, m pod.Mount) *pod.Container {
	m.Volume = "data"
	return &pod.Container{Name: name, Class: class, Mounts: []pod.Mount{m}}
}

// pairs is who shares what with whom.
func pairs(p *pod.Pod) []string {
	var out []string
	for _, s := range p.Shares.Get() {
		out = append(out, strings.Join([]string{s.Volume, s.Ends[0].Container, s.Ends[1].Container}, " "))
	}
	return out
}

func TestShares(t *testing.T) {
	p := of(
		mounts("step", "init", pod.Mount{}), mounts("a", "sidecar", pod.Mount{}), mounts("b", "", pod.Mount{}), mounts("debug", "ephemeral", pod.Mount{}),
		mounts("mesh", "injected", pod.Mount{}), mounts("c", "", pod.Mount{}), named("d"),
	)
	if diff := cmp.Diff([]string{"data a b", "data a c", "data b c"}, pairs(p)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestOneVolumeMountedTwiceIsOneShare(t *testing.T) {
	a, b := mounts("a", "", pod.Mount{MountPath: "/one"}), mounts("b", "", pod.Mount{MountPath: "/two"})
	a.Mounts = append(a.Mounts, pod.Mount{Volume: "data", MountPath: "/again"}, pod.Mount{Volume: "alone"})
	got := of(a, b).Shares.Get()
	if len(got) != 1 || got[0].Ends[0].MountPath != "/one" || got[0].Ends[1].MountPath != "/two" {
		t.Errorf("got %+v, want the first mounts of one volume", got)
	}
}

func TestPartsOfAVolume(t *testing.T) {
	for name, tc := range map[string]struct{ a, b, want string }{
		"all and a part":     {"", "logs", "meet"},
		"a part and all":     {"logs", "", "meet"},
		"one part":           {"logs", "logs", "meet"},
		"a folder below":     {"logs/web", "logs", "meet"},
		"a folder above":     {"logs", "logs/web", "meet"},
		"two folders":        {"logs", "data", "apart"},
		"a name that begins": {"logs", "logs-old", "apart"},
	} {
		got := of(mounts("a", "", pod.Mount{SubPath: tc.a}), mounts("b", "", pod.Mount{SubPath: tc.b})).Shares.Get()[0].Parts
		if got != tc.want {
			t.Errorf("%s: got %s, want %s", name, got, tc.want)
		}
	}
}

func TestSettingsThatAreShared(t *testing.T) {
	read := pod.Mount{MountPath: "/data", ReadOnly: true}
	for name, tc := range map[string]struct {
		a      pod.Mount
		volume pod.Volume
		want   bool
	}{
		"files":    {read, pod.Volume{}, false},
		"settings": {read, pod.Volume{Config: true}, true},
		"an image": {pod.Mount{Kind: "image", ReadOnly: true}, pod.Volume{}, true},
	} {
		p := of(mounts("a", "", tc.a), mounts("b", "", read))
		tc.volume.Name = "data"
		p.Volumes = []*pod.Volume{{Name: "other", Config: true}, &tc.volume}
		if got := p.Shares.Get()[0].Settings; got != tc.want {
			t.Errorf("%s: settings %v", name, got)
		}
	}
}

func TestSocketsOnAShare(t *testing.T) {
	a, b, c := mounts("a", "", pod.Mount{}), mounts("b", "", pod.Mount{}), mounts("c", "", pod.Mount{})
	a.Listens = []pod.Listen{{Socket: "/data/a.sock", Volume: "data"}}
	b.Dials = []pod.Dial{{Socket: "/data/a.sock", Volume: "data"}}
	c.Listens, c.Dials = []pod.Listen{{Volume: "other"}}, []pod.Dial{{Volume: "other"}}
	sockets := map[string]bool{}
	for _, s := range of(a, b, c).Shares.Get() {
		for _, end := range s.Ends {
			sockets[end.Container] = end.Socket
		}
	}
	if diff := cmp.Diff(map[string]bool{"a": true, "b": true, "c": false}, sockets); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
