package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/report"
)

type modelFlags struct {
	inputFlags
	format    choice
	schema    bool
	container string
}

func (a *app) modelCommand() *cobra.Command {
	f := &modelFlags{format: choice{value: "json", allowed: []string{"json", "yaml"}}}
	cmd := &cobra.Command{
		Use:   "model [PATH...]",
		Short: "Print what the rules see of each pod",
		Long: `Print a JSON array with the input of the rules for every pod, in the order of files and documents.
Rules can be tried on it with other tools, element by element.`,
		Example: `  podlint model deploy/app.yaml | jq '.[0].pod.edges'
  podlint model deploy/app.yaml --container proxy -o yaml
  podlint model deploy/app.yaml | conftest test --parser json -p policies -n podlint -`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.model(cmd.Context(), args, f) },
	}
	f.register(cmd)
	flags := cmd.Flags()
	flags.VarP(&f.format, "output", "o", "format")
	flags.BoolVar(&f.schema, "schema", false, "print the JSON Schema of an input, and read nothing")
	flags.StringVar(&f.container, "container", "", "print of each pod only the containers of this name, with their workload")
	_ = cmd.RegisterFlagCompletionFunc("output", f.format.complete) // fails only for a flag that does not exist
	return cmd
}

func (a *app) model(ctx context.Context, paths []string, f *modelFlags) error {
	if f.schema {
		if len(paths) > 0 || f.format.given || f.container != "" {
			return errors.New("--schema is about every input: give no path and no other flag of the output")
		}
		_, err := a.stdout.Write(pod.Schema)
		return err
	}
	p, err := a.prepare(ctx, paths, &f.inputFlags)
	if err != nil {
		return err
	}
	inputs, errs, notes := lint.Models(ctx, p.set, p.options(p.set, f.workers))
	a.tell(errs, notes)
	a.status = a.inputStatus(p.set, len(inputs), len(errs), f.allowEmpty)
	if f.container == "" {
		return a.printAs(f.format.value, inputs)
	}
	found, err := containersNamed(inputs, f.container)
	if err != nil {
		return err
	}
	return a.printAs(f.format.value, found)
}

// namedContainer is a container and where it is.
type namedContainer struct {
	Workload  pod.Workload   `json:"workload"`
	Container *pod.Container `json:"container"`
}

// containersNamed are the containers of a name. That there is none is an error when there are others.
func containersNamed(inputs []*pod.Input, name string) ([]namedContainer, error) {
	found := []namedContainer{}
	var others []string
	for _, in := range inputs {
		for i := range in.Pod.Containers {
			c := in.Pod.Containers[i]
			if c.Name == name {
				found = append(found, namedContainer{Workload: in.Pod.Workload, Container: c})
			}
			others = append(others, c.Name)
		}
	}
	if len(found) > 0 || len(others) == 0 {
		return found, nil
	}
	slices.Sort(others)
	return nil, fmt.Errorf("no container %q in %s%s", name, report.Count(len(inputs), "pod"), nearest.Hint("; ", name, slices.Compact(others)))
}

func (a *app) printAs(format string, v any) error {
	if format == "json" {
		return a.printJSON(v)
	}
	text, err := yaml.Marshal(v)
	if err != nil {
		return fmt.Errorf("render YAML: %w", err)
	}
	_, err = a.stdout.Write(text)
	return err
}

func (a *app) printJSON(v any) error {
	enc := report.NewEncoder(a.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
