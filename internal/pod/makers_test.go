package pod

import (
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

func TestSpeltLike(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"shopp", "shop", true},
		{"web-querry", "web-query", true},
		{"webapp", "web-app", true},
		{"app.kubernetes.io/nam", "app.kubernetes.io/name", true},
		{"thanos-ruler", "thanos-query", false},
		{"a-one-b", "a-two-c", false},
		{"", "web", false},
		{"web", "", false},
	} {
		if got := speltLike(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: got %t, want %t", test.a, test.b, got, test.want)
		}
	}
}

func TestInstalls(t *testing.T) {
	for text, want := range map[string]bool{
		"{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a}, spec: {chart: {spec: {chart: kube-prometheus-stack}}}}": true,
		"{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a}, spec: {chartRef: {kind: OCIRepository, name: a}}}":      true,
		"{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a}, spec: {chart: {spec: {chart: ./charts/web}}}}":          false,
		"{apiVersion: helm.cattle.io/v1, kind: HelmChart, metadata: {name: a}, spec: {chart: traefik}}":                                          true,
		"{apiVersion: source.toolkit.fluxcd.io/v1, kind: HelmChart, metadata: {name: a}, spec: {chart: traefik}}":                                false,
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}, spec: {source: {chart: traefik}}}":                           true,
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}, spec: {source: {path: apps/web}}}":                           false,
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}":                                                                                 false,
	} {
		set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(text)}}, 1)
		if got := installs(set.Objects[0]); got != want {
			t.Errorf("%s: got %t, want %t", text, got, want)
		}
	}
}
