package relate

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pod"
)

// place is what one container of the pod does to a file.
type place struct {
	owner int // its number among the containers
	file  *pod.FileUse
}

// places are all uses of files of a pod, found by where they lie: a script may name thousands, and comparing each with each takes the square. Several
// relations look them up, so nothing changes them once they are made.
type places struct {
	pod     *pod.Pod
	named   []string
	grounds map[ground]*lying
	written map[string][]int // by the last part of the path, of writes
	logged  []int            // writes of logs
	writes  []place          // by absolute paths, container by container
	did     map[ground]did   // of a container, by volume and number
}

// ground is where paths mean the same: a volume, or the file system of one container.
type ground struct {
	volume string
	owner  int // 0 on a volume
}

// did is what a container does on a volume.
type did struct{ reads, writes bool }

// lying are the uses on one ground, container by container.
type lying struct {
	uses    []place
	changes []int
	at      map[string][]int // by path
	sorted  []string         // the paths
	globs   []int
}

func placesOf(p *pod.Pod) *places {
	out := &places{pod: p, named: names(p), grounds: map[ground]*lying{}, written: map[string][]int{}, did: map[ground]did{}}
	for i, c := range p.Containers {
		for j := range c.Files {
			out.add(place{i, &c.Files[j]})
		}
	}
	for _, on := range out.grounds {
		slices.Sort(on.sorted)
	}
	return out
}

func groundOf(owner int, f *pod.FileUse) ground {
	if f.Volume != "" {
		return ground{volume: f.Volume}
	}
	return ground{owner: owner}
}

// keyOf is the path by which a use is found on its ground.
func keyOf(f *pod.FileUse) string {
	if f.Volume != "" {
		return f.VolumePath
	}
	return strings.TrimPrefix(f.File, "/")
}

func (p *places) add(x place) {
	g := groundOf(x.owner, x.file)
	if p.grounds[g] == nil {
		p.grounds[g] = &lying{at: map[string][]int{}}
	}
	p.grounds[g].add(x)
	p.note(x)
	if !writes(x.file) || !path.IsAbs(x.file.File) {
		return
	}
	n, base := len(p.writes), path.Base(x.file.File)
	p.writes, p.written[base] = append(p.writes, x), append(p.written[base], n)
	if change(p.pod.Containers[x.owner], "", false, x.file).Log {
		p.logged = append(p.logged, n)
	}
}

// note adds what a use says of what its container does on the volume. A variable that names a file there does not tell which.
func (p *places) note(x place) {
	on := ground{x.file.Volume, x.owner}
	d := p.did[on]
	d.reads = d.reads || reads(x.file)
	d.writes = d.writes || writes(x.file) && x.file.Origin != "env" && x.file.Phase == "run"
	p.did[on] = d
}

// on gives what lies where a use does.
func (p *places) on(owner int, f *pod.FileUse) *lying {
	if on := p.grounds[groundOf(owner, f)]; on != nil {
		return on
	}
	return &lying{}
}

func (l *lying) add(x place) {
	n, key := len(l.uses), keyOf(x.file)
	l.uses = append(l.uses, x)
	if l.at[key] == nil {
		l.sorted = append(l.sorted, key)
	}
	l.at[key] = append(l.at[key], n)
	if x.file.Glob {
		l.globs = append(l.globs, n)
	}
	if !reads(x.file) {
		l.changes = append(l.changes, n)
	}
}

// near gives all uses that may concern the file of another, in order: at its path, above and below it, and those by wildcards.
func (l *lying) near(f *pod.FileUse) []int {
	key := keyOf(f)
	if f.Glob || key == "" || key == "." {
		return upTo(len(l.uses))
	}
	found := slices.Concat(l.globs, l.at[""], l.at["."], l.at[key], l.below(key))
	for i := range len(key) {
		if key[i] == '/' {
			found = append(found, l.at[key[:i]]...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (l *lying) below(key string) []int {
	var out []int
	from, _ := slices.BinarySearch(l.sorted, key+"/")
	for _, k := range l.sorted[from:] {
		if !strings.HasPrefix(k, key+"/") {
			break
		}
		out = append(out, l.at[k]...)
	}
	return out
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// elsewhere gives the writes by absolute paths that bear the name of a file or are logs, in order.
func (p *places) elsewhere(f *pod.FileUse) []int {
	found := slices.Concat(p.written[path.Base(f.File)], p.logged)
	slices.Sort(found)
	return slices.Compact(found)
}

// does is what a container is seen to do on a volume.
func (p *places) does(owner int, volume string) string {
	switch d := p.did[ground{volume, owner}]; {
	case d.reads && d.writes:
		return "both"
	case d.reads:
		return "reads"
	case d.writes:
		return "writes"
	}
	return "nothing"
}
