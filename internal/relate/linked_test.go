package relate_test

import (
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// TestLinksToStdout: a log file that the image links to stdout is no file.
func TestLinksToStdout(t *testing.T) {
	for _, linked := range []bool{true, false} {
		c := named("web")
		c.Files = []pod.FileUse{{Op: "append", File: "/var/log/access.log", Log: true, Linked: linked}}
		c.Logs = []pod.LogSink{{Sink: "file", File: "/var/log/access.log", Linked: linked}}
		p := of(c)
		want := map[bool]string{true: "stdout", false: "file"}[linked]
		if got := p.Logs.Get(); len(got) != 1 || got[0].Sink != want || got[0].File != "/var/log/access.log" {
			t.Errorf("linked %v: the log is %+v", linked, got)
		}
		if got := p.Outputs.Get(); len(got) == 0 != linked {
			t.Errorf("linked %v: %d outputs", linked, len(got))
		}
	}
}

// TestDirectoriesOfLinks: what a volume covers is no link any more.
func TestDirectoriesOfLinks(t *testing.T) {
	c := named("web")
	c.LogLinks = []string{"/var/log/nginx"}
	if got := of(c).Logs.Get()[0]; got.Sink != "stdout" || got.Covered || !got.Dir {
		t.Errorf("links: %+v", got)
	}
	c.Mounts = []pod.Mount{{Volume: "logs", MountPath: "/var/log"}}
	if got := of(c).Logs.Get()[0]; got.Sink != "file" || !got.Covered || got.In != "nginx" {
		t.Errorf("covered: %+v", got)
	}
}
