// Package oracle runs a real Kubernetes API server and asks it what it thinks of manifests, for the tests of podlint. It is no part of
// podlint. The programs are built from the module in server, which has requirements of its own.
package oracle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Module is the folder of the module that holds the programs, from the root of the repository on.
const Module = "internal/oracle/server"

// programs are the commands of that module.
var programs = [...]string{"etcd", "kube-apiserver", "kubectl"}

// Find returns the folder with the programs of the module in a folder; there is false when they are not built.
func Find(module string) (bin string, there bool, err error) {
	bin, err = folder(module)
	if err != nil {
		return "", false, err
	}
	for _, name := range programs {
		if _, missing := os.Stat(filepath.Join(bin, executable(name))); missing != nil {
			return bin, false, nil //nolint:nilerr // that is what the caller asks
		}
	}
	return bin, true, nil
}

// Install builds the programs once, which takes some eight minutes of two processors and 3 GB of memory, and returns their folder in the
// user's cache; later calls find them there.
func Install(ctx context.Context, module string) (string, error) {
	bin, there, err := Find(module)
	if err != nil || there {
		return bin, err
	}
	if err := build(ctx, module, bin); err != nil {
		return "", fmt.Errorf("build the API server: %w", err)
	}
	return bin, nil
}

// build builds beside the final folder and renames, so that nobody sees programs that are not complete.
func build(ctx context.Context, module, bin string) error {
	if err := os.MkdirAll(filepath.Dir(bin), 0o700); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(bin), "kubernetes-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(made) }()
	cmd := exec.CommandContext(ctx, "go", "build", "-p", "2", "-trimpath", "-ldflags", "-s -w", "-o", made+string(filepath.Separator), "./...")
	cmd.Dir = module
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	if err = os.Rename(made, bin); err == nil {
		return nil
	}
	if _, there := os.Stat(bin); there == nil {
		return nil // by another process, which was faster
	}
	return err
}

// folder is where the programs lie: other requirements are other programs.
func folder(module string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sums := sha256.New()
	for _, name := range [...]string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", err
		}
		sums.Write(data)
	}
	return filepath.Join(cache, "podlint", "kubernetes-"+hex.EncodeToString(sums.Sum(nil)[:6])), nil
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}
