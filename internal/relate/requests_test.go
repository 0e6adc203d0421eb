package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// asks is a container that asks for thousandths of a CPU; less than 0 says nothing.
func asks(name, class string, millis int64) *pod.Container {
	c := &pod.Container{Name: name, Class: class, Resources: pod.Resources{Path: pod.Path{name}}}
	if millis >= 0 {
		c.Resources.Requests.CPU = &millis
	}
	return c
}

func shareOf(name, class string, millis int64) pod.Share {
	return pod.Share{Container: name, Class: class, Declared: millis >= 0, Amount: max(millis, 0), Path: pod.Path{name, "requests", "cpu"}}
}

func TestRequests(t *testing.T) {
	for name, tc := range map[string]struct {
		containers []*pod.Container
		want       pod.Request
	}{
		"regular containers and native sidecars add up": {
			[]*pod.Container{asks("proxy", "sidecar", 100), asks("web", "regular", 400)},
			pod.Request{Complete: true, Steady: 500, Shares: []pod.Share{shareOf("proxy", "sidecar", 100), shareOf("web", "regular", 400)}},
		},
		"a regular container that says nothing leaves the sum unknown": {
			[]*pod.Container{asks("web", "regular", 400), asks("log", "regular", -1)},
			pod.Request{Shares: []pod.Share{shareOf("web", "regular", 400), shareOf("log", "regular", -1)}},
		},
		"a native sidecar that says nothing does not": {
			[]*pod.Container{asks("proxy", "sidecar", -1), asks("web", "regular", 400)},
			pod.Request{Steady: 400, Shares: []pod.Share{shareOf("proxy", "sidecar", -1), shareOf("web", "regular", 400)}},
		},
		"an init container asks before what runs": {
			[]*pod.Container{
				asks("first", "init", 200), asks("proxy", "sidecar", 100), asks("second", "init", 900), asks("silent", "init", -1),
				asks("web", "regular", 400),
			},
			pod.Request{
				Complete: true, Steady: 500, Shares: []pod.Share{
					shareOf("first", "init", 200), shareOf("proxy", "sidecar", 100), shareOf("second", "init", 900), shareOf("silent", "init", -1),
					shareOf("web", "regular", 400),
				},
			},
		},
		"what is not in the manifest's lists does not count": {
			[]*pod.Container{asks("web", "regular", 400), asks("debug", "ephemeral", 100), asks("mesh", "injected", 100)},
			pod.Request{Complete: true, Steady: 400, Shares: []pod.Share{shareOf("web", "regular", 400)}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tc.want.Resource = "cpu"
			got := of(tc.containers...).Requests.Get()
			if len(got) != 2 || got[1].Resource != "memory" {
				t.Fatalf("got %d sums, want one of cpu and one of memory", len(got))
			}
			if diff := cmp.Diff(tc.want, got[0]); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestMemory(t *testing.T) {
	amount := int64(64 << 20)
	web := asks("web", "regular", -1)
	web.Resources.Requests.Memory, web.Resources.Unknown = &amount, true
	got := of(web).Requests.Get()[1]
	if got.Steady != amount || !got.Shares[0].Unknown {
		t.Errorf("got %+v, want 64Mi, some of it unknown", got)
	}
}

func TestResourcesOfThePodDecideAlone(t *testing.T) {
	p := &pod.Pod{PodLevelResources: true, Containers: []*pod.Container{asks("web", "regular", 400)}}
	if got := attached(p).Requests.Get(); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
}

func TestTwoOfOneNameAreTwoShares(t *testing.T) {
	got := of(asks("web", "sidecar", -1), asks("web", "regular", 400)).Requests.Get()[0]
	if got.Steady != 400 || got.Shares[1].Container != "web#1" {
		t.Errorf("got %+v, want the second one as web#1", got)
	}
}
