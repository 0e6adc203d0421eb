package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// tryPackages tells whether the Go tests of a package fail because of a mutant. The file stays as it is: the compiler is told to take another
// in its place.
func tryPackages(ctx context.Context, m *mutant, args ...string) (bool, error) {
	text, err := m.apply()
	if err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "podlint-mutants-")
	if err != nil {
		return false, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	changed, list := filepath.Join(dir, "changed"), filepath.Join(dir, "overlay.json")
	at, err := filepath.Abs(m.file)
	if err != nil {
		return false, err
	}
	places, err := json.Marshal(map[string]any{"Replace": map[string]string{at: changed}})
	if err != nil {
		return false, err
	}
	if err := errors.Join(os.WriteFile(changed, text, 0o600), os.WriteFile(list, places, 0o600)); err != nil {
		return false, err
	}
	return failed(ctx, append([]string{"test", "-overlay", list, "-vet=off", "-timeout", "5m"}, args...))
}

// failed runs go and tells whether a test failed.
func failed(ctx context.Context, args []string) (bool, error) {
	out, err := exec.CommandContext(ctx, "go", args...).CombinedOutput()
	_, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return false, nil
	case bytes.Contains(out, []byte("[build failed]")):
		return false, errInvalid
	case exited && bytes.Contains(out, []byte("FAIL")):
		return true, nil
	}
	return false, fmt.Errorf("go %v: %w\n%s", args, err, out)
}
