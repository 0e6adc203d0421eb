package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/podlint/podlint/internal/nearest"
)

// docsURL is where the generated rule pages are published.
const docsURL = "https://github.com/podlint/podlint/blob/main/docs/rules"

func (a *app) root() *cobra.Command {
	version := false
	root := &cobra.Command{
		Use:   "podlint",
		Short: "Find what is wrong between the containers of a pod",
		Long: `podlint reads Kubernetes manifests, works out what every container of a pod does and what ties the containers together,
and reports the places where they do not fit: a sidecar that tails a log nobody writes, a Job that never completes,
two containers on one port.`,
		Example: `  podlint lint deploy/            # every manifest below a folder
  helm template . | podlint lint - # standard input
  podlint explain app-logs-to-file # what a rule means and how to fix it`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return a.printVersion(false)
			}
			return cmd.Help()
		},
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.Flags().BoolVar(&version, "version", false, "print the version")
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(a.lintCommand(), a.testCommand(), a.newCommand(), a.modelCommand(), a.showCommand(), a.rulesCommand(), a.explainCommand(), a.configCommand(), a.baselineCommand(), a.lspCommand(), a.serveCommand(), a.scanCommand(), a.policyCommand(), a.versionCommand())
	a.wrapHelp(root)
	return root
}

// noSuchCommand explains a first word that is no command.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	if near := nearest.Of(args[0], names); near != "" {
		return fmt.Errorf("unknown command %q; did you mean %q?", args[0], near)
	}
	return fmt.Errorf("unknown command %q; to check files use: podlint lint %s", args[0], args[0])
}

// flagError adds the nearest flag to a misspelt one.
func flagError(cmd *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return flagValueError(err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	name := unknown.GetSpecifiedName()
	if near := nearest.Of(name, names); near != "" && len(name) > 1 {
		return fmt.Errorf("unknown flag --%s; did you mean --%s?", name, near)
	}
	return fmt.Errorf("%w; see %s --help", err, strings.TrimSpace(cmd.CommandPath()))
}

// flagValueError says of a value that is none of a flag's type what the flag wants, in the place of what the parser of the type says.
func flagValueError(err error) error {
	bad, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	want := map[string]string{
		"bool": "true or false", "duration": "a duration such as 30s", "float64": "a number", "int": "a whole number", "int64": "a whole number",
	}[bad.GetFlag().Value.Type()]
	if want == "" {
		return err
	}
	return fmt.Errorf("read --%s %q: want %s", bad.GetFlag().Name, bad.GetValue(), want)
}
