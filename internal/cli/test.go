package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/rulestest"
	"github.com/podlint/podlint/policies"
)

// defaultPolicies is where rules of one's own are, if nothing else is said.
const defaultPolicies = "policies"

type testFlags struct {
	run       string
	covered   bool
	threshold float64
	outputs   []string
	update    bool
	kube      string
	export    string
	rules     ruleFlags // of these the configuration alone
}

func (a *app) testCommand() *cobra.Command {
	f := &testFlags{}
	cmd := &cobra.Command{
		Use:   "test [DIR...]",
		Short: "Test rules of your own: Rego tests and fixtures",
		Long: `Run the test_ rules and the fixtures, the manifests in bad/ and good/ beside each rule, of every rule below the folders; below
those of the configuration, else policies, when none is given. A bad fixture expects violations of every severity with comments at the
end of their lines: # want "regexp of the message", and # want-doubt "regexp" for what is in doubt.
Rego tests find the input that podlint makes of a fixture under data.fixtures.RULE.CASE.

Exit status: 0 all passed; 1 a test failed, or the coverage is below the threshold; 2 nothing was found, or a policy is faulty.`,
		Example: `  podlint test policies
  podlint test --run 'max-containers/bad' --update
  podlint test --coverage --threshold 90 -o text -o junit=report.xml`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.test(cmd.Context(), args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "run only tests whose RULE/TEST matches this regular expression")
	flags.BoolVar(&f.covered, "coverage", false, "tell which lines of the rules no test and no fixture reaches")
	flags.Float64Var(&f.threshold, "threshold", 0, "coverage in percent below which the exit status is 1; implies --coverage")
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "FORMAT[=FILE], repeatable: "+strings.Join(testFormats(), ", "))
	flags.BoolVar(&f.update, "update", false, "write the # want comments of bad fixtures as the rules speak now, and what fixes make of them in fixed/")
	flags.StringVar(&f.kube, "kube-version", "", "Kubernetes version that fixtures are judged for, unless they name one, such as 1.31")
	flags.StringVar(&f.export, "export", "", "folder to write the inputs of the fixtures to, as data for opa test and conftest verify")
	_ = cmd.MarkFlagDirname("export") // fails only for a flag that does not exist
	f.rules.registerConfig(cmd)
	_ = cmd.RegisterFlagCompletionFunc("output", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return testFormats(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
	return cmd
}

func testFormats() []string { return []string{"text", "json", "junit"} }

func (a *app) test(ctx context.Context, dirs []string, f *testFlags) error {
	outs, err := testOutputs(f.outputs)
	if err == nil {
		err = checkTargets(filesOf(outs), aTestRun)
	}
	if err != nil {
		return err
	}
	if err := a.configure(&f.rules); err != nil {
		return err
	}
	dirs = policyDirs(distinct(dirs), slices.DeleteFunc(slices.Clone(f.rules.dirs), bundle.Remote))
	opt, err := f.options(dirs, f.rules.config)
	if err != nil {
		return err
	}
	report, err := rulestest.Run(ctx, opt)
	if problems, ok := errors.AsType[rulestest.Problems](err); ok {
		return a.reportProblems(problems)
	}
	if errors.Is(err, rulestest.ErrNothing) {
		if opt.Run != nil {
			return fmt.Errorf("test rules: --run %s matches no test below %s: it is a regular expression on RULE/TEST, such as team-label/bad/pod.yaml", opt.Run, strings.Join(dirs, ", "))
		}
		return fmt.Errorf("test rules: %w below %s; podlint new RULE begins a rule", err, strings.Join(dirs, ", "))
	}
	if err != nil {
		return fmt.Errorf("test rules: %w", err)
	}
	a.reportNotes(report.Notes)
	if report.Failed() {
		a.status = StatusViolations
	}
	if report.Coverage != nil && report.Coverage.Percent < f.threshold {
		a.status = StatusViolations
		a.warn("podlint: coverage %.1f %% is below %g %%", report.Coverage.Percent, f.threshold)
	}
	return a.writeTests(outs, report)
}

// policyDirs are the folders given, else those of the configuration, else the one that rules are in by habit, else the current one.
func policyDirs(given, configured []string) []string {
	switch info, err := os.Stat(defaultPolicies); {
	case len(given) > 0:
		return given
	case len(configured) > 0:
		return configured
	case err == nil && info.IsDir():
		return []string{defaultPolicies}
	}
	return []string{"."}
}

// options are those of a run over the folders. Of the configuration the images, the kinds and the version count, which podlint could not know
// otherwise, and the parameters; severities do not: a rule is tested as it is, whatever a team makes of it.
func (f *testFlags) options(dirs []string, conf *config.Config) (rulestest.Options, error) {
	opt := rulestest.Options{Library: shipped.Source(), Schema: pod.Schema, Covered: f.covered || f.threshold > 0}
	if f.threshold < 0 || f.threshold > 100 {
		return opt, fmt.Errorf("read --threshold %g: want a percentage from 0 to 100", f.threshold)
	}
	rules := ruleFlags{dirs: dirs}
	if err := rules.check(); err != nil {
		return opt, err
	}
	for _, dir := range dirs {
		opt.Sources = append(opt.Sources, policy.Source{Name: dir, FS: policyFS(dir)})
	}
	if f.run != "" {
		re, err := regexp.Compile(f.run)
		if err != nil {
			return opt, fmt.Errorf("read --run: %w", err)
		}
		opt.Run = re
	}
	if f.update {
		opt.Update = update
	}
	opt.Configured = func(rules []policy.Rule) (map[string]map[string]any, []policy.Problem) {
		effect, problems := conf.Resolve(rules, shippedNames())
		return effect.Parameters, problems
	}
	if f.export != "" {
		opt.Export = func(data []byte) error {
			return errors.Join(exportFixtures(f.export, data), exportLibrary(f.export, dirs))
		}
	}
	kube, err := kubeVersion(f.kube)
	if err != nil {
		return opt, err
	}
	opt.Pods, err = buildOptions(cmp.Or(kube, conf.KubeVersion), conf)
	return opt, err
}

// exportFixtures writes the inputs of fixtures where other programs take them for data.fixtures.
func exportFixtures(dir string, data []byte) error {
	if err := writeWithFolder(filepath.Join(dir, "fixtures.json"), anExport, data); err != nil {
		return fmt.Errorf("export fixtures: %w", err)
	}
	return nil
}

// exportLibrary writes the library that rules import where other programs find it, but for what the folders of policies hold themselves.
func exportLibrary(dir string, held []string) error {
	return fs.WalkDir(policies.FS, "lib", func(name string, e fs.DirEntry, err error) error {
		holds := func(dir string) bool {
			_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
			return err == nil
		}
		if err != nil || e.IsDir() || strings.HasSuffix(name, "_test.rego") || slices.ContainsFunc(held, holds) {
			return err
		}
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			return fmt.Errorf("export the library: %w", err)
		}
		return writeWithFolder(filepath.Join(dir, filepath.FromSlash(name)), aLibrary, text)
	})
}

func update(file string, data []byte) error { return writeWithFolder(file, aFixture, data) }

// writeWithFolder writes a file, and makes its folder with the first one.
func writeWithFolder(file string, kind kindOfFile, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return err
	}
	return writeFile(file, kind, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// testOutput is one report of the tests to write.
type testOutput struct{ format, file string }

func testOutputs(flags []string) ([]testOutput, error) {
	var outs []testOutput
	onStdout := 0
	for _, flag := range flags {
		name, file, hasFile := strings.Cut(flag, "=")
		write := testWriter(name)
		if write == nil {
			return nil, fmt.Errorf("unknown output format %q: want %s", name, oneOf(name, testFormats()))
		}
		if hasFile && file == "" {
			return nil, fmt.Errorf("output %q names no file: want FORMAT or FORMAT=FILE", flag)
		}
		if !hasFile {
			onStdout++
		}
		outs = append(outs, testOutput{format: name, file: file})
	}
	if onStdout > 1 {
		return nil, fmt.Errorf("outputs %s all go to standard output: give all but one a file, as in junit=FILE", strings.Join(flags, ", "))
	}
	return outs, nil
}

func filesOf(outs []testOutput) []string {
	files := make([]string, 0, len(outs))
	for _, out := range outs {
		files = append(files, out.file)
	}
	return files
}

func testWriter(format string) func(io.Writer, *rulestest.Report) error {
	return map[string]func(io.Writer, *rulestest.Report) error{
		"text": rulestest.Text, "json": rulestest.JSON, "junit": rulestest.JUnit,
	}[format]
}

func (a *app) writeTests(outs []testOutput, report *rulestest.Report) error {
	for _, out := range outs {
		fill := func(w io.Writer) error { return testWriter(out.format)(w, report) }
		var err error
		if out.file == "" {
			err = fill(a.stdout)
		} else {
			err = writeFile(out.file, aTestRun, fill)
		}
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return nil
}
