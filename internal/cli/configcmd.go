package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/report"
)

func (a *app) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Write, check or show the configuration",
		Long: `The configuration is ` + config.Name + ` in the working directory or the nearest folder above it, up to the root of the repository.
One file wins: files are never merged. Flags win over the file.`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.configInit(), a.configCheck(), a.configShow())
	return cmd
}

func (a *app) configInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a configuration file to start from (default: " + config.Name + ")",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := config.Name
			if len(args) > 0 {
				name = args[0]
			}
			if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("write configuration: %s is there already", name)
			}
			err := writeFile(name, anything, func(w io.Writer) error {
				_, err := io.WriteString(w, config.Initial)
				return err
			})
			if err != nil {
				return fmt.Errorf("write configuration: %w", err)
			}
			a.warn("wrote %s", report.Printable(name))
			return nil
		},
	}
}

func (a *app) configCheck() *cobra.Command {
	return a.configReader("check", "Check the configuration and the rules that it names", func(f *ruleFlags, _ *loaded) error {
		file := f.config.File
		if file == "" {
			file = "no " + config.Name + ", so the defaults hold"
		}
		_, err := fmt.Fprintf(a.stdout, "%s: ok\n", file)
		return err
	})
}

func (a *app) configShow() *cobra.Command {
	return a.configReader("show", "Print what holds, as a configuration file that says all of it", func(f *ruleFlags, l *loaded) error {
		text, err := f.config.Show(l.all, f.effect, f.failOn())
		if err != nil {
			return err
		}
		file := f.config.File
		if file == "" {
			file = "no file, the defaults hold"
		}
		_, err = fmt.Fprintf(a.stdout, "# %s\n%s", file, text)
		return err
	})
}

// configReader is a command that loads the configuration and the rules and then uses them.
func (a *app) configReader(use, short string, act func(*ruleFlags, *loaded) error) *cobra.Command {
	f := &ruleFlags{}
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.configure(f); err != nil {
				return err
			}
			l, err := a.load(f)
			if err != nil {
				return err
			}
			return act(f, l)
		},
	}
	f.registerSources(cmd)
	return cmd
}
