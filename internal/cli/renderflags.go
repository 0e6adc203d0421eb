package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/render"
)

// renderFlags say how kustomizations and charts are rendered. Each wins over the same setting of the configuration.
type renderFlags struct {
	raw       bool
	given     func(flag string) bool
	values    []string
	set       []string
	apis      []string
	release   string
	namespace string
	wanted    func(name string, folder bool) bool
	helm      helm.Options // made of the flags and the configuration by complete
}

func (f *renderFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.given = flags.Changed
	flags.BoolVar(&f.raw, "no-render", false, "read the files of kustomizations and charts as they are instead of rendering them")
	flags.StringArrayVar(&f.values, "helm-values", nil, "file of values for Helm charts, in place of the files in ci/ (repeatable)")
	flags.StringArrayVar(&f.set, "helm-set", nil, "KEY=VALUE that wins over all values of Helm charts (repeatable)")
	flags.StringSliceVar(&f.apis, "api-versions", nil, "API that Helm charts are told the cluster has, such as example.com/v1 (repeatable)")
	flags.StringVar(&f.release, "helm-release", "", "name of the release that Helm charts are rendered for (default: release-name)")
	flags.StringVar(&f.namespace, "helm-namespace", "", "namespace that Helm charts are rendered for (default: default)")
	_ = cmd.MarkFlagFilename("helm-values", "yaml", "yml", "json") // fails only for a flag that does not exist
}

// complete takes what the flags leave out from the configuration.
func (f *renderFlags) complete(c *config.Config, kube string) error {
	h := c.Render.Helm
	f.wanted = c.Wanted
	f.helm = helm.Options{Values: c.ValueFiles(), Set: h.Set, Release: h.Release, Namespace: h.Namespace, KubeVersion: kube, APIVersions: h.APIVersions, Choices: c.ChartValues()}
	if !f.given("no-render") {
		f.raw = c.Render.Off
	}
	if f.given("helm-values") {
		f.helm.Values, f.helm.Choices = nil, nil
	}
	for _, name := range f.values {
		abs, err := filepath.Abs(filepath.FromSlash(name))
		if err != nil {
			return fmt.Errorf("read --helm-values %s: %w", name, err)
		}
		f.helm.Values = append(f.helm.Values, filepath.ToSlash(abs))
	}
	if f.given("helm-set") {
		f.helm.Set = f.set
	}
	if f.given("api-versions") {
		f.helm.APIVersions = f.apis
	}
	return f.names()
}

func (f *renderFlags) names() error {
	for _, api := range f.apis {
		if !config.IsAPI(api) {
			return fmt.Errorf("read --api-versions %q: want GROUP/VERSION or GROUP/VERSION/KIND such as example.com/v1", api)
		}
	}
	for _, pair := range f.set {
		if !config.IsPair(pair) {
			return fmt.Errorf("read --helm-set %q: want KEY=VALUE such as image.tag=1.2", pair)
		}
	}
	if f.given("helm-release") {
		if !config.ReleaseName(f.release) {
			return fmt.Errorf("read --helm-release %q: want lower-case letters, digits and -, at most 53", f.release)
		}
		f.helm.Release = f.release
	}
	if f.given("helm-namespace") {
		if !config.NamespaceName(f.namespace) {
			return fmt.Errorf("read --helm-namespace %q: want lower-case letters, digits and -, at most 63", f.namespace)
		}
		f.helm.Namespace = f.namespace
	}
	return nil
}

// options are those of a rendering in a working directory.
func (f *renderFlags) options(dir string, workers int) render.Options {
	return render.Options{Dir: dir, Workers: workers, Helm: f.helm, Wanted: f.wanted}
}
