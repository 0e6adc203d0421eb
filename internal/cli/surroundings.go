package cli

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/admission"
	"github.com/podlint/podlint/internal/cluster"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/watched"
)

// contextFlags say whether an object is judged among the others of its cluster.
type contextFlags struct {
	on      bool
	memory  int
	reached reachFlags
	given   func(flag string) bool
}

func (f *contextFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.given = flags.Changed
	flags.BoolVar(&f.on, "cluster-context", false, "watch the cluster, so that an object is judged among the others of its namespace")
	flags.IntVar(&f.memory, "context-memory", 64, "with --cluster-context: how much those may take, in MiB; what does not fit is unknown")
	f.reached.register(cmd, "with --cluster-context: ")
}

func (f *contextFlags) check() error {
	if !f.on {
		for _, name := range []string{"context-memory", "kubeconfig", "context"} {
			if f.given(name) {
				return fmt.Errorf("--%s is about the watch of the cluster: give --cluster-context as well", name)
			}
		}
		return nil
	}
	if f.memory < 1 || f.memory > 1<<20 {
		return fmt.Errorf("--context-memory %d: want a number of MiB, such as 64", f.memory)
	}
	return nil
}

// bytes is how much the other objects may take.
func (f *contextFlags) bytes() int64 {
	if !f.on {
		return 0
	}
	return int64(f.memory) << 20
}

// open finds the cluster, which is not asked yet; nil without --cluster-context.
func (f *contextFlags) open(log *slog.Logger) (*watched.Cluster, *cluster.Client, error) {
	if !f.on {
		return nil, nil, nil
	}
	client, err := f.reached.open()
	if err != nil {
		return nil, nil, err
	}
	return watched.New(f.bytes(), log), client, nil
}

// among puts the object of a set among the others of its namespace.
func among(w *watched.Cluster, set *manifest.Set, namespace string) {
	if w == nil || len(set.Objects) != 1 {
		return
	}
	around := w.Around(namespace)
	set.Listed, set.Partial = around.Listed, around.Partial
	set.Hold(around.With(set.Objects[0]))
}

// caches are how far the kinds of the cluster are known, for metrics.
func caches(w *watched.Cluster) func() []admission.Cache {
	return func() []admission.Cache {
		states := w.States()
		out := make([]admission.Cache, 0, len(states))
		for _, s := range states {
			out = append(out, admission.Cache(s))
		}
		return out
	}
}
