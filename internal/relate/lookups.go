package relate

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pod"
)

// What a manifest may ask for stays bounded.
const (
	mostChoices  = 16  // files or keys that are listed with each lookup
	mostCompared = 512 // those to which the spelling of one that is not there is compared
)

// plainMode is the mode of a file of a volume of settings where none is declared (core/v1, defaultMode).
const plainMode = 0o644

// lookups lists the files and keys for which the pod looks in ConfigMaps and Secrets, with what is there.
func lookups(p *pod.Pod, related *pod.Related) []pod.Lookup {
	x := &keeping{related: related, volumes: map[string]*holding{}}
	var out []pod.Lookup
	for _, v := range p.Volumes {
		if v.Config {
			x.volumes[v.Name] = x.holds(v)
			out = append(out, x.items(v)...)
		}
	}
	named := names(p)
	for i, c := range p.Containers {
		out = append(out, x.mounted(named[i], c)...)
		out = append(out, x.used(named[i], c)...)
		out = append(out, x.named(named[i], c)...)
		out = append(out, x.variables(named[i], c)...)
	}
	return out
}

// keeping knows what ConfigMaps and Secrets hold.
type keeping struct {
	related *pod.Related
	volumes map[string]*holding
}

// holding is what a volume of settings holds.
type holding struct {
	volume       *pod.Volume
	kind, object string
	sibling      bool
	asks         bool
	files        []held
	names        []string // of the files, sorted
	complete     bool
}

// held is one file of a volume; its mode is 0 where it is not known.
type held struct {
	path     string
	mode     int
	modePath pod.Path
}

// object finds a ConfigMap or Secret among those that the pod uses, nil when there is none.
func (x *keeping) object(kind, name string) *pod.ConfigRef {
	list := x.related.ConfigMaps
	if kind == "Secret" {
		list = x.related.Secrets
	}
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// whole tells whether all keys of an object are in sight, and returns them.
func (x *keeping) whole(kind, name string) (keys []string, complete bool) {
	if o := x.object(kind, name); o != nil {
		return o.Keys, o.Complete
	}
	return nil, false
}

// sibling tells whether an object stands in a sibling folder.
func (x *keeping) sibling(kind, name string) bool {
	o := x.object(kind, name)
	return o != nil && o.Near == "sibling"
}

// asks tells whether the template of an object asks the cluster.
func (x *keeping) asks(kind, name string) bool {
	o := x.object(kind, name)
	return o != nil && o.Asks
}

// filler is the Job that may write a key which is not there.
func (x *keeping) filler(l *pod.Lookup) string {
	if o := x.object(l.Kind, l.Object); o != nil && !l.Found {
		return o.FilledBy
	}
	return ""
}

// withheld is the condition under which the template of an object writes a key that is not there.
func (x *keeping) withheld(l *pod.Lookup) string {
	o := x.object(l.Kind, l.Object)
	if l.Found || o == nil || o.Withheld == nil {
		return ""
	}
	if condition, ok := o.Withheld(l.In); ok {
		return condition
	}
	return ""
}

func (x *keeping) holds(v *pod.Volume) *holding {
	h := &holding{volume: v, kind: v.Kind, complete: len(v.Sources) > 0}
	if len(v.Sources) == 1 && v.Sources[0].Name != "" {
		h.kind, h.object = v.Sources[0].Kind, v.Sources[0].Name
	}
	for i := range v.Sources {
		x.draw(h, &v.Sources[i])
	}
	slices.SortFunc(h.files, func(a, b held) int { return cmp.Compare(a.path, b.path) })
	for i := range h.files {
		h.names = append(h.names, h.files[i].path)
	}
	h.names = slices.Compact(h.names)
	return h
}

// draw adds the files of a source. A key that is asked for becomes a file: without the key the pod does not start.
func (x *keeping) draw(h *holding, s *pod.Source) {
	keys, complete := x.whole(s.Kind, s.Name)
	h.sibling = h.sibling || x.sibling(s.Kind, s.Name)
	h.asks = h.asks || x.asks(s.Kind, s.Name)
	switch {
	case s.Kind == "other" || !pod.PlainKey(s.Name):
		h.complete = false
	case len(s.Items) > 0:
		h.complete = h.complete && (complete || !s.Optional || s.Name == "")
		h.pick(s)
	default:
		h.complete = h.complete && complete
		for _, key := range keys {
			h.files = append(h.files, h.file(key))
		}
	}
}

// pick adds the files of the items that a source is asked for.
func (h *holding) pick(s *pod.Source) {
	for i := range s.Items {
		h.complete = h.complete && pod.PlainKey(s.Items[i].File)
		h.files = append(h.files, h.item(s, &s.Items[i]))
	}
}

func (h *holding) file(name string) held {
	f := held{path: name, mode: plainMode, modePath: h.volume.Path}
	if m := h.volume.Mode; m != nil {
		f.mode, f.modePath = int(*m), h.modePath()
	}
	return f
}

// modePath is the place of defaultMode: beside the sources, in the volume's own source.
func (h *holding) modePath() pod.Path { return h.volume.Path.With(h.volume.Kind, "defaultMode") }

func (h *holding) item(s *pod.Source, it *pod.SourceItem) held {
	f := h.file(it.File)
	switch {
	case s.Kind == "ServiceAccountToken": // the kubelet gives it to the user who runs the containers
		f.mode, f.modePath = 0, nil
	case it.Mode != nil:
		f.mode, f.modePath = int(*it.Mode), it.Path[:len(it.Path)-1].With("mode")
	}
	return f
}

// items lists the keys that volumes ask for.
func (x *keeping) items(v *pod.Volume) []pod.Lookup {
	var out []pod.Lookup
	for i := range v.Sources {
		s := &v.Sources[i]
		if s.Name == "" {
			continue
		}
		for j := range s.Items {
			l := pod.Lookup{Via: "item", Volume: v.Name, Optional: s.Optional, Text: s.Items[j].Key, Path: s.Items[j].Path}
			out = append(out, x.key(l, s.Kind, s.Name, s.Items[j].Key))
		}
	}
	return out
}

func (x *keeping) variables(name string, c *pod.Container) []pod.Lookup {
	var out []pod.Lookup
	for i := range c.KeyRefs {
		r := &c.KeyRefs[i]
		l := pod.Lookup{Via: "variable", Container: name, Variable: r.Variable, Optional: r.Optional, Text: r.Variable, Path: r.Path}
		out = append(out, x.key(l, r.Kind, r.Name, r.Key))
	}
	return out
}

// key looks for a key of an object.
func (x *keeping) key(l pod.Lookup, kind, name, key string) pod.Lookup {
	keys, complete := x.whole(kind, name)
	l.Kind, l.Object, l.In, l.Phase, l.Origin, l.Certainty = kind, name, key, "init", "declared", pod.Stated
	l.Found, l.Complete, l.Sibling = slices.Contains(keys, key), complete && pod.PlainKey(key), x.sibling(kind, name)
	l.Asks, l.Withheld, l.FilledBy = x.asks(kind, name), x.withheld(&l), x.filler(&l)
	choose(&l, slices.Sorted(slices.Values(keys)))
	return l
}

// choose lists what is there, and what of it is spelt much like what is looked for.
func choose(l *pod.Lookup, there []string) {
	if !l.Found {
		l.Nearest = nearest.Of(l.In, there[:min(len(there), mostCompared)])
	}
	l.Choices = there[:min(len(there), mostChoices)]
}

// mounted lists the mounts of volumes of settings.
func (x *keeping) mounted(name string, c *pod.Container) []pod.Lookup {
	var out []pod.Lookup
	for i := range c.Mounts {
		m := &c.Mounts[i]
		if x.volumes[m.Volume] == nil || m.SubPathExpr {
			continue
		}
		l := pod.Lookup{Via: "mount", Container: name, File: m.MountPath, In: cmp.Or(m.SubPath, "."), Phase: "init", Origin: "declared", Certainty: pod.Stated, Path: m.Path}
		if m.SubPath != "" {
			l.Text, l.Path = m.SubPath, m.Path.With("subPath")
		}
		out = append(out, x.file(l, m))
	}
	return out
}

// used lists the files of volumes of settings that programs are known to use.
func (x *keeping) used(name string, c *pod.Container) []pod.Lookup {
	var out []pod.Lookup
	for i := range c.Files {
		f := &c.Files[i]
		m := mountOf(c, f)
		if x.volumes[f.Volume] == nil || !reads(f) || m == nil || m.SubPathExpr {
			continue
		}
		out = append(out, x.file(pod.Lookup{
			Via: "file", Container: name, Op: f.Op, Tool: f.Tool, Phase: f.Phase, File: f.File, In: f.VolumePath, Wide: f.Dir || f.Glob, Pattern: f.Glob,
			Ignorable: f.Ignorable, Origin: f.Origin, Certainty: f.Certainty, Text: f.Text, Path: settingOf(c, f),
		}, m))
	}
	return out
}

// named lists the files of volumes of settings that arguments and variables name.
func (x *keeping) named(name string, c *pod.Container) []pod.Lookup {
	var out []pod.Lookup
	for i := range c.Places {
		n := &c.Places[i]
		m := mountOf(c, &pod.FileUse{File: n.File, Volume: n.Volume})
		if x.volumes[n.Volume] == nil || m == nil || m.SubPathExpr {
			continue
		}
		out = append(out, x.file(pod.Lookup{
			Via: "name", Container: name, Runs: n.Runs, Phase: phase(c), File: n.File, In: n.In, Wide: n.Dir, Origin: n.Origin, Certainty: n.Certainty,
			Text: n.Text, Path: n.Path,
		}, m))
	}
	return out
}

func phase(c *pod.Container) string {
	if c.Class == "init" {
		return "init"
	}
	return "run"
}

// file looks for a path of a volume, through a mount.
func (x *keeping) file(l pod.Lookup, m *pod.Mount) pod.Lookup {
	h := x.volumes[m.Volume]
	l.In = cmp.Or(strings.TrimPrefix(l.In, "..data/"), ".")
	l.Volume, l.Kind, l.Object, l.Mount, l.Part = m.Volume, h.kind, h.object, m.MountPath, m.SubPath
	l.Complete = h.complete && (l.Pattern || pod.PlainKey(l.In))
	l.Sibling = h.sibling
	l.Optional = slices.ContainsFunc(h.volume.Sources, func(s pod.Source) bool { return s.Optional })
	h.find(&l)
	if !l.Found && !h.complete && !l.Wide && l.In != "." && !h.picks() {
		f := h.file(l.In) // out of sight, but what is there has the mode of all
		l.Mode, l.ModePath = f.mode, f.modePath
	}
	l.Asks, l.Withheld, l.FilledBy = h.asks, x.withheld(&l), x.filler(&l)
	choose(&l, h.names)
	return l
}

// picks tells whether a volume asks for keys one by one, or draws on what is neither a ConfigMap nor a Secret.
func (h *holding) picks() bool {
	return slices.ContainsFunc(h.volume.Sources, func(s pod.Source) bool { return len(s.Items) > 0 || s.Name == "" })
}

// find says whether a volume holds a file, a directory with files, or what matches a pattern.
func (h *holding) find(l *pod.Lookup) {
	for i := range h.files {
		f := &h.files[i]
		matched, err := path.Match(l.In, f.path)
		switch {
		case f.path == l.In:
			l.Found, l.Mode, l.ModePath = true, f.mode, f.modePath
		case pod.Under(f.path, l.In) || l.In == ".":
			l.Found, l.Dir = true, true
		case l.Pattern && (matched || err != nil):
			l.Found = true
		}
	}
}
