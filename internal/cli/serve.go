package cli

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/admission"
	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/watched"
)

// servingMemory is by how many bytes the heap may grow while the rules judge one object of a request: a server runs in a small container.
const servingMemory = 64 << 20

// servingCompile is how long the rules of a user may take to compile for a server, which shares its processor with all that runs on a node. They take
// a second of one.
const servingCompile = 5 * time.Minute

// serveFlags say where the webhook listens and what it answers.
type serveFlags struct {
	lintFlags

	address, status string
	cert, key       string
	budget, delay   time.Duration
	onTimeout       choice
	warnOnly        bool
	deploy          deployFlags
	around          contextFlags
}

func (a *app) serveCommand() *cobra.Command {
	f := &serveFlags{
		lintFlags: newLintFlags(),
		onTimeout: choice{value: "allow", allowed: []string{"allow", "deny"}},
		deploy:    newDeployFlags(),
	}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Judge objects when they enter a cluster, as a validating webhook",
		Long: `Answer reviews of admission.k8s.io/v1 at /validate over TLS: what is at or above --fail-on denies an object, everything else that is
reported is a warning. /healthz, /readyz and /metrics tell how the server is. Certificate, configuration and policies are read again when
their files change; what is broken is refused, and the old stays in use. SIGTERM ends the server when what has begun is answered.`,
		Example: `  podlint serve --tls-cert tls.crt --tls-key tls.key --warn-only
  podlint serve --tls-cert tls.crt --tls-key tls.key -c /etc/podlint/podlint.yaml --fail-on error
  podlint serve --manifests --image registry.example.org/podlint:1.2.3 --warn-only | kubectl apply -f -`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd, f) },
	}
	f.register(cmd)
	f.deploy.register(cmd)
	f.around.register(cmd)
	return cmd
}

// noArguments refuses paths, which people give out of habit.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no path, got %q: it judges what a cluster holds", cmd.Name(), args[0])
	}
	return nil
}

func (f *serveFlags) register(cmd *cobra.Command) {
	f.rules.register(cmd)
	f.show.register(cmd)
	f.gate.suppressFlags.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.kube, "kube-version", "", "Kubernetes version of the cluster, such as 1.31")
	flags.Var(&f.failOn, "fail-on", "lowest severity that denies")
	flags.BoolVar(&f.warnOnly, "warn-only", false, "deny nothing: everything that is reported is a warning")
	flags.StringVar(&f.address, "address", ":8443", "where the webhook listens, with TLS")
	flags.StringVar(&f.status, "status-address", "", "where /healthz, /readyz and /metrics are without TLS, too, such as :8080")
	flags.StringVar(&f.cert, "tls-cert", "", "certificate of the webhook, in PEM")
	flags.StringVar(&f.key, "tls-key", "", "its key, in PEM")
	flags.DurationVar(&f.budget, "budget", 3*time.Second, "how long one request may take; less where the API server waits less")
	flags.Var(&f.onTimeout, "on-timeout", "what becomes of an object that cannot be judged within its budget, or not in full")
	flags.DurationVar(&f.delay, "shutdown-delay", 0, "how long requests are still taken after SIGTERM, until nobody sends any")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", f.failOn.complete) // these fail only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("on-timeout", f.onTimeout.complete)
	_ = cmd.MarkFlagFilename("tls-cert", "pem", "crt")
	_ = cmd.MarkFlagFilename("tls-key", "pem", "key")
}

func (f *serveFlags) check() error {
	if err := errors.Join(f.deploy.check(), f.around.check()); err != nil {
		return err
	}
	switch {
	case !f.deploy.wanted && (f.cert == "" || f.key == ""):
		return errors.New("the webhook speaks TLS alone: want --tls-cert FILE and --tls-key FILE")
	case f.budget <= 0:
		return fmt.Errorf("--budget %s leaves no time to judge: want a duration such as 3s", f.budget)
	case f.delay < 0:
		return fmt.Errorf("--shutdown-delay %s is negative: want a duration such as 5s", f.delay)
	}
	return nil
}

func (a *app) serve(cmd *cobra.Command, f *serveFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.deploy.wanted {
		return a.manifests(cmd, f)
	}
	ctx := cmd.Context()
	slim(f.around.bytes(), servingShare)
	log := slog.New(slog.NewJSONHandler(a.stderr, nil))
	around, client, err := f.around.open(log)
	if err != nil {
		return err
	}
	opt := admission.Options{
		Load: func(ctx context.Context) (*admission.Rules, error) { return a.admissionRules(ctx, f, around) }, Digest: f.digest,
		Budget: f.budget, Deny: f.onTimeout.value == "deny", WarnOnly: f.warnOnly, Delay: f.delay, Log: log,
	}
	if around != nil {
		opt.Ready, opt.Caches = around.Ready, caches(around)
	}
	s, err := admission.New(ctx, opt)
	if err != nil {
		return err
	}
	if around != nil {
		go around.Run(ctx, client)
	}
	a.graceful.Store(true)
	return s.Serve(ctx, admission.Listen{Address: f.address, Status: f.status, CertFile: f.cert, KeyFile: f.key})
}

// admissionRules loads configuration and policies anew. What is wrong with them is in the error.
func (a *app) admissionRules(ctx context.Context, f *serveFlags, around *watched.Cluster) (*admission.Rules, error) {
	var said bytes.Buffer
	loader := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &said}
	fresh := f.lintFlags
	fresh.rules.serving = true
	p, err := loader.prepareCluster(ctx, &fresh)
	if errors.Is(err, errReported) {
		err = errors.New(strings.TrimSpace(said.String()))
	}
	if err != nil {
		return nil, err
	}
	shown, failOn := fresh.shown(), fresh.threshold()
	if around != nil {
		around.SetHolds(pod.NewBuilder(&manifest.Set{}, p.pods).Holds)
	}
	return &admission.Rules{
		Controllers: f.controllers(p),
		Judge: func(ctx context.Context, o admission.Object) (*admission.Judgement, error) {
			set := manifest.ReadCluster([]source.File{{Name: manifest.ClusterName(o.Namespace, o.Kind, o.Name), Data: o.Data}}, 1)
			among(around, set, o.Namespace)
			res, err := loader.judge(ctx, p.of(around), set, &fresh.inputFlags, &fresh.gate.suppressFlags)
			if err != nil {
				return nil, err
			}
			res.Hide(shown)
			return &admission.Judgement{Result: res, FailOn: failOn}, nil
		},
	}, nil
}

// of is what was prepared, for the version of a cluster where no other one was asked for.
func (p *prepared) of(around *watched.Cluster) *prepared {
	if around == nil || p.pods.Kubernetes != "" {
		return p
	}
	known := *p
	known.pods.Kubernetes = around.Version()
	return &known
}

// controllers are the kinds that are judged themselves. Without suppressions nothing counts that an object says of itself.
func (f *serveFlags) controllers(p *prepared) func(apiVersion, kind string) bool {
	if f.gate.off {
		return nil
	}
	return pod.NewBuilder(&manifest.Set{}, p.pods).Holds
}

// prepareCluster loads everything but manifests. What the configuration says of files does not concern a cluster.
func (a *app) prepareCluster(ctx context.Context, f *lintFlags) (*prepared, error) {
	f.workers = 1
	defer dense()()
	if err := a.configure(&f.rules); err != nil {
		return nil, err
	}
	f.rules.config.Overrides = nil
	kube, err := kubeVersion(f.kube)
	if err != nil {
		return nil, err
	}
	l, query, err := a.compile(ctx, &f.rules)
	if err != nil {
		return nil, err
	}
	pods, err := buildOptions(cmp.Or(kube, f.rules.config.KubeVersion), f.rules.config)
	if err != nil {
		return nil, err
	}
	pods.Kinds = pod.NewKinds(pods.Knowledge) // there are as many sets as requests or namespaces
	p := &prepared{all: l.all, rules: l.chosen, query: query, pods: pods, effect: f.rules.effect, names: shippedNames()}
	p.shared = lint.Share(p.options(&manifest.Set{}, 1))
	query.Settle()
	debug.FreeOSMemory() // compiling takes several times what is kept
	return p, nil
}

// digest is another text once a file has changed that configuration or policies are read from.
func (f *serveFlags) digest() string {
	h := sha256.New()
	dirs, lock := f.rules.dirs, lockPath(&config.Config{})
	path, err := f.rules.configPath()
	if err == nil && path != "" {
		digestFile(h, path)
		if conf, _, err := config.Read(path, path); err == nil && conf != nil {
			dirs, lock = append(slices.Clip(dirs), conf.PolicyDirs()...), lockPath(conf)
		}
	}
	for _, dir := range dirs {
		if bundle.Remote(dir) {
			digestFile(h, lock) // which says what the reference means
			continue
		}
		digestFolder(h, dir)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digestFile(h io.Writer, name string) {
	data, err := os.ReadFile(name)
	_, _ = fmt.Fprintf(h, "%s %v %d\n%s", name, err, len(data), data)
}

// digestFolder adds the names and the contents of a folder. What cannot be read is known by its error.
func digestFolder(h io.Writer, dir string) {
	fsys := policyFS(dir)
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		_, _ = fmt.Fprintf(h, "%s/%s %v\n", dir, name, err)
		if err == nil && !d.IsDir() {
			data, err := fs.ReadFile(fsys, name)
			_, _ = fmt.Fprintf(h, "%v %d\n%s", err, len(data), data)
		}
		return nil
	})
}
