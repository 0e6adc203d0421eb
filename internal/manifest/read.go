package manifest

import (
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/podlint/podlint/internal/source"
)

// Read parses files into a set, in the order given. workers bounds the goroutines; 0 means one per processor.
// A document that cannot be parsed is one Error, and every other document is still read. Documents that are not Kubernetes
// objects (no apiVersion and kind) are counted and otherwise passed over.
func Read(files []source.File, workers int) *Set { return readInto(files, workers, &Set{}, nil) }

// ReadCluster is Read for objects of one cluster, each in a file that is named as the object is. Such names say nothing: an object that is
// called as a kustomization or as what a test expects is one like any other, and no two are farther apart than two of one file.
func ReadCluster(files []source.File, workers int) *Set {
	return readInto(files, workers, &Set{Cluster: true}, nil)
}

// ClusterName is what an object of a cluster goes by in the place of a file.
func ClusterName(namespace, kind, name string) string {
	return strings.TrimPrefix(namespace+"/"+kind+"/"+name, "/")
}

// readInto reads into a set that is empty. m is what is remembered, which may be nil.
func readInto(files []source.File, workers int, set *Set, m *Memory) *Set {
	set.Sources = make(map[string][]byte, len(files))
	r := &reader{set: set, workers: workers, memory: m}
	for i := range files {
		r.add(&files[i])
	}
	list := 0
	for _, job := range r.parseAll(workers) {
		r.addHeld(&list, job.file)
		k := r.texts[job.file]
		r.collect(k.text, k.chunks[job.chunk], k.results[job.chunk])
	}
	r.addHeld(&list, len(r.texts))
	r.markPatches()
	r.noteImages()
	return r.set
}

type reader struct {
	set        *Set
	memory     *Memory // nil: nothing is remembered
	texts      []*kept
	kustomized []kustomization
	lists      []*bigList // what is read item by item
	workers    int
}

// parseAll parses every document of every text that was not parsed before, and lists all of them.
func (r *reader) parseAll(workers int) (jobs []job) {
	each(len(r.texts), workers, func(i int) {
		if k := r.texts[i]; k.fresh {
			k.chunks = split(k.text)
			k.results = make([]*parsed, len(k.chunks))
		}
	})
	jobs = r.jobs()
	each(len(jobs), workers, func(i int) {
		if k, at := r.texts[jobs[i].file], jobs[i].chunk; k.fresh {
			k.results[at] = wanted(k.text.name, parse(k.text, k.chunks[at]))
		}
	})
	return jobs
}

// job is a document by the places of its text and its chunk, because there may be a million of them.
type job struct{ file, chunk int }

// wanted returns what anybody needs of a document, nil when that is nothing: it is empty, or its value is no object.
func wanted(name string, p parsed) *parsed {
	if p.err == nil && len(p.roots) <= 1 && !slices.ContainsFunc(p.roots, func(root *Node) bool {
		return typeOf(root).named() || isKustomization(name, root)
	}) {
		return nil
	}
	return &p
}

func (r *reader) add(f *source.File) {
	if f.Chart != "" {
		r.noteChart(f.Chart)
		return
	}
	r.set.Files++
	content := f.Data
	if k := r.memory.recall(f.Name, content); k != nil && f.Large == nil {
		k.fresh = false
		r.set.Sources[f.Name] = k.source
		r.texts = append(r.texts, k)
		return
	}
	if f.Large != nil {
		whole, ok := r.addLarge(f)
		if !ok {
			return
		}
		content = whole
	}
	data := toUTF8(content)
	r.set.Sources[f.Name] = data
	k := r.memory.keep(content, newText(f.Name, WithoutSpecs(data)))
	k.source = data
	r.texts = append(r.texts, k)
}

// noteChart says once per chart that its templates are passed over.
func (r *reader) noteChart(chart string) {
	note := chart + ": Helm chart, templates are not read; lint the output of `helm template`"
	if !slices.Contains(r.set.Notes, note) {
		r.set.Notes = append(r.set.Notes, note)
	}
}

func (r *reader) jobs() []job {
	n := 0
	for _, k := range r.texts {
		n += len(k.chunks)
	}
	out := make([]job, 0, n)
	for i, k := range r.texts {
		for j := range k.chunks {
			out = append(out, job{file: i, chunk: j})
		}
	}
	return out
}

// each calls do for 0 to n-1 on several goroutines and returns when all are done.
func each(n, workers int, do func(int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

func (r *reader) collect(t *text, ch chunk, p *parsed) {
	if !ch.empty {
		r.set.Documents++
	}
	if p == nil {
		return
	}
	if p.err != nil {
		r.set.Errors = append(r.set.Errors, *p.err)
		return
	}
	if len(p.roots) > 1 {
		r.set.Documents += len(p.roots) - 1
	}
	for _, root := range p.roots {
		if !r.set.Cluster && isKustomization(t.name, root) {
			r.kustomized = append(r.kustomized, kustomization{dir: path.Dir(t.name), root: root})
		}
		if !p.collected {
			p.objects = append(p.objects, objects(t, ch, root, p.dups)...)
		}
	}
	p.collected = true
	r.set.Objects = append(r.set.Objects, p.objects...)
}

// objects are the object that root is, or the objects of the list that it is.
func objects(t *text, ch chunk, root *Node, dups []Duplicate) []*Object {
	o := newObject(t, ch, root, typeOf(root))
	if o == nil {
		return nil
	}
	o.Duplicates = dups
	return o.Unfold(noHolds)
}

// objectType is what makes a map a Kubernetes object.
type objectType struct{ apiVersion, kind string }

// named tells whether nothing of the type is missing.
func (t objectType) named() bool { return t.apiVersion != "" && t.kind != "" }

func typeOf(root *Node) objectType {
	return objectType{root.Str("apiVersion"), root.Str("kind")}
}

// itemType is the type of an item. The items of a PodList, as the API server writes it, do not say that they are Pods.
func itemType(item *Node, list *Object) objectType {
	kind := strings.TrimSuffix(list.Kind, "List")
	if item.Type == Map && kind != "" && item.field("kind") == nil && item.field("apiVersion") == nil {
		return objectType{list.APIVersion, kind}
	}
	return typeOf(item)
}

// newObject returns nil when root is not a Kubernetes object.
func newObject(t *text, ch chunk, root *Node, is objectType) *Object {
	if !is.named() {
		return nil
	}
	return &Object{
		File: t.name, Document: ch.document, Item: -1, Root: root, text: t, Line: root.Span.Line,
		APIVersion: is.apiVersion, Kind: is.kind,
		Namespace: root.Str("metadata", "namespace"), Name: root.Str("metadata", "name"),
	}
}
