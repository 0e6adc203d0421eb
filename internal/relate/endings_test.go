package relate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// waiting is a container that goes no further without a file of the volume data.
func waiting(file string) *pod.Container {
	c := mounts("waits", "", pod.Mount{MountPath: "/d"})
	c.Files = []pod.FileUse{
		{Op: "read", File: "/d/other", Volume: "data", VolumePath: "other"},
		{Op: "read", File: "/d/" + file, Volume: "data", VolumePath: file, Awaited: true},
	}
	return c
}

// TestWhatMakesAFileThatIsAwaited: the file, or something above or below it on its volume; what is only read makes nothing.
func TestWhatMakesAFileThatIsAwaited(t *testing.T) {
	for name, tc := range map[string]struct {
		op, in, volume string
		readOnly, want bool
	}{
		"the file":             {op: "write", in: "run/ready", want: true},
		"what lies below it":   {op: "write", in: "run/ready/x", want: true},
		"the folder":           {op: "create", in: "run", want: true},
		"the root":             {op: "write", in: ".", want: true},
		"another file":         {op: "write", in: "run/other"},
		"a name that begins":   {op: "write", in: "run/ready-old"},
		"another volume":       {op: "write", in: "run/ready", volume: "more"},
		"read":                 {op: "read", in: "run/ready"},
		"followed":             {op: "tail", in: "run/ready"},
		"watched":              {op: "watch", in: "run/ready"},
		"served":               {op: "serve", in: "run/ready"},
		"through a mount that": {op: "write", in: "run/ready", readOnly: true},
	} {
		writer := mounts("makes", "", pod.Mount{MountPath: "/d", ReadOnly: tc.readOnly})
		volume := "data"
		if tc.volume != "" {
			volume = tc.volume
		}
		writer.Files = []pod.FileUse{{Op: tc.op, File: "/d/" + tc.in, Volume: volume, VolumePath: tc.in}}
		waits := of(writer, waiting("run/ready")).Waits.Get()
		if len(waits) != 1 || waits[0].Made != tc.want || len(waits[0].Mounts) == 2 == tc.readOnly {
			t.Errorf("%s: got %+v, want one wait, made: %t", name, waits, tc.want)
		}
	}
}

// TestWhoMayMakeAFileThatIsAwaited: of tools everything is in sight, a helper does not make what it waits for, and nobody what is there before its program.
func TestWhoMayMakeAFileThatIsAwaited(t *testing.T) {
	tools, program, helper, held := waiting("x"), waiting("x"), waiting("x"), waiting("x")
	held.Name, held.Files[len(held.Files)-1].Held, held.Seen.Files = "held", true, "some"
	tools.Name, tools.ToolsOnly, tools.Seen.Files = "tools", true, "told"
	program.Name, program.OwnProgram, program.Seen.Files = "program", true, "told"
	helper.Name, helper.OwnProgram, helper.Helps, helper.Seen.Files = "helper", true, true, "some"
	got := map[string]map[string]string{}
	for _, w := range of(tools, program, helper, held).Waits.Get() {
		got[w.Container] = map[string]string{}
		for _, m := range w.Mounts {
			got[w.Container][m.Container] = m.Seen
		}
	}
	want := map[string]map[string]string{
		"tools":   {"held": "some", "tools": "all", "program": "told", "helper": "some"},
		"program": {"held": "some", "tools": "all", "program": "told", "helper": "some"},
		"helper":  {"held": "some", "tools": "all", "program": "told", "helper": "all"},
		"held":    {"held": "all", "tools": "all", "program": "told", "helper": "some"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAFileOnNoVolumeIsMadeByNobody(t *testing.T) {
	c := named("a")
	c.Files = []pod.FileUse{{Op: "read", File: "/tmp/x", Awaited: true}, {Op: "write", File: "/tmp/x"}}
	if waits := of(c).Waits.Get(); len(waits) != 1 || waits[0].Made || len(waits[0].Mounts) > 0 {
		t.Errorf("got %+v, want a wait that nobody is listed with", waits)
	}
}
