package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// StartDial is a connection that a container makes to a helper when it starts, and that nothing makes wait.
type StartDial struct {
	From       string `json:"from"       jsonschema:"the container that connects"`
	To         string `json:"to"         jsonschema:"the helper that answers"`
	Class      string `json:"class"      jsonschema:"the helper's class: regular or sidecar"`
	Ordered    bool   `json:"ordered"    jsonschema:"the helper is known to serve before the other one starts: a startup probe or a postStart hook of an earlier one"`
	Database   bool   `json:"database"   jsonschema:"a database connection, which programs open when they start"`
	Scripted   bool   `json:"scripted"   jsonschema:"a script connects, once"`
	Unresolved bool   `json:"unresolved" jsonschema:"the address stands in an object outside the set; that it is the helper's follows from the helper's kind"`
	Address    string `json:"address"    jsonschema:"host and port, or socket; the port of the helper when the address is unresolved"`
	Path       Path   `json:"path"       jsonschema:"of the evidence; of the helper's name when the address is unresolved"`
	ToPath     Path   `json:"to_path"    jsonschema:"of the helper's name"`
}

// laterPurposes are connections that programs make while they serve, not when they start, and take up again by themselves.
var laterPurposes = map[string]bool{
	fact.PurposeScrape: true, fact.PurposeProxy: true, fact.PurposeBuild: true, fact.PurposeTelemetry: true, fact.PurposeUpstream: true,
	fact.PurposeReload: true, fact.PurposeQuit: true, fact.PurposeHealth: true, fact.PurposeMetrics: true, fact.PurposeAdmin: true,
}

func (d *draft) joinStartDials(c *draftContainer) {
	if c.out.Class != "regular" && c.out.Class != "init" || c.awaits() {
		return
	}
	found := false
	for i := range c.out.Dials {
		dl := &c.out.Dials[i]
		to := d.byName[dl.Meets]
		if to == nil {
			to = d.tunnelBehind(dl)
		}
		if to == nil || !d.helps(to, c) || !c.connectsAtStart(dl) {
			continue
		}
		found = true
		d.startDial(c, to, StartDial{Database: dl.Purpose == fact.PurposeDatabase || to.opensDatabase(), Scripted: dl.Origin == "script", Address: dialAddress(dl), Path: dl.Path})
	}
	if !found {
		d.joinUnresolvedDial(c)
	}
}

// tunnelBehind finds the pod's one database tunnel whose port its settings do not tell (it follows the kind of the database): a database
// that is dialled on localhost, where nobody else answers, is behind it.
func (d *draft) tunnelBehind(dl *Dial) *draftContainer {
	if dl.Meets != "" || dl.HostClass != "loopback" || dl.Purpose != fact.PurposeDatabase {
		return nil
	}
	var found *draftContainer
	for _, o := range d.containers {
		if o.out.Role != "db-tunnel" || len(o.out.Listens) > 0 {
			continue
		}
		if found != nil {
			return nil
		}
		found = o
	}
	return found
}

func (d *draft) startDial(c, to *draftContainer, s StartDial) {
	s.From, s.To, s.Class, s.Ordered, s.ToPath = c.out.Name, to.out.Name, to.out.Class, to.startsBefore(c), to.namePath()
	for i := range d.pod.Lifecycle.StartDials {
		if o := &d.pod.Lifecycle.StartDials[i]; o.From == s.From && o.To == s.To {
			return
		}
	}
	d.pod.Lifecycle.StartDials = append(d.pod.Lifecycle.StartDials, s)
}

// helps: to is a helper that could be up too late for c.
func (d *draft) helps(to, c *draftContainer) bool {
	switch to.out.Class {
	case "sidecar":
		return to.out.Order < c.out.Order
	case "regular":
		return to.out.Part == "helper" && c.out.Class == "regular" && c.out.Part != "helper"
	}
	return false
}

// connectsAtStart: a program's own settings name a database, or a script connects once. Known images connect when they must only
// if their entry says so.
func (c *draftContainer) connectsAtStart(dl *Dial) bool {
	if dl.Phase == "hook" || dl.Phase == "probe" || dl.Wait || dl.Ignorable || dl.Protocol == "UDP" {
		return false
	}
	if laterPurposes[dl.Purpose] || c.helps() || c.repeats(dl) {
		return false
	}
	return !c.own || dl.Origin == "script" || c.image == nil
}

// repeats tells whether the script makes the dial in a loop or in the background.
func (c *draftContainer) repeats(dl *Dial) bool {
	for i := range c.facts {
		f := &c.facts[i]
		if f.Kind == fact.Dial && f.Port == dl.Port && f.Socket == dl.Socket && (f.Endless || f.Background) && slices.Equal(f.path, dl.Path) {
			return true
		}
	}
	return false
}

// awaits: the container holds its program back until something is there.
func (c *draftContainer) awaits() bool {
	for i := range c.facts {
		if f := &c.facts[i]; f.Wait && f.phase == c.phase() || f.Kind == fact.Sleep && f.Seconds > 0 && f.phase == c.phase() && !f.Endless && !c.idles() {
			return true
		}
	}
	for i := range c.out.Commands {
		if waitTools[c.out.Commands[i].Name] {
			return true
		}
	}
	return slices.ContainsFunc(c.out.Env, func(e EnvVar) bool { return e.Name == "KUBEXIT_BIRTH_DEPS" })
}

// waitTools hold a program back until an address answers.
var waitTools = map[string]bool{
	"wait-for-it": true, "wait-for-it.sh": true, "wait-for": true, "wait-for.sh": true, "wait4x": true, "dockerize": true, "wait-on": true,
	"linkerd-await": true, "scuttle": true, "kubexit": true,
}

// startsBefore: the kubelet starts the next container when a postStart hook has returned, or a native sidecar's startup probe has passed.
func (c *draftContainer) startsBefore(o *draftContainer) bool {
	if c.out.Order > o.out.Order {
		return false
	}
	if c.hasPostStart() {
		return true
	}
	return c.out.Class == "sidecar" && c.spec.StartupProbe != nil
}

func (c *draftContainer) opensDatabase() bool {
	return c.out.Role == "db-tunnel" || c.out.Role == "db-pool"
}

// servesDatabase tells whether the container starts with the app and listens for those who want its database.
func (c *draftContainer) servesDatabase() bool {
	return c.spec != nil && c.out.Class == "regular" && c.opensDatabase() && len(c.out.Listens) > 0
}

// joinUnresolvedDial: an app whose address comes from a ConfigMap outside the set, beside a helper that is there only to open a database.
func (d *draft) joinUnresolvedDial(c *draftContainer) {
	if c.out.Class != "regular" || c.out.Part == "helper" || !c.out.EnvUnresolved || c.own {
		return
	}
	if !slices.ContainsFunc(c.out.Env, func(e EnvVar) bool { return e.ConfigMap != "" && !e.Known }) {
		return
	}
	for _, to := range d.containers {
		if to != c && to.servesDatabase() {
			d.startDial(c, to, StartDial{Database: true, Unresolved: true, Address: itoa(to.out.Listens[0].Port), Path: to.namePath()})
			return
		}
	}
}
