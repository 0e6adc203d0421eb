package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// powerful is a container with every right that is listed.
func powerful(name, class string) *pod.Container {
	c := &pod.Container{Name: name, Class: class, Mounts: []pod.Mount{
		{Volume: "sock", MountPath: "/a"}, {Volume: "sock", MountPath: "/again"}, {Volume: "data", MountPath: "/b"}, {Volume: "gone", MountPath: "/c"},
	}}
	c.Security.Path = pod.Path{"security"}
	c.Security.Privileged.Value = true
	c.Security.CapabilitiesAdded = []string{"NET_ADMIN"}
	c.Security.RunAsUser = pod.Sourced{Value: int64(0), Origin: "image", Path: pod.Path{"image"}}
	return c
}

func rightsOf(c *pod.Container) []string {
	p := of(c)
	p.Volumes = []*pod.Volume{{Name: "sock", Kind: "hostPath", Source: "/run/"}, {Name: "data", Kind: "emptyDir"}}
	var out []string
	for _, r := range p.Rights.Get() {
		out = append(out, r.Container+" "+r.Kind+" "+r.Name)
	}
	return out
}

// TestRights: of containers that the manifest declares, each path of the node once.
func TestRights(t *testing.T) {
	want := []string{"a privileged ", "a capability NET_ADMIN", "a host-path /run", "a root "}
	for class, listed := range map[string]bool{"regular": true, "init": true, "sidecar": true, "ephemeral": false, "injected": false} {
		all := want
		if !listed {
			all = nil
		}
		if diff := cmp.Diff(all, rightsOf(powerful("a", class))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", class, diff)
		}
	}
}

// TestRightsThatAreNotThere: what is false, or another user, is no right.
func TestRightsThatAreNotThere(t *testing.T) {
	c := &pod.Container{Name: "a", Class: "regular"}
	c.Security.Privileged.Value = false
	c.Security.RunAsUser.Value = int64(1000)
	if got := rightsOf(c); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

// TestRootIsPlacedWhereItCanBeChanged: the image's user by the security context, a stated one where it stands.
func TestRootIsPlacedWhereItCanBeChanged(t *testing.T) {
	for origin, want := range map[string]pod.Path{"image": {"security", "runAsUser"}, "container": {"stated"}} {
		c := &pod.Container{Name: "a", Class: "regular"}
		c.Security.Path = pod.Path{"security"}
		c.Security.RunAsUser = pod.Sourced{Value: int64(0), Origin: origin, Path: pod.Path{"stated"}}
		if got := of(c).Rights.Get(); len(got) != 1 || !cmp.Equal(got[0].Path, want) {
			t.Errorf("%s: got %+v, want it at %v", origin, got, want)
		}
	}
}
