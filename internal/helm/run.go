package helm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/child"
)

// Bounds of one run of helm.
const (
	maxOutput  = 64 << 20
	maxMessage = 1 << 20
)

// Program finds helm on the PATH, and nowhere else: what a repository says must not choose what runs.
func Program() (string, error) {
	name, err := exec.LookPath("helm")
	if err != nil {
		return "", errors.New("the program helm is not on the PATH")
	}
	return name, nil
}

// program is helm with a home of its own.
type program struct {
	path  string
	home  string // an empty folder
	taken *account
}

// errTooMuch ends a run that prints without end.
var errTooMuch = fmt.Errorf("helm printed more than %d bytes", maxOutput)

// template runs helm template on the copy of a chart.
func (p *program) template(ctx context.Context, dir string, opt *Options, values []string) (string, error) {
	args := []string{"template", "--namespace", opt.namespace(), "--include-crds=false"}
	if opt.unchecked {
		args = append(args, "--skip-schema-validation")
	}
	if opt.KubeVersion != "" {
		args = append(args, "--kube-version", opt.KubeVersion)
	}
	for _, api := range slices.Concat(usualAPIs[:], opt.APIVersions) {
		args = append(args, "--api-versions", api)
	}
	for _, file := range values {
		args = append(args, "--values", file)
	}
	for _, pair := range opt.Set {
		args = append(args, "--set", pair)
	}
	for _, pair := range opt.setText {
		args = append(args, "--set-string", pair)
	}
	return p.run(ctx, append(args, "--", opt.release(), dir)) // the name may be a stranger's, and look like an option
}

func (p *program) run(ctx context.Context, args []string) (string, error) {
	limit, err := p.taken.begin()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, said := &child.Output{Left: maxOutput, Stop: cancel}, &child.Output{Left: maxMessage}
	cmd := exec.CommandContext(ctx, p.path, args...) //nolint:gosec // helm of the PATH; no shell reads the arguments
	cmd.Env, cmd.Dir = p.environment(), p.home
	cmd.Stdout, cmd.Stderr = out, said
	err = child.Run(cmd, bound)
	p.taken.print(len(out.Bytes()))
	switch {
	case out.Full:
		return "", errTooMuch
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		p.taken.giveUp()
		return "", fmt.Errorf("helm took longer than %v", limit.Round(time.Millisecond))
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		return out.String(), nil
	}
	text := strings.TrimSpace(said.String())
	switch {
	case text == "":
		return "", fmt.Errorf("run helm: %w", err)
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory"):
		return "", errors.New("helm takes more memory than it may have")
	}
	return "", &failure{text: text}
}

// bound bounds the memory of a program that runs.
func bound(pid int) error {
	if err := limit(pid); err != nil {
		return fmt.Errorf("bound its memory: %w", err)
	}
	return nil
}

// environment has no setting of the user's helm: no plugins, no repositories, no cluster, no proxy.
func (p *program) environment() []string {
	env := []string{
		"HOME=" + p.home, "HELM_CONFIG_HOME=" + p.home, "HELM_CACHE_HOME=" + p.home, "HELM_DATA_HOME=" + p.home,
		"HELM_PLUGINS=" + filepath.Join(p.home, "plugins"), "KUBECONFIG=" + filepath.Join(p.home, "none"),
	}
	for _, name := range [...]string{"PATH", "TMPDIR", "TMP", "TEMP", "SystemRoot"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// failure is what helm said when it failed.
type failure struct{ text string }

func (f *failure) Error() string { return f.text }
