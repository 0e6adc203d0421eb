package relate

import (
	"fmt"
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

func onVolume(op, file string) pod.FileUse {
	return pod.FileUse{Op: op, File: "/v/" + file, Volume: "v", VolumePath: file, Phase: "run", Origin: "script"}
}

func TestMeets(t *testing.T) {
	dir := func(f pod.FileUse) pod.FileUse { f.Dir = true; return f }
	image := func(f pod.FileUse) pod.FileUse { f.Dir, f.Log, f.Origin = true, true, "image"; return f }
	for _, tt := range []struct {
		name        string
		read, write pod.FileUse
		want        string
	}{
		{"the very file", onVolume("tail", "a/x.log"), onVolume("append", "a/x.log"), "same"},
		{"a directory that holds it", onVolume("tail", "a/x.log"), dir(onVolume("write", "a")), "overlap"},
		{"a directory that is made", onVolume("tail", "a/x.log"), dir(onVolume("create", "a")), "near"},
		{"another file", onVolume("tail", "a/x.log"), onVolume("append", "a/y.log"), "apart"},
		{"in the image's log directory", onVolume("tail", "a/x.log"), image(onVolume("append", "a")), "overlap"},
		{"below the image's log directory", onVolume("tail", "a/b/x.log"), image(onVolume("append", "a")), "near"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := meets(&tt.read, &tt.write); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHandoversAreBounded: what is listed with each file stays bounded, and who writes it is known nevertheless.
func TestHandoversAreBounded(t *testing.T) {
	writer := &pod.Container{Name: "writer", Mounts: []pod.Mount{{Volume: "v", MountPath: "/v"}}}
	for i := range 200 {
		writer.Files = append(writer.Files, onVolume("write", fmt.Sprintf("other/%d", i)), onVolume("append", "x.log"))
	}
	reader := &pod.Container{Name: "reader", Mounts: []pod.Mount{{Volume: "v", MountPath: "/v"}}, Files: []pod.FileUse{onVolume("tail", "x.log")}}
	got := handovers(&pod.Pod{Containers: []*pod.Container{writer, reader}})
	if len(got) != 1 || len(got[0].Writes) != mostMeeting+mostApart {
		t.Fatalf("got %d handovers, the first with %d writes, want one with %d", len(got), len(got[0].Writes), mostMeeting+mostApart)
	}
	if h := got[0]; !h.Written || !h.Met || len(h.Mounts) != 2 || !h.Mounts[1].Self {
		t.Errorf("got %+v, want a file that another container writes, on a volume of two", h)
	}
}
