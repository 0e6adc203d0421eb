package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/show"
)

type showFlags struct {
	lintFlags

	format    choice
	workloads []string
}

func (a *app) showCommand() *cobra.Command {
	f := &showFlags{
		lintFlags: lintFlags{show: newShownFlags(), failOn: choice{value: defaultFailOn}},
		format:    choice{value: "text", allowed: []string{"text", "mermaid", "svg", "html", "dot"}},
	}
	cmd := &cobra.Command{
		Use:   "show [PATH...]",
		Short: "Draw pods: who starts when, writes, reads and dials what, and where it hurts",
		Long: `Draw every pod in files, folders, globs and standard input (-): its containers in start order, the volumes that they write and read,
the ports and who dials them, Services and probes from outside, what is injected, what is not known, and the violations where they belong.

text is for a terminal; mermaid is Markdown for an issue or a pull request; svg, html and dot (Graphviz) are for files. The exit status does
not depend on violations.`,
		Example: `  podlint show deploy/app.yaml
  podlint show deploy/ --workload Deployment/web -o svg > web.svg
  podlint show --new-from origin/main -o mermaid deploy/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args, f) },
	}
	f.register(cmd)
	f.gate.suppressFlags.register(cmd)
	f.show.register(cmd)
	flags := cmd.Flags()
	f.gate.given = flags.Changed
	flags.VarP(&f.format, "output", "o", "format")
	flags.StringArrayVar(&f.workloads, "workload", nil, "draw only this workload: NAME, KIND/NAME or NAMESPACE/KIND/NAME (repeatable)")
	flags.StringVar(&f.gate.newFrom, "new-from", "", "mark what is new or changed since this git revision, violations as well")
	_ = cmd.RegisterFlagCompletionFunc("output", f.format.complete) // fails only for a flag that does not exist
	return cmd
}

func (a *app) show(ctx context.Context, paths []string, f *showFlags) error {
	if f.gate.given("new-from") && f.gate.newFrom == "" {
		return errors.New("--new-from is empty: want a commit, a branch or a tag")
	}
	p, err := a.prepare(ctx, paths, &f.inputFlags)
	if err != nil {
		return err
	}
	p.pictures, p.compares = true, true
	known, err := a.known(ctx, p, &f.lintFlags)
	if err != nil {
		return err
	}
	res, err := a.judge(ctx, p, p.set, &f.inputFlags, &f.gate.suppressFlags)
	if err != nil {
		return err
	}
	res.Hide(f.shown())
	a.tell(res.Errors, res.Notes)
	a.status = a.inputStatus(p.set, res.Summary.Workloads, len(res.Errors), f.allowEmpty)
	chosen, err := chosenPods(p.models.All(), f.workloads)
	if err != nil {
		return err
	}
	all := drawings(chosen, res, known.fresh())
	if p.earlier != nil {
		show.Changed(all, drawings(p.earlier.All(), &lint.Result{}, nil))
	}
	return draw(a.stdout, f.format.value, all)
}

// fresh tells which violations are new since the revision; nil when there is none to compare with.
func (k *known) fresh() func(v *lint.Violation) bool {
	if k.revision == nil {
		return nil
	}
	return func(v *lint.Violation) bool { return !k.knows(v) }
}

// drawings draws pods with what is reported of each.
func drawings(pods []lint.Modelled, res *lint.Result, fresh func(*lint.Violation) bool) []*picture.Drawing {
	out := make([]*picture.Drawing, 0, len(pods))
	for _, m := range pods {
		out = append(out, show.Pod(m, res.Violations, fresh))
	}
	return out
}

// reported draws the pods of which something is reported, each as the first build that has it.
func reported(pods *lint.Pods, res *lint.Result) []*picture.Drawing {
	if pods == nil {
		return nil
	}
	of := map[lint.Workload][]lint.Violation{}
	for v := range res.All() {
		of[v.Workload] = append(of[v.Workload], *v)
	}
	from := map[lint.Workload]string{}
	var out []*picture.Drawing
	for _, m := range pods.All() {
		if first, known := from[m.Workload]; known && first != m.From || len(of[m.Workload]) == 0 {
			continue
		}
		from[m.Workload] = m.From
		out = append(out, show.Pod(m, of[m.Workload], nil))
	}
	return out
}

// draw writes pictures in a format.
func draw(w io.Writer, format string, all []*picture.Drawing) error {
	switch format {
	case "mermaid":
		return picture.Markdown(w, all)
	case "svg":
		return picture.SVG(w, all)
	case "html":
		return picture.HTML(w, all)
	case "dot":
		return picture.Dot(w, all)
	}
	return picture.Text(w, all, !unicodeLocale(os.Getenv))
}

// unicodeLocale tells whether the locale is one of UTF-8; where nothing is said, as in a container, it is taken to be.
func unicodeLocale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if s := strings.ToLower(getenv(name)); s != "" {
			return strings.Contains(s, "utf-8") || strings.Contains(s, "utf8")
		}
	}
	return true
}

// chosenPods are those of the workloads that were named; all when none was. A name that fits none is an error.
func chosenPods(all []lint.Modelled, names []string) ([]lint.Modelled, error) {
	if len(names) == 0 || len(all) == 0 {
		return all, nil
	}
	wanted := map[int]bool{}
	for _, name := range names {
		found := false
		for i := range all {
			if goesBy(&all[i].Workload, name) {
				wanted[i], found = true, true
			}
		}
		if !found {
			return nil, noWorkload(all, name)
		}
	}
	var out []lint.Modelled
	for i := range all {
		if wanted[i] {
			out = append(out, all[i])
		}
	}
	return out, nil
}

// goesBy tells whether a workload goes by NAME, KIND/NAME or NAMESPACE/KIND/NAME; kinds in any case.
func goesBy(w *lint.Workload, name string) bool {
	parts := strings.Split(name, "/")
	last := len(parts) - 1
	return last <= 2 && parts[last] == w.Name &&
		(last < 1 || strings.EqualFold(parts[last-1], w.Kind)) &&
		(last < 2 || parts[0] == w.Namespace)
}

func noWorkload(all []lint.Modelled, name string) error {
	var names []string
	for i := range all {
		names = append(names, all[i].Workload.Kind+"/"+all[i].Workload.Name)
	}
	slices.Sort(names)
	return fmt.Errorf("read --workload: there is no workload %q%s", name, nearest.Hint("; ", name, slices.Compact(names)))
}
