package relate_test

import (
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// use is what a container does with a file of a volume.
func use(op, file string) pod.FileUse {
	return pod.FileUse{Op: op, File: "/logs/" + file, Volume: "logs", VolumePath: file, Certainty: pod.Shown}
}

// stream makes the log stream between a container that does one thing with a file and one that does another, if there is any.
func stream(from, to *pod.Container) (pod.LogStream, bool) {
	from.Name, to.Name = "app", "streamer"
	all := of(from, to).LogStreams.Get()
	if len(all) != 1 {
		return pod.LogStream{}, len(all) > 0
	}
	return all[0], true
}

func does(uses ...pod.FileUse) *pod.Container { return &pod.Container{Files: uses} }

// printing reads a file with a tool, again and again or once.
func printing(tool string, endless bool) pod.FileUse {
	f := use("read", "app.log")
	f.Tool, f.Endless = tool, endless
	return f
}

func TestWhoFollowsWhoseLog(t *testing.T) {
	elsewhere := use("append", "app.log")
	elsewhere.Volume = "other"
	nowhere := use("tail", "app.log")
	nowhere.Volume = ""
	for name, tc := range map[string]struct {
		from, to pod.FileUse
		want     bool
	}{
		"appended and tailed":        {use("append", "app.log"), use("tail", "app.log"), true},
		"written and tailed":         {use("write", "app.log"), use("tail", "app.log"), true},
		"made alone":                 {use("create", "app.log"), use("tail", "app.log"), false},
		"another file":               {use("append", "old.log"), use("tail", "app.log"), false},
		"another volume":             {elsewhere, use("tail", "app.log"), false},
		"on no volume":               {use("append", "app.log"), nowhere, false},
		"printed again and again":    {use("append", "app.log"), printing("cat", true), true},
		"by tail without following":  {use("append", "app.log"), printing("tail", true), true},
		"printed once":               {use("append", "app.log"), printing("cat", false), false},
		"read again and again":       {use("append", "app.log"), printing("wc", true), false},
		"written by the reader, too": {use("tail", "app.log"), use("append", "app.log"), true},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := stream(does(tc.from), does(tc.to)); got != tc.want {
				t.Errorf("got a stream: %v, want %v", got, tc.want)
			}
		})
	}
}

func TestOwnLogIsNoStream(t *testing.T) {
	if got, found := stream(does(), does(use("append", "app.log"), use("tail", "app.log"))); found {
		t.Errorf("got %+v, want none", got)
	}
}

func TestStreamsOfThoseThatRun(t *testing.T) {
	for _, class := range []string{"init", "ephemeral"} {
		from, to := does(use("append", "app.log")), does(use("tail", "app.log"))
		from.Class = class
		if _, found := stream(from, to); found {
			t.Errorf("got a stream from what has ended (%s)", class)
		}
		from, to = does(use("append", "app.log")), does(use("tail", "app.log"))
		to.Class = class
		if _, found := stream(from, to); found {
			t.Errorf("got a stream to what has ended (%s)", class)
		}
	}
}

func TestWhatIsSaidOfAStream(t *testing.T) {
	from, to := does(), does(use("tail", "app.log"))
	from.Logs = []pod.LogSink{
		{Volume: "other", VolumePath: "app.log", Purpose: "audit", Certainty: pod.Stated}, {Volume: "logs", VolumePath: "app.log", Certainty: pod.Guessed},
	}
	to.Prints = true
	got, _ := stream(from, to)
	if got.From != "app" || got.To != "streamer" || got.Aside || !got.Printed || got.Certainty != pod.Guessed {
		t.Errorf("got %+v, want a guessed stream that is printed", got)
	}
	from.Logs[1].Purpose, to.Files[0].Kept = "audit", true
	if got, _ = stream(from, to); !got.Aside || got.Printed {
		t.Errorf("got %+v, want one on the side that is kept from being printed", got)
	}
}

func TestLogsOnTheSide(t *testing.T) {
	for file, want := range map[string]bool{"app.log": false, "audit.log": true, "mysql-slow.log": true, "gc.log": true, "gc-1.txt": true, "AUDIT": true} {
		if got, _ := stream(does(use("append", file)), does(use("tail", file))); got.Aside != want {
			t.Errorf("%s: got aside %v, want %v", file, got.Aside, want)
		}
	}
}

// TestUnknownProgramMayWrite: a program of which nothing is known may write a file that nobody else is seen to write.
func TestUnknownProgramMayWrite(t *testing.T) {
	opaque := func(change func(*pod.Container)) *pod.Container {
		c := &pod.Container{Opaque: true, Mounts: []pod.Mount{{Volume: "logs"}}}
		change(c)
		return c
	}
	for name, tc := range map[string]struct {
		change func(*pod.Container)
		want   bool
	}{
		"an unknown program":  {func(*pod.Container) {}, true},
		"a known one":         {func(c *pod.Container) { c.Opaque = false }, false},
		"one that only reads": {func(c *pod.Container) { c.Mounts[0].ReadOnly = true }, false},
		"one without it":      {func(c *pod.Container) { c.Mounts[0].Volume = "other" }, false},
	} {
		got, found := stream(opaque(tc.change), does(use("tail", "app.log")))
		if found != tc.want || found && got.Certainty != pod.Guessed {
			t.Errorf("%s: got %+v (%v), want %v", name, got, found, tc.want)
		}
	}
	for _, op := range []string{"append", "write", "create"} {
		writer := does(use(op, "app.log"))
		writer.Class = "init"
		c, follower := opaque(func(*pod.Container) {}), does(use("tail", "app.log"))
		if got := of(writer, c, follower).LogStreams.Get(); len(got) != 0 {
			t.Errorf("%s by an init container: got %+v, want none", op, got)
		}
	}
	above := use("create", ".")
	above.Dir = true
	maker := does(above)
	maker.Class = "init"
	if got := of(maker, opaque(func(*pod.Container) {}), does(use("tail", "app.log"))).LogStreams.Get(); len(got) != 1 {
		t.Errorf("a folder above it is made: got %d streams, want one", len(got))
	}
}
