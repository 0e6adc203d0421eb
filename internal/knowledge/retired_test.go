package knowledge

import (
	"os"
	"testing"
)

func TestRetiredImage(t *testing.T) {
	base, err := Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ registry, repository, tag, want string }{
		{"gcr.io", "kubebuilder/kube-rbac-proxy", "v0.8.0", "gcr.io/kubebuilder/kube-rbac-proxy:*"},
		{"gcr.io", "kubebuilder/kube-rbac-proxy", "", "gcr.io/kubebuilder/kube-rbac-proxy:*"},
		{"k8s.gcr.io", "pause", "3.2", "k8s.gcr.io/**"},
		{"k8s.gcr.io", "sig-storage/csi-resizer", "v1.2.0", "k8s.gcr.io/**"},
		{"k8s.gcr.io", "google_containers/pause", "3.1", "k8s.gcr.io/google_containers/**"},
		{"gcr.io", "google_containers/pause", "3.1", "gcr.io/google_containers/**"},
		{"docker.io", "bitnami/redis", "7.2", "docker.io/bitnami/*:*"},
		{"docker.io", "bitnami/redis", "", ""},
		{"docker.io", "bitnami/redis", "latest", ""},
		{"docker.io", "bitnamilegacy/redis", "7.2", ""},
		{"mirror.example.org", "bitnami/redis", "7.2", ""},
		{"mirror.example.org", "k8s.gcr.io/pause", "3.2", ""},
		{"registry.k8s.io", "pause", "3.2", ""},
		{"asia.gcr.io", "cloudsql-docker/gce-proxy", "1.33", "{gcr.io,us.gcr.io,eu.gcr.io,asia.gcr.io,b.gcr.io}/cloudsql-docker/gce-proxy:*"},
		{"quay.io", "brancz/kube-rbac-proxy", "v0.18.0", ""},
	} {
		t.Run(tt.registry+"/"+tt.repository+":"+tt.tag, func(t *testing.T) {
			got := ""
			if r := base.RetiredImage(tt.registry, tt.repository, tt.tag); r != nil {
				got = r.Match
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGeneration(t *testing.T) {
	base, err := Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		registry, repository, tag string
		want                      bool
	}{
		{"registry.k8s.io", "git-sync/git-sync", "v4.1.0", true},
		{"registry.k8s.io", "git-sync/git-sync", "v3.6.1", true},
		{"example.org", "git-sync", "stable", false},
		{"gcr.io", "cloud-sql-connectors/cloud-sql-proxy", "latest", true},
	} {
		t.Run(tt.repository+":"+tt.tag, func(t *testing.T) {
			image := base.Match(tt.registry, tt.repository, tt.tag).Image
			if got := base.Generation(image, tt.tag); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
