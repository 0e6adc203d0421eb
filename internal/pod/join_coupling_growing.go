package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// Growing is an emptyDir, shared by running containers, that nothing bounds and that a producer keeps filling.
type Growing struct {
	Volume       string   `json:"volume"        jsonschema:"the volume"`
	Producer     string   `json:"producer"      jsonschema:"who fills it"`
	File         string   `json:"file"          jsonschema:"what grows, as the producer sees it"`
	How          string   `json:"how"           jsonschema:"log, append, files, sync, or followed when only a reader shows that it grows"`
	Known        bool     `json:"known"         jsonschema:"the growth is in evidence; false when the writer is not known"`
	Others       []string `json:"others"        jsonschema:"the other running containers that mount it"`
	Path         Path     `json:"path"          jsonschema:"of the volume's name"`
	ProducerPath Path     `json:"producer_path" jsonschema:"of the evidence"`
}

// joinGrowing finds the shared scratch volumes that fill up.
func (d *draft) joinGrowing() {
	if d.related.LimitRange {
		return
	}
	for _, v := range d.pod.Volumes {
		if v.Kind != "emptyDir" || v.SizeLimit != nil {
			continue
		}
		mounters := d.runningMounters(v)
		if len(mounters) < 2 || bounded(mounters) {
			continue
		}
		if g := d.growth(v, mounters); g != nil {
			d.pod.Coupling.Growing = append(d.pod.Coupling.Growing, *g)
		}
	}
}

func (d *draft) runningMounters(v *Volume) []*draftContainer {
	var out []*draftContainer
	for _, c := range d.companions() {
		if c.mounts(v.Name) != nil {
			out = append(out, c)
		}
	}
	return out
}

// bounded tells whether the local storage of one of the containers, which includes its volumes, is limited.
func bounded(list []*draftContainer) bool {
	for _, c := range list {
		if c.out.Resources.Limits.EphemeralStorage != nil {
			return true
		}
	}
	return false
}

// growth finds the producer: first the one whose growth is in evidence, then the one that a follower of logs shows.
func (d *draft) growth(v *Volume, mounters []*draftContainer) *Growing {
	for _, c := range mounters {
		if !c.goesOn() || c.out.Role == "config-sync" {
			continue
		}
		if g := c.grows(v); g != nil {
			g.Others = othersOf(c, mounters)
			return g
		}
	}
	return d.followed(v, mounters)
}

// goesOn tells whether the container goes on for as long as its pod is wanted.
func (c *draftContainer) goesOn() bool {
	return c.d.pod.Runs == "always" || c.out.Lifetime == "endless"
}

func othersOf(c *draftContainer, all []*draftContainer) []string {
	var out []string
	for _, o := range all {
		if o != c {
			out = append(out, o.out.Name)
		}
	}
	return out
}

// grows is the evidence that the container keeps filling the volume.
func (c *draftContainer) grows(v *Volume) *Growing {
	m := c.mounts(v.Name)
	if m.ReadOnly {
		return nil
	}
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume != v.Name || !f.Grows || !writes(f) || f.Phase != "run" || c.mountOf(f).MountPath == "/tmp" {
			continue
		}
		return &Growing{Volume: v.Name, Producer: c.out.Name, File: f.File, How: howGrows(f), Known: f.Verified || f.Origin != "image", Path: v.Path.With("name"), ProducerPath: f.Path}
	}
	if c.syncsInto(v.Name) {
		return &Growing{Volume: v.Name, Producer: c.out.Name, File: m.MountPath, How: "sync", Known: true, Path: v.Path.With("name"), ProducerPath: m.Path}
	}
	return nil
}

// syncsInto tells whether the container goes on to synchronise contents into the volume, as far as anybody can see.
func (c *draftContainer) syncsInto(volume string) bool {
	return c.out.Role == "content-sync" && c.own && c.out.Lifetime != "finite" && !c.syncsElsewhere(volume)
}

// syncsElsewhere tells whether the directory into which the container synchronises is known, and lies on no part of the volume.
func (c *draftContainer) syncsElsewhere(volume string) bool {
	known := false
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if !f.Dir || f.Op != "write" || strings.ContainsRune(f.File, '\uFFFD') {
			continue
		}
		if f.Volume == volume {
			return false
		}
		known = true
	}
	return known
}

func (c *draftContainer) mountOf(f *FileUse) *Mount {
	if s, ok := c.resolve(f.File); ok {
		return s.mount
	}
	return &Mount{}
}

func howGrows(f *FileUse) string {
	switch {
	case f.Log:
		return "log"
	case f.Dir:
		return "files"
	}
	return "append"
}

// followed: somebody follows a log on the volume, so somebody writes it, for as long as the pod lives.
func (d *draft) followed(v *Volume, mounters []*draftContainer) *Growing {
	for _, c := range mounters {
		shown, ships := c.followsOn(v.Name)
		if shown == nil {
			continue
		}
		for _, w := range mounters {
			if w == c || !w.mayLogOn(v.Name) {
				continue
			}
			shipper := ships && looksLikeLog(w.mounts(v.Name).MountPath+"/x")
			return &Growing{
				Volume: v.Name, Producer: w.out.Name, File: w.mounts(v.Name).MountPath, How: "followed", Known: shipper,
				Others: othersOf(w, mounters), Path: v.Path.With("name"), ProducerPath: shown,
			}
		}
	}
	return nil
}

// mayLogOn tells whether the container may log to the volume for as long as it lives, without a bound in sight.
func (c *draftContainer) mayLogOn(volume string) bool {
	if !c.goesOn() || c.closed() || c.mounts(volume).ReadOnly || c.helps() {
		return false
	}
	return !c.rotates(volume) && c.follows(volume) == nil && !c.handsOut(volume)
}

// handsOut tells whether the container has the volume for its content, which it serves and does not log to: by what it is known to do there,
// or by where it mounts it.
func (c *draftContainer) handsOut(volume string) bool {
	serves := webRoot.MatchString(c.mounts(volume).MountPath)
	for i := range c.out.Files {
		f := &c.out.Files[i]
		if f.Volume == volume && writes(f) && f.Phase == "run" {
			return false
		}
		serves = serves || f.Volume == volume && f.Op == "serve"
	}
	return serves
}

var webRoot = pattern.New(`(?i)/(html|htdocs|www|wwwroot|webroot|public_html)(/|$)`)

// followsOn is the evidence that the container follows logs on the volume; ships is set for a log agent, whose mount of a log directory
// is enough when its configuration is out of sight.
func (c *draftContainer) followsOn(volume string) (shown Path, ships bool) {
	agent := c.out.Role == "log-agent" && c.own
	if f := c.follows(volume); f != nil {
		return f.Path, c.out.Role == "log-agent"
	}
	if m := c.mounts(volume); agent && !c.configured() && looksLikeLog(m.MountPath+"/x") {
		return m.Path, true
	}
	return nil, false
}

func (c *draftContainer) follows(volume string) *FileUse {
	for i := range c.out.Files {
		if f := &c.out.Files[i]; f.Volume == volume && f.Op == "tail" && f.Phase == "run" {
			return f
		}
	}
	return nil
}

// rotates tells whether the container bounds what it logs on the volume.
func (c *draftContainer) rotates(volume string) bool {
	for i := range c.out.Logs {
		if l := &c.out.Logs[i]; l.Volume == volume && l.Rotated {
			return true
		}
	}
	for i := range c.facts {
		if f := &c.facts[i]; f.Rotated {
			return true
		}
	}
	return false
}
