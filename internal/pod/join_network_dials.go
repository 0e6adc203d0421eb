package pod

import "github.com/podlint/podlint/internal/fact"

// DanglingDial is a connection to localhost that nobody in the pod answers.
type DanglingDial struct {
	Container   string `json:"container"              jsonschema:"who dials"`
	Host        string `json:"host"                   jsonschema:"as written"`
	Port        int    `json:"port"                   jsonschema:"the port"`
	Purpose     string `json:"purpose,omitempty"      jsonschema:"upstream, scrape, reload, database..."`
	Text        string `json:"text,omitempty"         jsonschema:"the evidence"`
	Origin      string `json:"origin"                 jsonschema:"flag, env, script, config or image"`
	Known       bool   `json:"known"                  jsonschema:"the ports of every container are known; false when some only declare theirs"`
	Partner     string `json:"partner,omitempty"      jsonschema:"the only other container that runs beside it"`
	PartnerPort int    `json:"partner_port,omitempty" jsonschema:"the one port that the partner serves or declares; absent when there are several"`
	PartnerPath Path   `json:"partner_path,omitempty" jsonschema:"of the partner's port"`
	Path        Path   `json:"path"                   jsonschema:"of the evidence"`
}

// joinDanglingDials is silent where a listener may be there unseen: on the node's network, beside injected containers, beside a
// container that shows no port at all, and when the dialling program may be calling itself.
func (d *draft) joinDanglingDials() {
	if d.pod.HostNetwork || d.pod.HostProcess || len(d.pod.Injectors) > 0 || d.pod.Managed != "" {
		return
	}
	for _, c := range d.containers {
		if c.spec == nil || !c.running() {
			continue
		}
		for i := range c.out.Dials {
			if dial := &c.out.Dials[i]; dial.unanswered() && c.needs(dial) {
				d.joinDanglingDial(c, dial)
			}
		}
	}
}

// unanswered tells whether nobody in sight listens on the loopback port.
func (dial *Dial) unanswered() bool {
	return dial.Port > 0 && dial.HostClass == "loopback" && dial.Meets == "" && !dial.MeetsOwn
}

// needs tells whether a dial is one that its container makes to a neighbour while it runs.
func (c *draftContainer) needs(dial *Dial) bool {
	if dial.Protocol != "TCP" || dial.Ignorable || !dial.Verified || aside[dial.Phase] || aside[dial.Purpose] || dial.Host == podIP || wildcard(dial.Host) {
		return false
	}
	for i := range c.out.Probes {
		if c.out.Probes[i].Port == dial.Port {
			return false
		}
	}
	_, all := c.ports()
	return all || c.own || toNeighbour[dial.Purpose]
}

// aside are phases and purposes of dials that go to the program itself, or that nothing breaks for when they fail.
var aside = map[string]bool{"probe": true, "hook": true, fact.PurposeQuit: true, fact.PurposeTelemetry: true, fact.PurposeProxy: true}

// toNeighbour are purposes of dials that no program makes to itself.
var toNeighbour = map[string]bool{fact.PurposeUpstream: true, fact.PurposeScrape: true, fact.PurposeReload: true}

func (d *draft) joinDanglingDial(c *draftContainer, dial *Dial) {
	some, all := d.portsKnown(c)
	if !some || d.others(c) == 0 {
		return
	}
	out := DanglingDial{Container: c.out.Name, Host: dial.Host, Port: dial.Port, Purpose: dial.Purpose, Text: dial.Text, Origin: dial.Origin, Known: all, Path: dial.Path}
	if d.others(c) == 1 {
		for _, o := range d.containers {
			if o != c && o.running() {
				out.Partner = o.out.Name
				out.PartnerPort, out.PartnerPath = o.onlyPort()
			}
		}
	}
	d.pod.Network.DanglingDials = append(d.pod.Network.DanglingDials, out)
}

func (d *draft) others(c *draftContainer) int {
	n := 0
	for _, o := range d.containers {
		if o != c && o.running() {
			n++
		}
	}
	return n
}

// onlyPort is the one TCP port of the container that is neither for metrics nor for health nor for an administrator.
func (c *draftContainer) onlyPort() (port int, at Path) {
	for i := range c.out.Listens {
		l := &c.out.Listens[i]
		if l.Port == 0 || l.Protocol != "TCP" || l.Purpose != "" {
			continue
		}
		if port != 0 {
			return 0, nil
		}
		port, at = l.Port, l.place()
	}
	return port, at
}

// portsKnown tells whether each running container but the one given shows its ports (some), and whether what they show is all (all).
func (d *draft) portsKnown(but *draftContainer) (some, all bool) {
	some, all = true, true
	for _, c := range d.containers {
		if c == but || !c.running() {
			continue
		}
		shows, complete := c.ports()
		some, all = some && shows, all && complete
	}
	return some, all
}

// ports tells whether the container shows a TCP port, and whether what it shows is all that it serves: the known image's own program
// with a configuration that can be read, or a command line of common tools only.
func (c *draftContainer) ports() (shows, complete bool) {
	declared, bound := false, false
	for i := range c.out.Listens {
		l := &c.out.Listens[i]
		declared = declared || l.Declared && l.Protocol == "TCP"
		bound = bound || l.bound()
	}
	if c.tools() {
		return true, true
	}
	complete = c.own && c.out.Verified && bound && !c.configHidden()
	return declared || bound, complete
}

// tools tells whether the container runs nothing but common tools, whose ports the shell analysis sees.
func (c *draftContainer) tools() bool {
	if c.program == nil || c.program.Opaque || c.out.Opaque || len(c.program.Commands) == 0 {
		return false
	}
	for i := range c.program.Commands {
		p, known := c.d.b.opt.Knowledge.Programs[c.program.Commands[i].Name]
		if !known || p.Lifetime != string(fact.Finite) && !quietTools[c.program.Commands[i].Name] {
			return false
		}
	}
	return true
}

// quietTools run on without serving a port.
var quietTools = map[string]bool{
	"sleep": true, "tail": true, "cat": true, "curl": true, "wget": true, "sh": true, "bash": true, "ash": true, "true": true, "pause": true,
	"watch": true, "yes": true, "inotifywait": true, "read": true, "while": true, "echo": true,
}

// configHidden tells whether something whose text is not in the set is mounted where the image keeps its configuration.
func (c *draftContainer) configHidden() bool {
	if c.image == nil {
		return false
	}
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		for _, file := range c.image.Config {
			if (under(m.MountPath, file) || under(file, m.MountPath)) && !c.readable(m) {
				return true
			}
		}
	}
	return false
}

// readable tells whether the set holds the text of what is mounted.
func (c *draftContainer) readable(m *Mount) bool {
	for _, f := range c.mountedFiles() {
		if f.volume == m.Volume {
			return true
		}
	}
	return false
}
