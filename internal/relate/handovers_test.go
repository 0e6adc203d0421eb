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

// TestFollowedLogs: a log that somebody streams stays followed where another setting names the same file.
func TestFollowedLogs(t *testing.T) {
	use := onVolume("append", "x.log")
	streamed := pod.LogSink{Sink: "file", File: use.File, StreamedBy: []string{"tail"}}
	linked := pod.LogSink{Sink: "file", File: use.File, Linked: true}
	plain := pod.LogSink{Sink: "file", File: use.File}
	for name, tt := range map[string]struct {
		logs          []pod.LogSink
		log, followed bool
	}{
		"no log":           {nil, false, false},
		"of another file":  {[]pod.LogSink{{Sink: "file", File: "/v/y.log", Linked: true}}, false, false},
		"to nowhere":       {[]pod.LogSink{{Sink: "off", File: use.File, Linked: true}}, false, false},
		"nobody follows":   {[]pod.LogSink{plain}, true, false},
		"streamed":         {[]pod.LogSink{streamed, plain}, true, true},
		"linked":           {[]pod.LogSink{linked, plain}, true, true},
		"linked elsewhere": {[]pod.LogSink{plain, linked}, true, true},
	} {
		if w := change(&pod.Container{Logs: tt.logs}, "app", false, &use); w.Log != tt.log || w.Followed != tt.followed {
			t.Errorf("%s: got log %t and followed %t, want %t and %t", name, w.Log, w.Followed, tt.log, tt.followed)
		}
	}
}

// TestHandoversAreBounded: what is listed with each file stays bounded, and who writes it is known nevertheless.
func TestHandoversAreBounded(t *testing.T) {
	writer := &pod.Container{Name: "writer", Mounts: []pod.Mount{{Volume: "v", MountPath: "/v"}}}
	for i := range 200 {
		writer.Files = append(writer.Files, onVolume("write", fmt.Sprintf("other/%d", i)), onVolume("append", "x.log"))
	}
	reader := &pod.Container{Name: "reader", Mounts: []pod.Mount{{Volume: "v", MountPath: "/v"}}, Files: []pod.FileUse{onVolume("tail", "x.log")}}
	got := handovers(placesOf(&pod.Pod{Containers: []*pod.Container{writer, reader}}))
	if len(got) != 1 || len(got[0].Writes) != mostMeeting+mostApart {
		t.Fatalf("got %d handovers, the first with %d writes, want one with %d", len(got), len(got[0].Writes), mostMeeting+mostApart)
	}
	if h := got[0]; !h.Written || !h.Met || len(h.Mounts) != 2 || !h.Mounts[1].Self {
		t.Errorf("got %+v, want a file that another container writes, on a volume of two", h)
	}
}

// TestSpans: a mount below what is followed hides a part of it; one at the very place does not.
func TestSpans(t *testing.T) {
	for name, tc := range map[string]struct {
		file, mount string
		want        bool
	}{
		"below the directory above the wildcard":     {"/var/log/*.log", "/var/log/app", true},
		"at that directory":                          {"/var/log/*.log", "/var/log", false},
		"beside it":                                  {"/var/log/*.log", "/var/lib", false},
		"above it":                                   {"/var/log/*.log", "/var", false},
		"below the file, which is a directory":       {"/var/log", "/var/log/app", true},
		"below a wildcard in the middle of the path": {"/var/*/x.log", "/var/log", true},
		"below a choice":                             {"/var/{log,lib}/x", "/var/log", true},
		"below a class":                              {"/var/[lm]og/x", "/var/log", true},
		"below a question":                           {"/var/l?g/x", "/var/log", true},
	} {
		f := pod.FileUse{Op: "tail", File: tc.file}
		c := &pod.Container{Name: "reader", Mounts: []pod.Mount{{Volume: "v", MountPath: tc.mount}}}
		if got := spans(c, &f); got != tc.want {
			t.Errorf("%s: got %t, want %t", name, got, tc.want)
		}
	}
}

// TestSight: how much is in sight of what a container may do with a file.
func TestSight(t *testing.T) {
	built := func(change func(*pod.Container)) *pod.Container {
		c := &pod.Container{OwnProgram: true, Verified: true, LogLinks: []string{"/var/log"}, Seen: pod.Seen{Files: "some"}}
		change(c)
		return c
	}
	server := &pod.Container{Role: "web-front", Seen: pod.Seen{Files: "told"}}
	for name, tc := range map[string]struct {
		c    *pod.Container
		op   string
		self bool
		want string
	}{
		"tools":                               {&pod.Container{ToolsOnly: true}, "read", false, "all"},
		"a web server that serves it":         {server, "serve", true, "all"},
		"a web server that reads it":          {server, "read", true, "told"},
		"another web server":                  {server, "serve", false, "told"},
		"a server that is none of the web":    {&pod.Container{Role: "app", Seen: pod.Seen{Files: "some"}}, "serve", true, "some"},
		"all of its files, one is followed":   {&pod.Container{Seen: pod.Seen{Files: "all"}}, "tail", false, "all"},
		"all of its files, one is read":       {&pod.Container{Seen: pod.Seen{Files: "all"}}, "read", false, "told"},
		"an image that logs as it is built":   {built(func(*pod.Container) {}), "tail", false, "all"},
		"that image, and a file that is read": {built(func(*pod.Container) {}), "read", false, "some"},
		"another program of the image":        {built(func(c *pod.Container) { c.OwnProgram = false }), "tail", false, "some"},
		"an image by its name":                {built(func(c *pod.Container) { c.Verified = false }), "tail", false, "some"},
		"with arguments":                      {built(func(c *pod.Container) { c.Declared = true }), "tail", false, "some"},
		"that logs nobody knows where":        {built(func(c *pod.Container) { c.LogLinks = nil }), "tail", false, "some"},
		"with settings out of sight":          {built(func(c *pod.Container) { c.ConfigHidden = true }), "tail", false, "some"},
	} {
		if got := sight(tc.c, &pod.FileUse{Op: tc.op}, tc.self); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

// TestDoing: what a container is seen to do on a volume.
func TestDoing(t *testing.T) {
	read, written := onVolume("read", "a"), onVolume("write", "b")
	byName, before, elsewhere := written, written, written
	byName.Origin, before.Phase, elsewhere.Volume = "env", "init", "w"
	for want, files := range map[string][]pod.FileUse{
		"both": {read, written}, "reads": {read, byName, before, elsewhere}, "writes": {written}, "nothing": {byName, before, elsewhere},
	} {
		if got := placesOf(&pod.Pod{Containers: []*pod.Container{{Files: files}}}).does(0, "v"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
