package pod

import (
	"path"
	"slices"
	"strings"
)

// DeafProcess is a container that is only stopped by KILL.
type DeafProcess struct {
	Container string `json:"container" jsonschema:"who"`
	Process   string `json:"process"   jsonschema:"base name of process 1"`
	Form      string `json:"form"      jsonschema:"form of the script's last command: loop, pipeline, compound, sleep, tail, cat, nc"`
	Part      string `json:"part"      jsonschema:"app, helper or unknown"`
	Helped    bool   `json:"helped"    jsonschema:"another container that runs beside it is a helper"`
	Path      Path   `json:"path"      jsonschema:"of the last command"`
}

// joinDeaf: a shell that stays process 1 around a loop, a pipeline or a list of commands, and the plain tools themselves, take no
// notice of TERM: the kernel drops signals that process 1 of a namespace does not handle. The pods of build agents run once, whatever
// their manifest leaves out, and nobody waits for their end.
func (d *draft) joinDeaf(c *draftContainer) {
	s := c.out.Script
	if s == nil || s.Init || s.Trap || d.pod.ShareProcessNamespace || d.ciAgent() || !c.lives() || !deaf(s) || c.killsItself() {
		return
	}
	alone, helped := d.alone(c)
	if alone {
		return
	}
	d.pod.Lifecycle.DeafProcesses = append(d.pod.Lifecycle.DeafProcesses, DeafProcess{
		Container: c.out.Name, Process: s.Main, Form: s.Last,
		Part: d.standing(c), Helped: helped, Path: s.Path,
	})
}

// alone tells whether no other container runs on beside this one, and otherwise whether a helper does.
func (d *draft) alone(c *draftContainer) (alone, helped bool) {
	alone = true
	for _, o := range d.containers {
		if o != c && o.lives() {
			alone, helped = false, helped || o.out.Part == "helper"
		}
	}
	return alone, helped
}

// standing is the container's part; one that only waits, tied to nobody, beside an app that others serve is not the app.
func (d *draft) standing(c *draftContainer) string {
	if c.out.Part != "app" || !c.idles() || len(c.out.Neighbours) > 0 {
		return c.out.Part
	}
	for _, o := range d.containers {
		if o != c && o.out.Part == "app" && o.lives() && len(o.out.Neighbours) > 0 {
			return "unknown"
		}
	}
	return c.out.Part
}

// deafTools ignore TERM as process 1.
var deafTools = []string{"sleep", "tail", "cat", "nc"}

func deaf(s *Script) bool {
	if s.MainKind == "shell" {
		return s.Last == "loop" || s.Last == "pipeline" || s.Last == "compound" || slices.Contains(deafTools, s.Last)
	}
	return slices.Contains(deafTools, s.Main) && s.Last == s.Main // a wrapper such as timeout passes the signal on
}

// killsItself: a preStop hook ends the process by a signal.
func (c *draftContainer) killsItself() bool {
	for i := range c.out.Hooks {
		if h := &c.out.Hooks[i]; h.Kind == "pre-stop" && slices.ContainsFunc(h.Programs, func(p string) bool { return signalTools[p] }) {
			return true
		}
	}
	return false
}

// StopSleep is a preStop hook that sleeps.
type StopSleep struct {
	Container string  `json:"container" jsonschema:"who"`
	Seconds   float64 `json:"seconds"   jsonschema:"constant seconds in all"`
	Handler   string  `json:"handler"   jsonschema:"exec or sleep"`
	Path      Path    `json:"path"      jsonschema:"of the hook's command or seconds"`
}

func (d *draft) joinStopHooks(c *draftContainer) {
	for i := range c.out.Hooks {
		if h := &c.out.Hooks[i]; h.Kind == "pre-stop" && h.SleepSeconds > 0 {
			d.pod.Lifecycle.StopSleeps = append(d.pod.Lifecycle.StopSleeps, StopSleep{Container: c.out.Name, Seconds: h.SleepSeconds, Handler: h.Handler, Path: h.Path})
		}
	}
}

// MissingTool is a program that a hook or probe starts and that the image does not hold.
type MissingTool struct {
	Container string `json:"container"     jsonschema:"who"`
	Program   string `json:"program"       jsonschema:"what is missing"`
	Kind      string `json:"kind"          jsonschema:"post-start, pre-stop, or of the probe: liveness, readiness, startup"`
	Known     string `json:"known"         jsonschema:"id of the knowledge entry of the image"`
	Verified  bool   `json:"verified"      jsonschema:"that entry was checked against public documentation"`
	OnlySleep bool   `json:"only_sleep"    jsonschema:"the hook does nothing but sleep"`
	Path      Path   `json:"path"          jsonschema:"of the program's name"`
}

// shellTools are programs that an image without a shell lacks.
var shellTools = map[string]bool{
	"sh": true, "bash": true, "ash": true, "dash": true, "sleep": true, "curl": true, "wget": true, "nc": true, "rm": true, "cat": true,
	"test": true, "kill": true, "pkill": true, "pgrep": true, "grep": true, "echo": true, "true": true, "ls": true, "touch": true,
}

// fullVariants are parts of a tag that name a variant with a shell.
var fullVariants = []string{"alpine", "debug", "buster", "bullseye", "bookworm", "trixie", "debian", "ubuntu", "busybox", "ubi"}

func (d *draft) joinMissingTools(c *draftContainer) {
	if !c.out.Image.NoShell || c.out.Image.Placeholder || d.pod.Windows || c.toolsMounted() {
		return
	}
	for _, v := range fullVariants {
		if strings.Contains(c.out.Image.Tag, v) {
			return
		}
	}
	for i := range c.out.Hooks {
		h := &c.out.Hooks[i]
		d.missing(c, h.Kind, h.Command, h.Path, len(h.Programs) <= 2 && h.SleepSeconds > 0)
	}
	for i := range c.out.Probes {
		p := &c.out.Probes[i]
		d.missing(c, p.Kind, p.Command, p.Path, false)
	}
}

func (d *draft) missing(c *draftContainer, kind string, command []string, at Path, onlySleep bool) {
	if len(command) == 0 || !shellTools[base(command[0])] {
		return
	}
	dir := path.Dir(command[0])
	if dir != "." && dir != "/bin" && dir != "/usr/bin" && dir != "/usr/local/bin" {
		return // brought along
	}
	d.pod.Lifecycle.MissingTools = append(d.pod.Lifecycle.MissingTools, MissingTool{
		Container: c.out.Name, Program: command[0], Kind: kind,
		Known: c.out.Known, Verified: c.out.Verified, OnlySleep: onlySleep, Path: at.With(0),
	})
}

// toolsMounted: a volume over a directory of programs may bring the tools.
func (c *draftContainer) toolsMounted() bool {
	for i := range c.out.Mounts {
		switch c.out.Mounts[i].MountPath {
		case "/bin", "/usr/bin", "/usr/local/bin", "/usr", "/":
			return true
		}
	}
	return false
}
