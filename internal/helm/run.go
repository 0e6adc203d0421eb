package helm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Bounds of one run of helm.
const (
	maxOutput  = 64 << 20
	maxMessage = 1 << 20
	wait       = 500 * time.Millisecond // for the program to end once it was told to
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
	args := []string{"template", opt.release(), dir, "--namespace", opt.namespace(), "--include-crds=false"}
	if opt.KubeVersion != "" {
		args = append(args, "--kube-version", opt.KubeVersion)
	}
	for _, file := range values {
		args = append(args, "--values", file)
	}
	for _, pair := range opt.Set {
		args = append(args, "--set", pair)
	}
	return p.run(ctx, args)
}

func (p *program) run(ctx context.Context, args []string) (string, error) {
	limit, err := p.taken.begin()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, said := &bounded{left: maxOutput, stop: cancel}, &bounded{left: maxMessage}
	cmd := exec.CommandContext(ctx, p.path, args...) //nolint:gosec // helm of the PATH; no shell reads the arguments
	cmd.Env, cmd.Dir = p.environment(), p.home
	cmd.Stdout, cmd.Stderr = out, said
	cmd.WaitDelay = wait
	err = p.wait(cmd)
	p.taken.print(out.buffer.Len())
	switch {
	case out.full:
		return "", errTooMuch
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		p.taken.giveUp()
		return "", fmt.Errorf("helm took longer than %v", limit.Round(time.Millisecond))
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		return out.buffer.String(), nil
	}
	text := strings.TrimSpace(said.buffer.String())
	switch {
	case text == "":
		return "", fmt.Errorf("run helm: %w", err)
	case strings.Contains(text, "out of memory") || strings.Contains(text, "cannot allocate memory"):
		return "", errors.New("helm takes more memory than it may have")
	}
	return "", &failure{text: text}
}

// wait runs the program to its end.
func (*program) wait(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := limit(cmd.Process.Pid); err != nil {
		_ = cmd.Process.Kill() // it runs without bounds
		_ = cmd.Wait()
		return fmt.Errorf("bound its memory: %w", err)
	}
	return cmd.Wait()
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

// bounded keeps what is written up to a number of bytes.
type bounded struct {
	buffer bytes.Buffer
	left   int
	full   bool
	stop   func() // called when there is more; nil: the rest is dropped
}

// Write keeps what there is room for.
func (b *bounded) Write(data []byte) (int, error) {
	kept := data[:min(len(data), b.left)]
	b.left -= len(kept)
	b.buffer.Write(kept)
	if len(kept) < len(data) && !b.full {
		b.full = true
		if b.stop != nil {
			b.stop()
		}
	}
	return len(data), nil
}
