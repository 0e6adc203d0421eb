// Package render builds the kustomizations and renders the charts among the inputs, and leads what comes out back to the files that a
// person edits. Nothing in a kustomization or a chart runs or reaches out: what would need that is an error at its line.
package render

import (
	"context"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// Options say where and how.
type Options struct {
	// Dir is the working directory, absolute.
	Dir string
	// Workers bounds the goroutines that read plain manifests; 0: one per processor.
	Workers int
	Helm    helm.Options
	// Wanted tells whether a folder is looked into for kustomizations that use an input; nil: all are.
	Wanted func(name string, folder bool) bool
	// Vendored is where the subcharts of a chart are read from when the tree has none of them; nil: nowhere.
	Vendored source.Tree
	// Memory is what was read and built before; nil: nothing is remembered.
	Memory *Memory
}

// Read is manifest.Read for inputs among which there may be kustomizations and charts. Each kustomization that no other of the inputs
// uses is built, each chart that lies in no other is rendered, and the results are among the set's Renders; the files that they consist
// of are not judged by themselves.
func Read(ctx context.Context, files []source.File, tree source.Tree, opt Options) *manifest.Set {
	p := newProject(tree, opt.Dir)
	p.memory = opt.Memory
	if opt.Wanted != nil {
		p.wanted = func(folder string) bool { return opt.Wanted(folder, true) }
	}
	charts := p.charts(files)
	p.take(files)
	p.noteData()
	built := p.buildAll(ctx)
	plain := p.plain(files, charts)
	if !built { // there is no memory left for more than the error
		return p.nothing(plain, files)
	}
	set := opt.Memory.read(plain, opt.Workers)
	found := p.newDeployments()
	set.Renders = p.parts
	if !p.renderAll(ctx, set, charts, found, opt) {
		return p.nothing(plain, files)
	}
	p.markPatches(set)
	p.into(set, len(files)-len(plain))
	if note := found.outside.note(); note != "" {
		set.Notes = append(set.Notes, note)
	}
	opt.Memory.keep(p)
	return set
}

// nothing is what is left when a build took all the memory.
func (p *project) nothing(plain, files []source.File) *manifest.Set {
	p.parts = nil
	set := &manifest.Set{Sources: map[string][]byte{}, Files: len(plain)}
	p.into(set, len(files)-len(plain))
	return set
}

// mostRounds is how often what was rendered is searched for objects that deploy more.
const mostRounds = 4

// renderAll renders the charts, and folders and charts as objects of GitOps controllers deploy them, those that such objects bring among them. False
// when there is no memory left.
func (p *project) renderAll(ctx context.Context, set *manifest.Set, charts []string, found *deployments, opt Options) bool {
	objects := slices.Clone(set.Objects)
	for _, part := range set.Renders {
		objects = append(objects, part.Objects...)
	}
	for round := range mostRounds {
		var made []*manifest.Set
		found.look(objects)
		opt.Helm.Deployments, opt.Helm.Only = found.charts, map[string]bool{}
		if round > 0 {
			charts = nil
		}
		charts = withDeployed(charts, found.charts, opt.Helm.Only)
		if len(found.folders) > 0 {
			var ok bool
			if made, ok = p.buildFolders(ctx, found.folders); !ok {
				return false
			}
			set.Renders = append(set.Renders, made...)
		}
		if len(charts) > 0 {
			some, ok := p.renderCharts(ctx, set, charts, found.after, opt)
			if !ok {
				return false
			}
			made = append(made, some...)
		}
		objects = nil
		for _, part := range made {
			objects = append(objects, part.Objects...)
		}
		if len(objects) == 0 || ctx.Err() != nil {
			break
		}
	}
	return true
}

// withDeployed adds the charts that are no inputs and that an input deploys; only is told which these are.
func withDeployed(charts []string, deployed map[string][]helm.Deployment, only map[string]bool) []string {
	for _, dir := range slices.Sorted(maps.Keys(deployed)) {
		if !slices.Contains(charts, dir) {
			charts = append(charts, dir)
			only[dir] = true
		}
	}
	return charts
}

// plain are the inputs that are judged as they stand: no kustomization and no chart makes use of them, or the one that does cannot be built.
func (p *project) plain(files []source.File, charts []string) []source.File {
	return slices.DeleteFunc(slices.Clone(files), func(f source.File) bool {
		name := p.abs(f.Name)
		return p.used[name] && (!p.freed[name] || p.built[name]) || p.ofChart(charts, name, f)
	})
}

// project is the state of one Read.
type project struct {
	tree       source.Tree
	dir        string                    // the working directory, absolute
	absolute   bool                      // the user types absolute names
	names      map[string]string         // of the inputs, by their absolute names
	given      []string                  // folders of the kustomizations among the inputs, in their order
	known      map[string]*kustomization // by folder
	used       map[string]bool           // files that kustomizations of the inputs use, and the kustomizations themselves
	read       map[string]*sourceFile    // by absolute name
	parts      []*manifest.Set           // what was built
	tried      map[*kustomization]bool
	outside    map[*kustomization]bool     // those that read files outside of their folders
	sound      map[*kustomization]bool     // those that were built by themselves
	found      map[*kustomization]*outcome // what came of it, until it is asked for
	freed      map[string]bool             // resources of what cannot be built
	built      map[string]bool             // files of what was built
	named      map[string]bool             // inputs that kustomizations beside the inputs make use of
	aside      map[string]bool             // folders of what is built for the named ones only
	outlines   map[string]outline          // by folder
	wanted     func(folder string) bool
	errors     map[manifest.Error]bool
	notes      []string
	made       map[string]*manifest.Object // kustomizations that are in memory only, by their absolute names
	folders    int                         // that were built as they are deployed
	chartFiles map[string]*ingredients     // by the chart's folder
	limits     limits
	givenUp    atomic.Int32 // builds that may still be at work
	mu         sync.Mutex   // of errors
	bare       bare
	builds     atomic.Int32 // that kustomize was asked for
	memory     *Memory      // nil: nothing is remembered
	keeps      map[string]*keptBuild
}

// sourceFile is a file that was parsed.
type sourceFile struct {
	name      string // as the user would type it
	data      []byte
	lean      []byte    // data without what no pod is made of; nil when that is all of it
	marked    []byte    // what kustomize reads of it so that the origin of its objects is known; nil when that is not possible
	once      sync.Once // of marked
	documents []*manifest.Object
	unfolded  []*manifest.Object // documents, of Lists their items
	errors    []manifest.Error
}

func newProject(tree source.Tree, dir string) *project {
	return &project{
		tree: tree, dir: filepath.ToSlash(dir), names: map[string]string{}, known: map[string]*kustomization{}, used: map[string]bool{},
		read: map[string]*sourceFile{}, errors: map[manifest.Error]bool{}, tried: map[*kustomization]bool{}, sound: map[*kustomization]bool{}, found: map[*kustomization]*outcome{}, outside: map[*kustomization]bool{},
		freed: map[string]bool{}, built: map[string]bool{}, named: map[string]bool{}, aside: map[string]bool{},
		outlines: map[string]outline{}, keeps: map[string]*keptBuild{}, made: map[string]*manifest.Object{}, chartFiles: map[string]*ingredients{}, wanted: func(string) bool { return true },
		limits: usualLimits(), bare: bare{all: map[*kustomization]bool{}},
	}
}

// isKustomization goes by the names that kustomize knows.
func isKustomization(name string) bool { return slices.Contains(fileNames[:], path.Base(name)) }

var fileNames = [...]string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// take loads the kustomizations among the inputs and all that they use.
func (p *project) take(files []source.File) {
	for _, f := range files {
		p.names[p.abs(f.Name)] = f.Name
		if isKustomization(f.Name) {
			p.given = append(p.given, path.Dir(p.abs(f.Name)))
			p.absolute = p.absolute || path.IsAbs(f.Name)
		}
	}
	slices.Sort(p.given) // a violation of several builds is told as that of the first
	p.given = slices.DeleteFunc(p.given, func(dir string) bool { return p.load(dir) == nil })
	p.useAll()
	p.owners(files)
	p.useAll()
}

// useAll notes the files of the kustomizations that are known.
func (p *project) useAll() {
	for _, k := range p.known {
		if k == nil {
			continue
		}
		p.used[k.file] = true
		for _, name := range k.files {
			p.used[name] = true
		}
	}
}

// roots are the kustomizations of the inputs that none of the others uses, in their order.
func (p *project) roots() []*kustomization {
	inner := map[string]bool{}
	for _, k := range p.known {
		if k == nil {
			continue
		}
		for _, dir := range k.dirs {
			inner[dir] = true
		}
	}
	var out []*kustomization
	for _, dir := range p.given {
		k := p.known[dir]
		switch {
		case slices.Contains(out, k):
		case inner[dir]:
		case k.component:
			p.notes = append(p.notes, fmt.Sprintf("%s: component that no kustomization of this run uses, not judged", p.name(k.file)))
		default:
			out = append(out, k)
		}
	}
	return out
}

// into adds what was built to the set of the other inputs.
func (p *project) into(set *manifest.Set, files int) {
	set.Files += files
	if len(p.aside) > 0 {
		set.Beside = map[string]bool{}
	}
	set.Notes = append(set.Notes, p.notes...)
	for e := range p.errors {
		set.Errors = append(set.Errors, e)
	}
	for _, name := range slices.Sorted(maps.Keys(p.read)) {
		f := p.read[name]
		if p.made[name] != nil {
			continue
		}
		if _, input := p.names[name]; len(p.aside) > 0 && !input {
			set.Beside[f.name] = true
		}
		if _, plain := set.Sources[f.name]; plain {
			continue
		}
		set.Sources[f.name] = f.data
		if _, given := p.names[name]; given {
			set.Documents += len(f.documents)
		}
		for _, o := range f.documents {
			if o.Kind != "" && o.APIVersion != "" {
				set.Written = append(set.Written, o)
			} else {
				set.Makers = append(set.Makers, o)
			}
		}
	}
}

func (p *project) fail(e manifest.Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors[e] = true
}

// abs is the absolute name of an input.
func (p *project) abs(name string) string {
	if filepath.IsAbs(filepath.FromSlash(name)) {
		return path.Clean(name)
	}
	return path.Join(p.dir, name)
}

// name is a file as the user would type it.
func (p *project) name(abs string) string {
	if name, ok := p.names[abs]; ok {
		return name
	}
	if p.absolute {
		return abs
	}
	rel, err := filepath.Rel(filepath.FromSlash(p.dir), filepath.FromSlash(abs))
	if err != nil {
		return abs
	}
	return filepath.ToSlash(rel)
}

// maxFile is the largest file that a build reads, maxBuild the most that it reads or makes in all: far beyond what people write.
const (
	maxFile  = 16 << 20
	maxBuild = 128 << 20
)

// open reads and parses a file once.
func (p *project) open(abs string) (*sourceFile, error) {
	if f := p.read[abs]; f != nil {
		return f, nil
	}
	if _, err := p.tree.Resolve(abs); err != nil {
		return nil, err
	}
	data, err := p.tree.ReadFile(abs)
	if err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	if f := p.memory.file(abs, p.name(abs), data); f != nil {
		p.read[abs] = f
		return f, nil
	}
	f := &sourceFile{name: p.name(abs), data: data}
	if ext := strings.ToLower(path.Ext(abs)); ext == ".yaml" || ext == ".yml" || ext == ".json" || isKustomization(abs) || ext == "" {
		lean := manifest.WithoutSpecs(data)
		f.documents, f.errors = manifest.Documents(source.File{Name: f.name, Data: lean})
		f.unfolded = unfold(f.documents)
		if len(lean) < len(data) {
			f.lean = lean
		}
	}
	p.read[abs] = f
	return f, nil
}

// unfold puts the items of Lists in their place.
func unfold(documents []*manifest.Object) (out []*manifest.Object) {
	for _, o := range documents {
		out = append(out, o.Unfold(func(*manifest.Object) []manifest.Path { return nil })...)
	}
	return out
}
