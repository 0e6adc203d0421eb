package pod

import (
	"regexp"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Outliver is a container that goes on when the work of a run-once pod is done, so that the pod never completes.
type Outliver struct {
	Container   string `json:"container"             jsonschema:"who"`
	Class       string `json:"class"                 jsonschema:"regular or injected"`
	Injector    string `json:"injector,omitempty"    jsonschema:"id of the injector that adds it"`
	Switch      string `json:"switch,omitempty"      jsonschema:"what switches that injector on, as key=value"`
	Work        string `json:"work"                  jsonschema:"the container whose end is waited for"`
	WorkEnds    bool   `json:"work_ends"             jsonschema:"its program is known to end; else that follows from the kind of the pod alone"`
	Part        string `json:"part"                  jsonschema:"app, helper or unknown"`
	By          string `json:"by"                    jsonschema:"why it goes on: the command, or what is known of its image"`
	StoppedBy   string `json:"stopped_by,omitempty"  jsonschema:"what ends it all the same: a call, a signal, a tool"`
	MaybeNative bool   `json:"maybe_native"          jsonschema:"newer clusters get it as a native sidecar, and the target version is not known"`
	Verified    bool   `json:"verified"              jsonschema:"not resting on unverified knowledge of the image"`
	Awaits      string `json:"awaits,omitempty"      jsonschema:"the file that it waits for and that nobody makes; absent when it goes on for another reason"`
	Path        Path   `json:"path"                  jsonschema:"of the container's name, of the switch, or of the wait"`
}

func (d *draft) joinOutlivers() {
	if d.pod.Runs != "to-completion" || d.pod.Managed != "" {
		return
	}
	work := d.work()
	if work == nil {
		return
	}
	for _, c := range d.containers {
		switch {
		case c == work:
		case c.awaitsInVain() != nil:
			d.outlivesWaiting(c, work)
		case c.out.Class == "injected" && c.out.InjectedAs == "regular":
			d.outlivesInjected(c, work)
		case c.out.Class == "regular" && c.out.Lifetime == string(fact.Endless) && d.accompanies(c, work):
			d.outlivesRegular(c, work)
		}
	}
}

func (d *draft) outlivesRegular(c, work *draftContainer) {
	d.pod.Lifecycle.Outlivers = append(d.pod.Lifecycle.Outlivers, Outliver{
		Container: c.out.Name, Class: c.out.Class, Work: work.out.Name,
		WorkEnds: work.out.Lifetime == string(fact.Finite), Part: c.out.Part, By: evidenceText(c), StoppedBy: d.stops(c, work), Verified: c.image == nil || c.image.Verified, Path: c.namePath(),
	})
}

func evidenceText(c *draftContainer) string {
	if c.out.LifetimeEvidence == nil {
		return ""
	}
	return c.out.LifetimeEvidence.Text
}

// work is the container whose end completes the pod: the first regular one that is not known to go on, helpers last.
func (d *draft) work() *draftContainer {
	var found *draftContainer
	for _, c := range d.containers {
		if c.out.Class != "regular" || c.out.Lifetime == string(fact.Endless) || c.awaitsInVain() != nil || c.out.Lifetime == string(fact.Unknown) && c.helps() {
			continue
		}
		if found == nil || found.out.Part == "helper" && c.out.Part != "helper" {
			found = c
		}
	}
	return found
}

// accompanies: an endless container serves the work, or does nothing at all. A web front that serves what the other one makes is the
// app itself.
func (d *draft) accompanies(c, work *draftContainer) bool {
	if d.fronts(c.out.Name, work) {
		return false
	}
	if c.out.Part == "helper" || c.idles() || d.blocksPlainly(c, work) {
		return true
	}
	for i := range work.out.Dials {
		if work.out.Dials[i].Meets == c.out.Name {
			return true
		}
	}
	return false
}

// blocksPlainly: a script that never ends, beside work that is known to end, in a Job without a deadline.
func (d *draft) blocksPlainly(c, work *draftContainer) bool {
	return d.obj.Kind != "Pod" && d.pod.ActiveDeadlineSeconds == 0 && work.out.Lifetime == string(fact.Finite) && work.out.Part != "helper" &&
		c.out.LifetimeEvidence != nil && c.out.LifetimeEvidence.Origin == "script" && (c.out.Role == "tool" || c.out.Role == "unknown") && c.shows()
}

// outlivesInjected: an injector that leaves by itself, or injects a native sidecar, does not hold the pod.
func (d *draft) outlivesInjected(c, work *draftContainer) {
	for i := range d.pod.Injectors {
		in := &d.pod.Injectors[i]
		if in.ID != c.out.Known || in.Ends || in.Native {
			continue
		}
		d.pod.Lifecycle.Outlivers = append(d.pod.Lifecycle.Outlivers, Outliver{
			Container: c.out.Name, Class: c.out.Class, Injector: in.ID, Switch: in.Switch,
			Work: work.out.Name, WorkEnds: work.out.Lifetime == string(fact.Finite), Part: c.out.Part, By: c.out.PartBy, StoppedBy: d.stops(c, work),
			MaybeNative: d.maybeNative(in.ID), Verified: c.out.Verified, Path: in.Path,
		})
	}
}

func (d *draft) maybeNative(injector string) bool {
	if d.b.target().Minor > 0 {
		return false
	}
	for i := range d.b.opt.Knowledge.Injectors {
		if in := &d.b.opt.Knowledge.Injectors[i]; in.ID == injector {
			return in.NativeFrom != ""
		}
	}
	return false
}

// stops says what ends a container that does not end by itself, empty when nothing is seen to.
func (d *draft) stops(c, work *draftContainer) string {
	for i := range c.out.Env {
		if c.out.Env[i].Name == "KUBEXIT_DEATH_DEPS" {
			return "kubexit"
		}
	}
	if by := c.looksForFile(); by != "" {
		return by
	}
	for _, o := range d.containers {
		if o == c || o.spec == nil {
			continue
		}
		if by := o.quits(c); by != "" {
			return by
		}
	}
	if !work.shows() && c.answersQuit() {
		return "a quit endpoint that was switched on"
	}
	return ""
}

// looksForFile: the container's own script looks for a file and then kills what it runs.
func (c *draftContainer) looksForFile() string {
	found := ""
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		switch {
		case cmd.Phase != "run":
		case (cmd.Name == "[" || cmd.Name == "test" || cmd.Name == "[[") && cmd.Condition && slices.ContainsFunc(cmd.Argv, func(a string) bool { return a == "-f" || a == "-e" || a == "-s" }):
			found = shorten(strings.Join(cmd.Argv, " "))
		case signalTools[cmd.Name] && found != "":
			return found
		}
	}
	return ""
}

// shows tells whether a script shows what the container does, rather than the name of a program.
func (c *draftContainer) shows() bool {
	return c.program != nil && c.program.Shell != "" && (c.program.ScriptArg >= 0 || c.program.ScriptFile != "" && !c.program.Opaque)
}

var quitPath = regexp.MustCompile(`(?i)quitquitquit|/(shutdown|quit|stop|exit|terminate)\b`)

// quitTools are the programs by which scripts call a quit endpoint; what stands in the arguments of another program is no call.
var quitTools = []string{"curl", "wget", "http", "https", "pilot-agent", "linkerd-await", "scuttle", "envoy-preflight", "fetch", "python", "python3", "nc"}

// quits says by what the container ends another one.
func (c *draftContainer) quits(o *draftContainer) string {
	for i := range c.out.Dials {
		dl := &c.out.Dials[i]
		if dl.Purpose == fact.PurposeQuit && dl.mayMeet(o) {
			return dl.Text
		}
	}
	for i := range c.out.Signals {
		if s := &c.out.Signals[i]; s.Reaches == o.out.Name || !s.Own && s.Reaches == "" && c.d.pod.ShareProcessNamespace {
			return s.Text
		}
	}
	for i := range c.out.Commands {
		if cmd := &c.out.Commands[i]; c.callsQuit(cmd, o) {
			return shorten(strings.Join(cmd.Argv, " "))
		}
	}
	return ""
}

// mayMeet tells whether the dial reaches a container, or somebody on loopback who is not in sight.
func (dial *Dial) mayMeet(o *draftContainer) bool {
	return dial.Meets == o.out.Name || dial.Meets == "" && dial.HostClass == "loopback"
}

// callsQuit tells whether a command calls an endpoint that ends a program, and not one of another container than o.
func (c *draftContainer) callsQuit(cmd *Command, o *draftContainer) bool {
	if !slices.Contains(quitTools, cmd.Name) || c.meetsOther(cmd, o) {
		return false
	}
	return quitPath.MatchString(strings.Join(cmd.Argv, " ")) || waitsAndStops(cmd)
}

// meetsOther tells whether the call is known to reach another container than o.
func (c *draftContainer) meetsOther(cmd *Command, o *draftContainer) bool {
	other := false
	for i := range c.out.Dials {
		dl := &c.out.Dials[i]
		if dl.Meets == "" || !quitPath.MatchString(dl.URL) || !slices.Equal(dl.Path, cmd.Path) {
			continue
		}
		if dl.Meets == o.out.Name {
			return false
		}
		other = true
	}
	return other
}

// waitsAndStops: wrappers that stop the mesh proxy when their program is done.
func waitsAndStops(cmd *Command) bool {
	switch cmd.Name {
	case "linkerd-await":
		return slices.Contains(cmd.Argv, "--shutdown") || slices.Contains(cmd.Argv, "-S")
	case "scuttle", "envoy-preflight":
		return true
	}
	return false
}

// answersQuit: the container was told to listen for a call that ends it.
func (c *draftContainer) answersQuit() bool {
	for i := range c.facts {
		if f := &c.facts[i]; f.Kind == fact.Listen && f.Purpose == fact.PurposeQuit && (f.origin == "flag" || f.origin == "env") {
			return true
		}
	}
	return c.flagged("quitquitquit")
}

func (c *draftContainer) flagged(name string) bool {
	return slices.ContainsFunc(c.out.Argv, func(a string) bool { return strings.Contains(a, name) && !strings.HasSuffix(a, "=false") })
}

// OwnPolicy is a regular container with a restartPolicy of its own.
type OwnPolicy struct {
	Container string `json:"container" jsonschema:"who"`
	Policy    string `json:"policy"    jsonschema:"as written"`
	Rules     bool   `json:"rules"     jsonschema:"it has restartPolicyRules"`
	Part      string `json:"part"      jsonschema:"app, helper or unknown"`
	Path      Path   `json:"path"      jsonschema:"of the field"`
}

func (d *draft) joinOwnPolicy(c *draftContainer) {
	if c.out.Class != "regular" || c.out.RestartPolicy == "" || isPlaceholder(c.out.RestartPolicy) {
		return
	}
	d.pod.Lifecycle.OwnPolicies = append(d.pod.Lifecycle.OwnPolicies, OwnPolicy{
		Container: c.out.Name, Policy: c.out.RestartPolicy,
		Rules: len(c.spec.RestartPolicyRules) > 0, Part: c.out.Part, Path: c.path("restartPolicy"),
	})
}

// EndlessInit is an init container that never ends.
type EndlessInit struct {
	Container string `json:"container"          jsonschema:"who"`
	By        string `json:"by"                 jsonschema:"why it does not end: the command, or what is known of its image"`
	Origin    string `json:"origin"             jsonschema:"script or image"`
	Known     string `json:"known,omitempty"    jsonschema:"id of the knowledge entry of the image"`
	Verified  bool   `json:"verified"           jsonschema:"not resting on unverified knowledge of the image"`
	Path      Path   `json:"path"               jsonschema:"of the command, else of the container's name"`
}

func (d *draft) joinEndlessInit(c *draftContainer) {
	ev := c.out.LifetimeEvidence
	if c.out.Class != "init" || c.out.Lifetime != string(fact.Endless) || ev == nil {
		return
	}
	e := EndlessInit{Container: c.out.Name, By: ev.Text, Origin: ev.Origin, Known: c.out.Known, Verified: ev.Origin == "script" || c.out.Verified, Path: c.namePath()}
	if ev.Origin == "script" {
		e.Path = ev.Path
	}
	d.pod.Lifecycle.EndlessInits = append(d.pod.Lifecycle.EndlessInits, e)
}
