package cli

import (
	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/cluster"
)

// reachFlags say how a cluster is reached.
type reachFlags struct {
	kubeconfig, context string
}

// register adds the flags; when says what they are about, where that is not the whole command.
func (f *reachFlags) register(cmd *cobra.Command, when string) {
	flags := cmd.Flags()
	flags.StringVar(&f.kubeconfig, "kubeconfig", "", when+"file that says how the cluster is reached (default: as kubectl, else the account of the pod that podlint runs in)")
	flags.StringVar(&f.context, "context", "", when+"context of the kubeconfig")
	_ = cmd.MarkFlagFilename("kubeconfig") // fails only for a flag that does not exist
}

// open finds the cluster, which is not asked yet.
func (f *reachFlags) open() (*cluster.Client, error) {
	return cluster.Open(cluster.Options{Kubeconfig: f.kubeconfig, Context: f.context, UserAgent: "podlint/" + readBuild().Version})
}
