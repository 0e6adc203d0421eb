package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/baseline"
	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
)

// scanFlags say which cluster is read, and what of it.
type scanFlags struct {
	lintFlags

	reached   reachFlags
	namespace string
	all       bool
	shard     string
	write     choice
}

func (a *app) scanCommand() *cobra.Command {
	f := &scanFlags{lintFlags: newLintFlags(), write: choice{allowed: reportFormats()}}
	cmd := &cobra.Command{
		Use:   "scan",
		Short: "Judge what runs in a cluster",
		Long: `Read workloads, and what concerns them, through the API of a cluster and report as lint does. Places are namespace/kind/name, lines are those of
kubectl get -o yaml. Of the replicas of a controller one is judged. Nothing in the cluster is changed but what --write-reports writes, and no Secret is read.

Exit status: as that of lint; 3 as well when kinds that hold pods may not be listed.`,
		Example: `  podlint scan                       # the namespace of the current context
  podlint scan -A -o json=report.json -o text
  podlint scan -A --write-reports openreports
  podlint scan -A --namespaces-shard 2/5 # the second of five that share the work`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.scan(cmd.Context(), f) },
	}
	f.rules.register(cmd)
	f.gate.registerKnown(cmd)
	f.show.register(cmd)
	f.registerReport(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.kube, "kube-version", "", "Kubernetes version of the cluster, such as 1.31 (default: the one that it says)")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "exit 0 when there is nothing to check")
	f.reached.register(cmd, "")
	flags.StringVarP(&f.namespace, "namespace", "n", "", "namespace to read (default: that of the context)")
	flags.BoolVarP(&f.all, "all-namespaces", "A", false, "read every namespace")
	flags.StringVar(&f.shard, "namespaces-shard", "", "with -A: which part of the namespaces to judge, as in 2/5")
	flags.Var(&f.write, "write-reports", "write what is found into the cluster as report objects, one for each owner of workloads, and take away those that are over")
	_ = cmd.RegisterFlagCompletionFunc("write-reports", f.write.complete) // fails only for a flag that does not exist
	return cmd
}

// selection is what of the cluster is read.
func (f *scanFlags) selection(current string) (cluster.Selection, error) {
	s := cluster.Selection{}
	switch {
	case f.all && f.namespace != "":
		return s, errors.New("--namespace and --all-namespaces contradict each other: give one of them")
	case f.shard != "" && !f.all:
		return s, errors.New("--namespaces-shard is a part of all namespaces: give -A as well")
	case !f.all:
		s.Namespace = cmp.Or(f.namespace, current)
		return s, nil
	case f.shard == "":
		return s, nil
	}
	part, of, _ := strings.Cut(f.shard, "/")
	i, err := strconv.Atoi(part)
	n, other := strconv.Atoi(of)
	if err != nil || other != nil || i < 1 || n < i || n > 1000 {
		return s, fmt.Errorf("read --namespaces-shard %q: want a part of at most 1000, counted from 1, as in 2/5", f.shard)
	}
	s.Shard, s.Shards = i, n
	return s, nil
}

func (a *app) scan(ctx context.Context, f *scanFlags) error {
	outs, err := parseOutputs(f.outputs)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	if _, err := f.selection("-"); err != nil {
		return err
	}
	slim(-less, scanShare)
	p, err := a.prepareCluster(ctx, &f.lintFlags)
	if err != nil {
		return err
	}
	client, err := f.reached.open()
	if err != nil {
		return err
	}
	res, err := a.scanned(ctx, client, p, f)
	if err != nil {
		return err
	}
	a.tell(res.Errors, f.notes(res))
	a.status = max(violationStatus(res, f.threshold()), a.scanStatus(res, f))
	return a.write(outs, res, clusterReport(a.reportOptions(&f.lintFlags)))
}

func (f *scanFlags) notes(res *lint.Result) []lint.Note {
	if f.quiet {
		return nil
	}
	return res.Notes
}

func (a *app) scanStatus(res *lint.Result, f *scanFlags) int {
	switch {
	case len(res.Errors) > 0:
		return StatusInput
	case res.Summary.Workloads > 0 || f.allowEmpty:
		return StatusOK
	}
	a.warn("podlint: nothing to check: no pod in %s (--allow-empty accepts that)", report.Count(res.Summary.Files, "object"))
	return StatusInput
}

// scanned reads the cluster and judges each namespace by itself.
func (a *app) scanned(ctx context.Context, client *cluster.Client, p *prepared, f *scanFlags) (*lint.Result, error) {
	var known *baseline.Baseline
	var err error
	if f.gate.baseline != "" {
		if known, err = baseline.Read(f.gate.baseline); err != nil {
			return nil, err
		}
	}
	selection, err := f.selection(client.Namespace())
	if err != nil {
		return nil, err
	}
	if p.pods.Kubernetes == "" {
		if p.pods.Kubernetes, err = client.Version(ctx); err != nil {
			return nil, err
		}
	}
	files, err := openFiling(ctx, client, f.write.value, selection)
	if err != nil {
		return nil, err
	}
	holds := pod.NewBuilder(&manifest.Set{}, p.pods).Holds
	resources, notes, err := client.Resources(ctx, holds)
	if err != nil {
		return nil, err
	}
	shown := f.shown()
	all := &lint.Result{Rules: p.rules, Violations: []lint.Violation{}}
	unread, err := client.Scan(ctx, resources, selection, func(ns *cluster.Namespace) error {
		set := setOf(ns)
		set.Listed, set.Partial = ns.Listed, partial(resources, ns, holds)
		part, err := a.judge(ctx, p, set, &f.inputFlags, &f.gate.suppressFlags)
		if err != nil {
			return err
		}
		objects := byName(ns)
		nameOwners(part, objects)
		if known == nil {
			part.Hide(shown) // at once, so that nothing is held that nobody sees
		}
		files.note(ns, objects, part.Violations)
		all.Join(part)
		return nil
	})
	if err != nil {
		return nil, err
	}
	all.Joined()
	all.Notes = append(all.Notes, notesOf(notes)...)
	files.failedIn(all)
	unseen(all, unread, selection.Namespace, holds)
	if known != nil {
		known.Apply(all, f.gate.baseline)
		all.Hide(shown)
	}
	return all, files.write(ctx, all)
}

// partial tells whether a kind that holds pods could not be read.
func partial(resources []cluster.Resource, ns *cluster.Namespace, holds func(apiVersion, kind string) bool) bool {
	return slices.ContainsFunc(resources, func(r cluster.Resource) bool {
		return r.Namespaced && !ns.Listed[r.Kind] && holds(r.APIVersion, r.Kind)
	})
}

// byName are the objects of a namespace by what they go by in the place of a file.
func byName(ns *cluster.Namespace) map[string]*cluster.Object {
	objects := map[string]*cluster.Object{}
	for i := range ns.Objects {
		o := &ns.Objects[i]
		objects[manifest.ClusterName(o.Namespace, o.Kind, o.Name)] = o
	}
	return objects
}

// nameOwners says of each violation who has set what is wrong, where the cluster knows.
func nameOwners(res *lint.Result, objects map[string]*cluster.Object) {
	for i := range res.Violations {
		v := &res.Violations[i]
		o := objects[v.File]
		if o == nil {
			continue
		}
		if owners := o.Owners(v.Path); len(owners) > 0 {
			v.Related = append(v.Related, lint.Related{
				Message: "set by " + strings.Join(owners, ", "), File: v.File, Path: v.Path,
				Line: v.Line, Column: v.Column, EndLine: v.EndLine, EndColumn: v.EndColumn,
			})
		}
	}
}

// setOf is a namespace as lint sees it.
func setOf(ns *cluster.Namespace) *manifest.Set {
	files := make([]source.File, 0, len(ns.Objects))
	for i := range ns.Objects {
		o := &ns.Objects[i]
		files = append(files, source.File{Name: manifest.ClusterName(o.Namespace, o.Kind, o.Name), Data: o.YAML})
	}
	slices.SortStableFunc(files, func(a, b source.File) int { return strings.Compare(a.Name, b.Name) })
	return manifest.ReadCluster(files, 1)
}

func notesOf(texts []string) []lint.Note {
	out := make([]lint.Note, 0, len(texts))
	for _, text := range texts {
		out = append(out, lint.Note{Message: text})
	}
	return out
}

// unseen says what could not be listed: of what holds pods that is an error, because the rest is no whole, and of what concerns them a note.
func unseen(res *lint.Result, unread []cluster.Unread, namespace string, holds func(apiVersion, kind string) bool) {
	for i := range unread {
		u := &unread[i]
		if text := u.Message(namespace); holds(u.Resource.APIVersion, u.Resource.Kind) {
			res.Errors = append(res.Errors, lint.Error{File: u.Resource.String(), Message: text})
		} else {
			res.Notes = append(res.Notes, lint.Note{Message: text})
		}
	}
}

// clusterReport are the options of a report about a cluster, whose objects stand in no file.
func clusterReport(opt report.Options) report.Options {
	opt.Cluster, opt.Root, opt.Place = true, "", nil
	return opt
}
