package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policyreport"
	"github.com/podlint/podlint/internal/report"
)

// filing writes what a scan found into the cluster, as report objects.
type filing struct {
	client   *cluster.Client
	resource *cluster.Resource
	format   policyreport.Format
	about    cluster.Selection

	workloads, owners map[string]policyreport.Reference // by the file of the workload, of those of which something is said
	listed            map[string]bool                   // kinds that could be read
	failed            bool                              // an object could not be judged
	partly            bool                              // a kind that holds pods could not be read
}

// reportFormats are the words of --write-reports.
func reportFormats() []string {
	var out []string
	for _, f := range policyreport.Formats() {
		out = append(out, f.Name)
	}
	return out
}

// openFiling makes sure that the cluster takes such objects; nil when none are wanted.
func openFiling(ctx context.Context, client *cluster.Client, name string, about cluster.Selection) (*filing, error) {
	if name == "" {
		return nil, nil
	}
	all := policyreport.Formats()
	format := all[slices.IndexFunc(all, func(f policyreport.Format) bool { return f.Name == name })]
	resource, there, err := client.Named(ctx, format.APIVersion, format.Kind, format.Plural)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, fmt.Errorf("--write-reports %s: the cluster has no %s of %s: install its CustomResourceDefinition", name, format.Plural, format.APIVersion)
	}
	return &filing{
		client: client, resource: resource, format: format, about: about,
		workloads: map[string]policyreport.Reference{}, owners: map[string]policyreport.Reference{}, listed: map[string]bool{},
	}, nil
}

// note remembers what the workloads of a namespace are of which something is said.
func (f *filing) note(ns *cluster.Namespace, objects map[string]*cluster.Object, violations []lint.Violation) {
	if f == nil {
		return
	}
	maps.Copy(f.listed, ns.Listed)
	for i := range violations {
		file := violations[i].Workload.File
		if o := objects[file]; o != nil {
			f.workloads[file], f.owners[file] = referenceTo(o), ownerOf(o, objects)
		}
	}
}

// failedIn notes whether objects could not be judged: of those nothing is known.
func (f *filing) failedIn(res *lint.Result) {
	if f != nil {
		f.failed = len(res.Errors) > 0
	}
}

func referenceTo(o *cluster.Object) policyreport.Reference {
	return policyreport.Reference{APIVersion: o.APIVersion, Kind: o.Kind, Namespace: o.Namespace, Name: o.Name, UID: o.UID}
}

// maxOwners bounds a chain of controllers, as in [pod.Builder].
const maxOwners = 8

// ownerOf is the last in the chain of controllers of an object, as far as they are known.
func ownerOf(o *cluster.Object, objects map[string]*cluster.Object) policyreport.Reference {
	owner := referenceTo(o)
	for range maxOwners {
		c := o.Controller
		if c == nil {
			break
		}
		owner = policyreport.Reference{APIVersion: c.APIVersion, Kind: c.Kind, Namespace: o.Namespace, Name: c.Name, UID: string(c.UID)}
		next := objects[manifest.ClusterName(o.Namespace, c.Kind, c.Name)]
		if next == nil || next.UID != owner.UID {
			break
		}
		o = next
	}
	return owner
}

// atOnce is how many reports are written at once.
const atOnce = 8

// write brings the reports of the cluster to what was found, and says what it did.
func (f *filing) write(ctx context.Context, res *lint.Result) error {
	if f == nil {
		return nil
	}
	now, err := today(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	objects, err := policyreport.Build(res.Violations, policyreport.Options{Format: f.format, Now: now, Of: func(w *lint.Workload) (owner, workload policyreport.Reference) {
		return f.owners[w.File], f.workloads[w.File]
	}})
	if err != nil {
		return err
	}
	there, err := f.there(ctx)
	if err != nil {
		return err
	}
	f.partly = len(res.Errors) > 0
	w := &writing{filing: f, ctx: ctx, res: res}
	w.group.SetLimit(atOnce)
	same := 0
	for i := range objects {
		o := &objects[i]
		key := [2]string{o.Namespace, o.Name}
		old := there[key]
		delete(there, key)
		if old != nil && old.Annotations[policyreport.DigestAnnotation] == o.Digest && slices.Equal(old.Managers, []string{policyreport.Manager}) {
			same++
			continue
		}
		w.apply(o)
	}
	removed, kept := w.remove(there)
	if err := w.group.Wait(); err != nil {
		return err
	}
	text := fmt.Sprintf("%s written, %d as they were, %d removed", report.Count(len(objects)-same, "report"), same, removed)
	if kept > 0 {
		text += fmt.Sprintf(", %d left because not everything was judged", kept)
	}
	res.Notes = append(res.Notes, lint.Note{Message: text})
	return nil
}

// there are the reports of earlier scans of the same namespaces.
func (f *filing) there(ctx context.Context) (map[[2]string]*cluster.Note, error) {
	out := map[[2]string]*cluster.Note{}
	err := f.client.Notes(ctx, f.resource, f.about.Namespace, policyreport.Selector, func(n *cluster.Note) {
		if f.about.Wants(n.Namespace) {
			out[[2]string{n.Namespace, n.Name}] = n
		}
	})
	return out, err
}

// writing is what goes on at once.
type writing struct {
	*filing

	ctx   context.Context // of the one call that it lives as long as
	group errgroup.Group

	mu  sync.Mutex
	res *lint.Result
}

func (w *writing) apply(o *policyreport.Object) {
	w.group.Go(func() error {
		taken, err := w.client.Apply(w.ctx, w.resource, o.Namespace, o.Name, policyreport.Manager, o.JSON)
		w.mu.Lock()
		defer w.mu.Unlock()
		at := manifest.ClusterName(o.Namespace, w.format.Kind, o.Name)
		switch {
		case err != nil:
			w.res.Errors = append(w.res.Errors, lint.Error{File: at, Message: err.Error()})
		case taken != "":
			w.res.Notes = append(w.res.Notes, lint.Note{File: at, Message: "fields that somebody else had set are podlint's again: " + taken})
		}
		return nil
	})
}

// remove takes away reports of which nothing is said any more. Where not everything was judged, those stay that may be about the rest.
func (w *writing) remove(all map[[2]string]*cluster.Note) (removed, kept int) {
	for key, n := range all {
		if w.failed || w.partly && !w.listed[n.Labels[policyreport.KindLabel]] {
			kept++
			continue
		}
		removed++
		w.group.Go(func() error {
			if err := w.client.Delete(w.ctx, w.resource, key[0], key[1]); err != nil {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.res.Errors = append(w.res.Errors, lint.Error{File: manifest.ClusterName(key[0], w.format.Kind, key[1]), Message: err.Error()})
			}
			return nil
		})
	}
	return removed, kept
}
