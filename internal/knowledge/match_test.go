package knowledge

import (
	"strings"
	"testing"
)

func TestMatchShipped(t *testing.T) {
	b := shipped.base()
	tests := []struct{ registry, repository, tag, want string }{
		{"docker.io", "library/nginx", "1.27", "nginx"},
		{"docker.io", "nginx", "", "nginx"},
		{"mirror.gcr.io", "library/nginx", "", "nginx"},
		{"mirror.gcr.io", "busybox", "", "busybox"},
		{"harbor.example.com", "dockerhub/nginx", "", "nginx"},
		{"harbor.example.com", "proxy/docker.io/nginx", "", "nginx"},
		{"harbor.example.com", "docker-hub-proxy/library/redis", "7", "redis"},
		{"public.ecr.aws", "docker/library/redis", "7", "redis"},
		{"docker.io", "bitnami/nginx", "1.27", "nginx-bitnami"},
		{"docker.io", "nginxinc/nginx-unprivileged", "", "nginx-unprivileged"},
		{"docker.io", "envoyproxy/envoy", "v1.31.0", "envoy"},
		{"quay.io", "brancz/kube-rbac-proxy", "v0.18.0", "kube-rbac-proxy"},
		{"harbor.example.com", "mirror/quay/brancz/kube-rbac-proxy", "", "kube-rbac-proxy"},
		{"registry.k8s.io", "git-sync/git-sync", "v4.2.3", "git-sync"},
		{"registry.k8s.io", "git-sync/git-sync", "v3.6.9", "git-sync-3"},
		{"registry.k8s.io", "git-sync/git-sync", "latest", "git-sync"},
		{"registry.k8s.io", "git-sync/git-sync", "", "git-sync"},
		{"quay.io", "kiwigrid/k8s-sidecar", "1.28.0", "k8s-sidecar-1"},
		{"quay.io", "kiwigrid/k8s-sidecar", "1.30.10", "k8s-sidecar-1"},
		{"quay.io", "kiwigrid/k8s-sidecar", "1.30.11", "k8s-sidecar-1.30"},
		{"quay.io", "kiwigrid/k8s-sidecar", "2.0.1", "k8s-sidecar"},
		{"docker.io", "library/docker", "27-dind", "dind"},
		{"docker.io", "library/docker", "27-cli", "docker-cli"},
		{"docker.io", "library/php", "8.3-fpm-alpine", "php-fpm"},
		{"docker.io", "library/php", "8.3-apache", "php-apache"},
		{"gcr.io", "kaniko-project/executor", "v1.23.0-debug", "kaniko-debug"},
		{"gcr.io", "cloud-sql-connectors/cloud-sql-proxy", "2.14.0", "cloud-sql-proxy"},
		{"gcr.io", "cloud-sql-connectors/cloud-sql-proxy", "2.14.0-alpine", "cloud-sql-proxy-shell"},
		{"ghcr.io", "open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib", "0.110.0", "otel-collector-0.104"},
		{"docker.io", "acme/shop", "1", ""},
		{"docker.io", "", "", ""},
		{"docker.io", "acme/nginx-config-generator", "1", ""},
	}
	for _, tt := range tests {
		t.Run(tt.registry+"/"+tt.repository+":"+tt.tag, func(t *testing.T) {
			got := ""
			if i := b.Match(tt.registry, tt.repository, tt.tag).Image; i != nil {
				got = i.ID
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Somebody's own build keeps the role but proves nothing.
func TestMatchOwnBuild(t *testing.T) {
	b := shipped.base()
	own := b.Match("ghcr.io", "acme/nginx", "1").Image
	if own == nil || own.Role != "web-front" {
		t.Fatalf("got %+v, want the role web-front", own)
	}
	if own.Verified || own.User != nil || own.Shell != nil {
		t.Errorf("got verified %v, user %v, shell %v, want none", own.Verified, own.User, own.Shell)
	}
	if !b.Match("docker.io", "library/nginx", "1").Image.Verified {
		t.Error("the official image lost its certainty")
	}
	if i := b.Match("ghcr.io", "acme/node", "1").Image; i != nil {
		t.Errorf("acme/node is taken for %q, want nothing: the name says too little", i.ID)
	}
}

func TestMatchPrefersTheMoreSpecific(t *testing.T) {
	image := func(id, glob, tags string) Image { return Image{ID: id, Match: []string{glob}, Tags: tags} }
	b := (&Base{}).With([]Image{
		image("name", "**/proxy", ""),
		image("owner", "**/acme/proxy", ""),
		image("new", "**/acme/proxy", ">=2"),
		image("variant", "**/acme/proxy-*", ""),
		image("registry", "gcr.io/acme/proxy", ""),
	})
	tests := []struct{ registry, repository, tag, want string }{
		{"docker.io", "other/proxy", "1", "name"},
		{"docker.io", "acme/proxy", "1.9", "owner"},
		{"docker.io", "acme/proxy", "2.0", "new"},
		{"docker.io", "acme/proxy", "edge", "owner"},
		{"docker.io", "acme/proxy-rhel9", "1", "variant"},
		{"gcr.io", "acme/proxy", "1", "registry"},
	}
	for _, tt := range tests {
		if got := b.Match(tt.registry, tt.repository, tt.tag).Image; got == nil || got.ID != tt.want {
			t.Errorf("%s/%s:%s: got %v, want %s", tt.registry, tt.repository, tt.tag, got, tt.want)
		}
	}
}

func TestWithOverrides(t *testing.T) {
	base := shipped.base()
	b := base.With([]Image{
		{ID: "nginx", Match: []string{"nginx"}, Role: "app"},
		{ID: "mine", Match: []string{"**/kube-rbac-proxy"}, Role: "tls"},
	})
	if got := b.Match("docker.io", "library/nginx", "1").Image.Role; got != "app" {
		t.Errorf("nginx: got role %q, want the added entry's", got)
	}
	if got := b.Match("quay.io", "brancz/kube-rbac-proxy", "1").Image.ID; got != "mine" {
		t.Errorf("kube-rbac-proxy: got %q, want the added entry", got)
	}
	if got := base.Match("docker.io", "library/nginx", "1").Image.Role; got != "web-front" {
		t.Errorf("With changed the base it was called on: role %q", got)
	}
}

func TestTags(t *testing.T) {
	tests := []struct {
		rule, tag string
		want      bool
	}{
		{"", "anything", true},
		{"<4", "v3.6.9", true},
		{"<4", "4.0.0", false},
		{"<4", "", false},
		{"<4", "latest", false},
		{"<4", "3-alpine", true},
		{"<4", "20240101", false},
		{"<4", "3f2a91c", false},
		{">=4 <5", "4.9.9", true},
		{">=4 <5", "5.0", false},
		{">1.2", "1.2.9", false},
		{"=1.2", "1.2.9", true},
		{"<=1.2", "1.2.9", true},
		{"*-alpine", "8.3-alpine", true},
		{"*-alpine", "8.3", false},
	}
	for _, tt := range tests {
		rule, err := parseTags(tt.rule)
		if err != nil {
			t.Fatal(err)
		}
		if got := rule.holds(tt.tag); got != tt.want {
			t.Errorf("%q holds %q: got %v, want %v", tt.rule, tt.tag, got, tt.want)
		}
	}
}

// Every pattern must be able to find its own entry, or one that another entry's tags or a longer pattern put in its place.
func TestEveryPatternIsReachable(t *testing.T) {
	b := shipped.base()
	for i := range b.Images {
		for _, glob := range b.Images[i].Match {
			sample := strings.NewReplacer("**/", "some/", "**", "x", "*", "x").Replace(glob)
			if b.Match("registry.example.com", sample, "").Image == nil && b.Images[i].Tags == "" {
				t.Errorf("%s: no image matches %q (tried %s)", b.Images[i].ID, glob, sample)
			}
		}
	}
}
