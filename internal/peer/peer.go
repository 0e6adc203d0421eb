// Package peer installs the programs that podlint's rules must run in unchanged, for tests and measurements. It is no part of podlint.
package peer

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
)

// Tool is a program at a fixed version, installed as a Go module.
type Tool struct{ Module, Version string }

// OPA is the stock opa, at the version that podlint is built with.
func OPA() Tool { return Tool{Module: "github.com/open-policy-agent/opa", Version: "v1.22.2"} }

// Conftest evaluates the rules over what podlint model prints.
func Conftest() Tool {
	return Tool{Module: "github.com/open-policy-agent/conftest", Version: "v0.71.1"}
}

// KubeScore checks manifests by checks of its own, written in Go.
func KubeScore() Tool {
	return Tool{Module: "github.com/zegl/kube-score/cmd/kube-score", Version: "v1.20.0"}
}

// Helm renders charts. podlint runs the one that it finds; this is what its tests run.
func Helm() Tool { return Tool{Module: "helm.sh/helm/v3/cmd/helm", Version: "v3.22.0"} }

// Kustomize builds overlays, at the release that has the API that podlint links.
func Kustomize() Tool {
	return Tool{Module: "sigs.k8s.io/kustomize/kustomize/v5", Version: "v5.8.2"}
}

// Installed returns the path of the program, or an error that says how it is installed. Tests never install anything by themselves.
func (t Tool) Installed() (string, error) {
	_, bin, err := t.place()
	if err == nil {
		_, err = os.Stat(bin)
	}
	if err != nil {
		return "", fmt.Errorf("%s %s is not installed; go run ./internal/bench -install builds it, once", t.name(), t.Version)
	}
	return bin, nil
}

// place is the folder in the user's cache that the program belongs into, and the program.
func (t Tool) place() (dir, bin string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", "", fmt.Errorf("find the user's cache: %w", err)
	}
	dir = filepath.Join(cache, "podlint", t.name()+"-"+t.Version)
	bin = filepath.Join(dir, t.name())
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	return dir, bin, nil
}

// Install builds the program once, which takes minutes, and returns its path; later calls find it in the user's cache.
func (t Tool) Install(ctx context.Context) (string, error) {
	dir, bin, err := t.place()
	if err != nil {
		return "", fmt.Errorf("install %s: %w", t.name(), err)
	}
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	if err := t.build(ctx, dir); err != nil {
		return "", fmt.Errorf("install %s %s: %w", t.name(), t.Version, err)
	}
	return bin, nil
}

// build builds beside the final folder and renames, so that nobody sees a program that is not complete.
func (t Tool) build(ctx context.Context, dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), t.name()+"-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(made) }()
	cmd := exec.CommandContext(ctx, "go", "install", t.Module+"@"+t.Version)
	cmd.Dir = made // outside any module
	cmd.Env = append(os.Environ(), "GOBIN="+made, "GOFLAGS=", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	err = os.Rename(made, dir)
	if _, there := os.Stat(dir); there == nil {
		return nil // by another process, which was faster
	}
	return err
}

// majorVersion is the last part of the path of a module beyond its first major version; the program is called by the part before.
var majorVersion = regexp.MustCompile(`/v[0-9]+$`)

func (t Tool) name() string { return path.Base(majorVersion.ReplaceAllString(t.Module, "")) }
