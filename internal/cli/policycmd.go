package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/safefile"
)

func (a *app) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Bring rules from a registry or repository, or put them into a registry",
		Long: `Rules may lie elsewhere: policies of the configuration and --policy take oci://HOST/REPOSITORY:TAG and git::URL//FOLDER@COMMIT.
pull brings them into the cache and notes in ` + bundle.LockName + ` beside the configuration what each of them is. Nothing is fetched while
manifests are linted, unless --pull-policies asks for it.`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.policyPull(), a.policyPush())
	return cmd
}

func (a *app) policyPull() *cobra.Command {
	var f ruleFlags
	update := false
	cmd := &cobra.Command{
		Use:   "pull [REFERENCE...]",
		Short: "Bring rules into the cache, those of the configuration when none are named",
		Example: `  podlint policy pull            # what the configuration names, as it is locked
  podlint policy pull --update   # what the tags mean now`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.pullRules(cmd.Context(), &f, args, update) },
	}
	f.registerConfig(cmd)
	cmd.Flags().BoolVar(&update, "update", false, "ask anew what tags mean, and lock that")
	return cmd
}

func (a *app) policyPush() *cobra.Command {
	return &cobra.Command{
		Use:     "push FOLDER REFERENCE",
		Short:   "Put a folder of rules into a registry",
		Example: `  podlint policy push policies oci://registry.example.org/team/podlint-rules:1.0.0`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ref, err := bundle.Parse(args[1])
			if err != nil {
				return err
			}
			dir := ruleFlags{dirs: args[:1]}
			if err := dir.check(); err != nil {
				return err
			}
			digest, err := bundle.Push(cmd.Context(), policyFS(args[0]), ref)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.stdout, digest)
			return err
		},
	}
}

// pullRules brings the rules that references name, and writes the lock file anew.
func (a *app) pullRules(ctx context.Context, f *ruleFlags, args []string, update bool) error {
	conf, err := a.configuration(f)
	if err != nil {
		return err
	}
	own, err := references(conf.PolicyDirs())
	if err != nil {
		return err
	}
	refs := own
	if len(args) > 0 {
		if i := slices.IndexFunc(args, func(name string) bool { return !bundle.Remote(name) }); i >= 0 {
			return fmt.Errorf("pull policies: want oci://REGISTRY/REPOSITORY:TAG or git::URL//FOLDER@COMMIT, got %q", args[i])
		}
		if refs, err = references(args); err != nil {
			return err
		}
	}
	if len(refs) == 0 {
		return errors.New("pull policies: the configuration names no oci:// or git:: reference under policies")
	}
	lock, err := readLock(conf)
	if err != nil {
		return err
	}
	if err := a.pullEach(ctx, refs, lock, update); err != nil {
		return err
	}
	if len(args) == 0 {
		lock.Keep(own)
	}
	return writeLock(conf, lock)
}

func (a *app) pullEach(ctx context.Context, refs []bundle.Ref, lock *bundle.Lock, update bool) error {
	store, err := bundle.Open()
	if err != nil {
		return err
	}
	for _, ref := range refs {
		locked := lock.Digest(ref)
		if update && !ref.Pinned() {
			locked = ""
		}
		digest, err := store.Pull(ctx, ref, locked)
		if err != nil {
			return err
		}
		lock.Set(ref, digest)
		a.warn("podlint: %s is %s", report.Printable(ref.Text), digest)
	}
	return nil
}

// references are those of the names that are none of folders.
func references(names []string) ([]bundle.Ref, error) {
	var refs []bundle.Ref
	for _, name := range names {
		if !bundle.Remote(name) {
			continue
		}
		ref, err := bundle.Parse(name)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// bringRules opens what references name in the cache, as the lock file says.
func (a *app) bringRules(f *ruleFlags) error {
	refs, err := references(f.dirs)
	if err != nil || len(refs) == 0 {
		return err
	}
	lock, err := readLock(f.config)
	if err != nil {
		return err
	}
	store, err := bundle.Open()
	if err != nil {
		return err
	}
	f.elsewhere = map[string]fs.FS{}
	for _, ref := range refs {
		if f.elsewhere[ref.Text], err = bring(store, lock, ref, f.pull); err != nil {
			return err
		}
	}
	return nil
}

func bring(store *bundle.Store, lock *bundle.Lock, ref bundle.Ref, pull bool) (fs.FS, error) {
	ctx := context.Background()
	digest := lock.Digest(ref)
	if digest == "" && !pull {
		return nil, fmt.Errorf("open policies %s: %s does not say which they are; podlint policy pull brings and locks them", ref.Text, bundle.LockName)
	}
	if digest != "" {
		there, err := store.Files(ctx, digest)
		switch {
		case err == nil:
			return there, nil
		case !errors.Is(err, bundle.ErrAbsent):
			return nil, fmt.Errorf("open policies %s (%s): %w", ref.Text, digest, err)
		case !pull:
			return nil, fmt.Errorf("open policies %s (%s): %w; podlint policy pull brings them", ref.Text, digest, err)
		}
	}
	digest, err := store.Pull(ctx, ref, digest)
	if err != nil {
		return nil, err
	}
	return store.Files(ctx, digest)
}

// maxLock is the largest lock file that is read, in bytes.
const maxLock = 1 << 20

func lockPath(conf *config.Config) string { return filepath.Join(conf.Dir, bundle.LockName) }

func readLock(conf *config.Config) (*bundle.Lock, error) {
	name := lockPath(conf)
	text, err := safefile.For(name).Read(name, maxLock)
	if errors.Is(err, fs.ErrNotExist) {
		return bundle.ReadLock(nil)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %s", config.Shown(name), safefile.Reason(err))
	}
	return bundle.ReadLock(text)
}

func writeLock(conf *config.Config, lock *bundle.Lock) error {
	text, err := lock.Text()
	if err != nil {
		return err
	}
	return writeFile(lockPath(conf), lockText, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
