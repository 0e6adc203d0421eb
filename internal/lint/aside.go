package lint

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// Asides tells of a file or a folder, or of a file of a chart's values, as the report names it, in which folder that seldom runs it lies and how
// many steps that is worth; 0 is none. Of a path that the user named (paths; the longest that leads there) only what lies below it counts, and
// what none of them leads to lies nowhere: it is there because something deploys it.
func Asides(base *knowledge.Base, paths []string) func(file string, values bool) (folder string, steps int) {
	return func(file string, values bool) (folder string, steps int) {
		rest, covered := below(paths, file)
		if !covered {
			return "", 0
		}
		return base.FolderOf(rest, values)
	}
}

// below is the part of a path behind the longest of the paths that leads to it.
func below(paths []string, file string) (rest string, covered bool) {
	file, longest := path.Clean(file), -1
	for _, p := range paths {
		p = path.Clean(p)
		switch {
		case len(p) <= longest:
		case p == "." && !path.IsAbs(file) && file != ".." && !strings.HasPrefix(file, "../"):
			rest, longest = file, 0
		case file == p || strings.HasPrefix(file, strings.TrimSuffix(p, "/")+"/"):
			rest, longest = file[len(p):], len(p)
		}
	}
	return rest, longest >= 0
}

// place takes from the severity of a match what the place of its object takes away.
func (r *run) place(obj *manifest.Object, w weight) weight {
	folder, steps := r.aside(obj)
	if steps == 0 || w.doubt {
		return w
	}
	if w.reason != "" {
		w.reason += "; "
	}
	w.reason += "what lies in " + folder + "/ seldom runs"
	rank := Rank(w.severity) - steps
	if w.doubt = rank <= 0; w.doubt {
		rank = 1
	}
	w.severity = severities[len(severities)-rank]
	return w
}

// aside is the folder of an object's file, or of what it was rendered from: of several the one that counts least.
func (r *run) aside(obj *manifest.Object) (folder string, steps int) {
	switch {
	case r.opt.Aside == nil:
		return "", 0
	case obj.Render == nil:
		return r.opt.Aside(obj.File, false)
	}
	folder, steps = r.built(obj.Render.From)
	for _, also := range obj.Render.Also {
		if name, n := r.built(also); n < steps {
			folder, steps = name, n
		}
	}
	return folder, steps
}

// built is aside for what was built: "charts/web (ci/full.yaml)", by where the chart lies, else its values. What an object deploys ("charts/web as
// Application...") runs, wherever it lies.
func (r *run) built(from string) (folder string, steps int) {
	if strings.Contains(from, " as ") {
		return "", 0
	}
	from, values, _ := strings.Cut(from, " (")
	if folder, steps = r.opt.Aside(from, false); steps > 0 {
		return folder, steps
	}
	_, chart := r.opt.Aside(from, true) // whose own folder may be called as one of values is
	for file := range strings.SplitSeq(strings.TrimSuffix(values, ")"), ", ") {
		if name, n := r.opt.Aside(path.Join(from, file), true); n > max(chart, steps) {
			folder, steps = name, n
		}
	}
	return folder, steps
}
