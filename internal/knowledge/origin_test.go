package knowledge

import (
	"slices"
	"strings"
	"testing"
)

func TestMatchSaysHowSureItIs(t *testing.T) {
	b := shipped.base().WithMirrors([]Mirror{{"registry.corp/hub", "docker.io"}, {"registry.corp/hub/special", "quay.io/brancz"}, {"mirror.corp", "gcr.io"}})
	for ref, want := range map[string]string{
		"docker.io/nginx:1.27":                                 "known: " + byOfficial,
		"docker.io/library/nginx:1.27":                         "known: " + byOfficial,
		"index.docker.io/library/nginx:1.27":                   "known: " + byOfficial,
		"public.ecr.aws/docker/library/redis:7":                "known: " + byOfficial,
		"mirror.gcr.io/library/nginx:1":                        "known: " + byOfficial,
		"mirror.gcr.io/nginx:1":                                "known: " + byOfficial,
		"harbor.corp/docker.io/library/nginx:1":                "known: " + byOfficial,
		"harbor.corp/dockerhub-proxy/library/nginx:1":          "known: " + byOfficial,
		"registry.corp/hub/nginx:1":                            "known: " + byOfficial,
		"registry.corp/hub/special/kube-rbac-proxy:1":          "known: " + byOrigin,
		"registry.corp/hubris/nginx:1":                         "guessed: " + byName,
		"harbor.corp/library/nginx:1":                          "guessed: " + byName,
		"harbor.corp/mirror/nginx:1":                           "guessed: " + byName,
		"ghcr.io/acme/nginx:1":                                 "guessed: " + byName,
		"quay.io/brancz/kube-rbac-proxy:v0.18":                 "known: " + byOrigin,
		"docker.io/acme/kube-rbac-proxy:v0.18":                 "guessed: " + byName,
		"quay.io/acme/kube-rbac-proxy:v0.18":                   "guessed: " + byName,
		"registry.corp/kube-rbac-proxy:v0.18":                  "guessed: " + byName,
		"registry.corp/proxy/quay.io/brancz/kube-rbac-proxy:1": "known: " + byOrigin,
		"registry.corp/mirrors/brancz/kube-rbac-proxy:1":       "known: " + byCopy,
		"ghcr.io/brancz/kube-rbac-proxy:1":                     "guessed: " + byName,
		"k8s.gcr.io/pause:3.9":                                 "known: " + byOrigin,
		"gcr.io/google_containers/pause-amd64:3.1":             "known: " + byOrigin,
		"docker.io/acme/livenessprobe:1":                       "guessed: " + byName,
		"registry.k8s.io/sig-storage/livenessprobe:v2.12":      "known: " + byOrigin,
		"mirror.corp/kaniko-project/executor:v1":               "known: " + byOrigin,
		"quay.io/openebs/snapshot-controller:1":                "guessed: " + byName,
		"registry.k8s.io/sig-storage/snapshot-controller:v8":   "guessed: " + byOrigin,
		"example.com/infra/etcd:3.5":                           "guessed: " + byName,
		"docker.io/curlimages/curl:8":                          "guessed: " + byOwner,
		"docker.io/acme/shop:1":                                "nothing: ",
	} {
		t.Run(ref, func(t *testing.T) {
			name, tag, _ := strings.Cut(ref, ":")
			registry, repository, _ := strings.Cut(name, "/")
			m := b.Match(registry, repository, tag)
			got := "nothing"
			switch {
			case m.Known():
				got = "known"
			case m.Image != nil:
				got = "guessed"
			}
			if got += ": " + m.Reason; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A name proves nothing, and a variant may be built otherwise than the entry says.
func TestMatchLeavesOutWhatNeedNotHold(t *testing.T) {
	entry := Image{ID: "e", Match: []string{"**/acme/e", "**/e"}, Origins: []string{"docker.io/acme/*"}, Verified: true, Sources: []string{"https://example.org/"}, Shell: &isFalse, User: &number1000}
	shell := entry
	shell.ID, shell.Tags = "s", "*alpine*"
	shell.Shell = &isTrue
	b := &Base{index: newIndex([]Image{entry, shell})}
	for ref, want := range map[string]string{
		"acme/e:1.2.3":            "e verified no shell user",
		"acme/e:":                 "e verified no shell user",
		"acme/e:1.2.3-arm64":      "e verified no shell user",
		"acme/e:1.2-debug":        "e verified",
		"acme/e:1.2-debian12":     "e verified",
		"acme/e:1.2-rootless":     "e verified no shell",
		"acme/e:1.2-unprivileged": "e verified no shell",
		"acme/e:1.2-alpine":       "s verified shell user",
		"acme/e:1.2-alpine-root":  "s verified shell",
		"other/e:1.2.3":           "e",
	} {
		repository, tag, _ := strings.Cut(ref, ":")
		i := b.Match(dockerHub, repository, tag).Image
		if got := said(i); got != want {
			t.Errorf("%s: got %q, want %q", ref, got, want)
		}
	}
}

// said writes what an entry says of the build of an image.
func said(i *Image) string {
	out := i.ID
	if i.Verified {
		out += " verified"
	}
	if i.Shell != nil {
		out += map[bool]string{true: " shell", false: " no shell"}[*i.Shell]
	}
	if i.User != nil {
		out += " user"
	}
	return out
}

// What is verified says where it was read, and whose images it is about.
func TestVerifiedEntriesHaveProof(t *testing.T) {
	for i := range shipped.images {
		e := &shipped.images[i]
		official := slices.ContainsFunc(e.Match, func(m string) bool { return !strings.Contains(m, "/") && !wild(m) })
		if e.Verified && (len(e.Sources) == 0 || !official && len(e.Origins) == 0) {
			t.Errorf("%s is verified without a source, or says not whose images it is about", e.ID)
		}
	}
}

// Every origin is one of the entry's images: else it could never prove anything.
func TestOriginsAreReachable(t *testing.T) {
	for i := range shipped.images {
		for _, o := range shipped.images[i].Origins {
			if !strings.HasSuffix(o, "*") && !slices.ContainsFunc(shipped.images[i].Match, func(m string) bool { return strings.HasSuffix(m, "*") || lastElement(m) == lastElement(o) }) {
				t.Errorf("%s: no pattern finds origin %s", shipped.images[i].ID, o)
			}
		}
	}
}

// An entry of the user's own is about the images that it names, wherever they are, unless it says whose they are.
func TestMatchOfTheUsersEntries(t *testing.T) {
	b := shipped.base().With([]Image{
		{ID: "ours", Match: []string{"**/ours"}, Verified: true, Shell: &isFalse}, {ID: "fixed", Match: []string{"**/fixed"}, Verified: true, Origins: []string{"registry.corp/team/*"}},
	})
	for ref, want := range map[string]bool{"x/ours": true, "team/fixed": true, "other/fixed": false} {
		if m := b.Match("registry.corp", ref, "1"); m.Known() != want {
			t.Errorf("%s: got known %v (%s), want %v", ref, m.Known(), m.Reason, want)
		}
	}
}
