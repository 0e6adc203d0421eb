package knowledge

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Match is an entry that was found for an image.
type Match struct {
	// Image is what is known of it, nil when that is nothing. Unless Sure is set it is not verified, and nothing is said of its user and its
	// shell, as of somebody's own build. What a variant of the image (alpine, distroless, rootless) may have otherwise is left out, too.
	Image *Image
	// Sure tells whether it is the very image that the entry is about: its vendor's, by registry and path or as a copy that says so. A name
	// alone proves nothing, because anybody may call an image so.
	Sure bool
	// Reason says why it is sure or not, empty when there is no entry.
	Reason string
}

// Known tells whether what the entry says is known of this image; else it is a guess.
func (m Match) Known() bool { return m.Image != nil && m.Sure && m.Image.Verified }

// Reasons of a Match.
const (
	byOfficial = "an official image of Docker Hub"
	byOrigin   = "its vendor's repository"
	byCopy     = "the path of its vendor's repository, on another registry"
	byOwner    = "its owner's name and its own"
	byUser     = "an entry of the configuration"
	byName     = "its name alone"
)

func (c *candidate) match(registry, repository, tag string) Match {
	m := Match{Image: c.image}
	m.Sure, m.Reason = c.sure(registry, repository)
	shell, user := ageOf(c.image.Since.Shell, tag), ageOf(c.image.Since.User, tag)
	if lacks := c.variant(tag).or(lacking{shell: shell == otherVersion, user: user == otherVersion}); !m.Sure || lacks.shell || lacks.user || shell != sameVersion || user != sameVersion {
		image := *c.image
		image.ShellAssumed, image.UserAssumed = shell == noVersion, user == noVersion
		image.Verified = image.Verified && m.Sure
		if lacks.shell || !m.Sure {
			image.Shell = nil
		}
		if lacks.user || !m.Sure {
			image.User, image.UserName = nil, ""
		}
		m.Image = &image
	}
	return m
}

// sure tells whether an image is the one that the entry is about.
func (c *candidate) sure(registry, repository string) (sure bool, reason string) {
	switch name, official := strings.CutPrefix(repository, "library/"); {
	case registry == dockerHub && official && slices.Contains(c.image.Match, name):
		return true, byOfficial
	case c.own && len(c.image.Origins) == 0:
		return true, byUser
	case c.registry, c.from(registry + "/" + repository):
		return true, byOrigin
	case !shared[registry] && c.copied(repository):
		return true, byCopy
	case len(c.image.Origins) == 0 && c.official == "" && strings.Contains(strings.TrimPrefix(c.glob, "**/"), "/"):
		return true, byOwner
	}
	return false, byName
}

// from tells whether a name is one of the origins of the image.
func (c *candidate) from(name string) bool {
	return slices.ContainsFunc(c.image.Origins, func(glob string) bool {
		ok, _ := doublestar.Match(glob, name)
		return ok
	})
}

// copied tells whether the path of an origin, its owner included, is the end of a repository.
func (c *candidate) copied(repository string) bool {
	return slices.ContainsFunc(c.image.Origins, func(glob string) bool {
		_, path, _ := strings.Cut(glob, "/")
		owner, _, deeper := strings.Cut(path, "/")
		if !deeper || strings.HasPrefix(owner, "*") || owner == "library" {
			return false
		}
		ok, _ := doublestar.Match("**/"+path, repository)
		return ok
	})
}

const dockerHub = "docker.io"

// shared are registries on which anybody may own a path, so that it says nothing of another registry's owner of that name.
var shared = map[string]bool{
	dockerHub: true, "quay.io": true, "ghcr.io": true, "gcr.io": true, "public.ecr.aws": true, "registry.gitlab.com": true, "lscr.io": true, "docker.pkg.github.com": true,
}

// hosts are public registries whose names stand in the paths of copies that are made of them: registry.corp/proxy/quay.io/owner/name.
var hosts = map[string]bool{
	dockerHub: true, "quay.io": true, "ghcr.io": true, "gcr.io": true, "registry.k8s.io": true, "k8s.gcr.io": true, "public.ecr.aws": true, "mcr.microsoft.com": true,
	"docker.elastic.co": true, "registry.redhat.io": true, "registry.access.redhat.com": true, "cr.l5d.io": true, "cr.fluentbit.io": true, "lscr.io": true, "cgr.dev": true,
}

// IsPublic tells whether a registry, with or without a path, is one that many vendors publish in.
func IsPublic(prefix string) bool {
	host, _, _ := strings.Cut(prefix, "/")
	return hosts[host] || shared[host]
}

// aliases are other names of registries, and copies that their owners keep; the first that is a prefix counts.
var aliases = []struct{ of, is string }{
	{"index.docker.io", dockerHub}, // https://github.com/distribution/reference/blob/main/normalize.go
	{"registry-1.docker.io", dockerHub},
	{"registry.hub.docker.com", dockerHub},
	{"mirror.gcr.io", dockerHub},                       // https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images
	{"public.ecr.aws/docker", dockerHub},               // https://gallery.ecr.aws/docker
	{"public.ecr.aws/bitnami", dockerHub + "/bitnami"}, // https://gallery.ecr.aws/bitnami
	{"k8s.gcr.io", "registry.k8s.io"},                  // https://kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement/
	{"gcr.io/google_containers", "registry.k8s.io"},    // the names of k8s.gcr.io before it was called so
	{"gcr.io/google-containers", "registry.k8s.io"},
	{"us.gcr.io/k8s-artifacts-prod", "registry.k8s.io"},
	{"eu.gcr.io/k8s-artifacts-prod", "registry.k8s.io"},
	{"asia.gcr.io/k8s-artifacts-prod", "registry.k8s.io"},
}

// origin is the registry and the repository that an image comes from: it undoes what is known to be a copy, by the configuration, by the
// name of a public registry in the path, or by what is known of the registry.
func (b *Base) origin(registry, repository string) (string, string) {
	name := inPath(b.mirrored(registry + "/" + repository))
	for _, a := range aliases {
		if rest, ok := strings.CutPrefix(name, a.of+"/"); ok {
			name = a.is + "/" + rest
			break
		}
	}
	registry, repository, _ = strings.Cut(name, "/")
	if registry == dockerHub && !strings.Contains(repository, "/") {
		repository = "library/" + repository
	}
	return registry, repository
}

// mirrored puts the origin in place of the longest mirror of the configuration that a name begins with.
func (b *Base) mirrored(name string) string {
	for _, m := range b.Mirrors {
		if rest, ok := strings.CutPrefix(name, m.Prefix+"/"); ok {
			return m.Origin + "/" + rest
		}
	}
	return name
}

// inPath is the name of an image from the last public registry on that its path names.
func inPath(name string) string {
	elements := strings.Split(name, "/")
	for i := len(elements) - 2; i > 0; i-- {
		switch e := elements[i]; {
		case hosts[e]:
			return strings.Join(elements[i:], "/")
		case namesHub(e):
			return dockerHub + "/" + strings.Join(elements[i+1:], "/")
		}
	}
	return name
}

// joins takes out what stands between the words of a path element.
var joins = strings.NewReplacer("-", "", "_", "", ".", "")

// namesHub tells whether a path element says that what is below it are copies of Docker Hub: dockerhub, docker-hub-proxy, docker.io-cache.
func namesHub(element string) bool {
	joined := joins.Replace(strings.ToLower(element))
	return strings.HasPrefix(joined, "dockerhub") || strings.HasPrefix(joined, "dockerio")
}

// Mirror says that what is below a prefix of names is a copy of what is below an origin: registry.corp/hub of docker.io.
type Mirror struct{ Prefix, Origin string }

// WithMirrors returns a base that takes copies for their origins.
func (b *Base) WithMirrors(mirrors []Mirror) *Base {
	out := *b
	out.Mirrors = slices.Clone(mirrors)
	slices.SortStableFunc(out.Mirrors, func(a, b Mirror) int { return len(b.Prefix) - len(a.Prefix) })
	return &out
}

// lacking is what a variant may have otherwise than the image that an entry is about.
type lacking struct{ shell, user bool }

func (l lacking) or(o lacking) lacking {
	return lacking{shell: l.shell || o.shell, user: l.user || o.user}
}

// rebuilt are words of tags of builds on another base: with them a shell may come or go. As another user they say so themselves, or give
// the program's user another number; root stays root.
var rebuilt = map[string]bool{
	"distroless": true, "static": true, "scratch": true, "debug": true, "shell": true, "busybox": true, "alpine": true, "debian": true, "ubuntu": true,
	"slim": true, "bookworm": true, "bullseye": true, "buster": true, "jammy": true, "noble": true, "ubi": true, "ubi8": true, "ubi9": true, "rhel": true,
	"wolfi": true, "chiseled": true, "minimal": true,
}

// otherUser are words of tags of builds that run as somebody else.
var otherUser = map[string]bool{"unprivileged": true, "nonroot": true, "rootless": true, "root": true, "distroless": true}

// variant looks at the words of a tag. An entry whose own tags name the word knows of it.
func (c *candidate) variant(tag string) (l lacking) {
	for word := range strings.FieldsFuncSeq(strings.ToLower(tag), func(r rune) bool { return r == '-' || r == '_' || r == '+' }) {
		word = strings.TrimRight(word, ".0123456789")
		if !strings.Contains(c.tags.glob, word) {
			w := c.image.variant(word)
			l = lacking{shell: l.shell || w.shell, user: l.user || w.user}
		}
	}
	return l
}

// variant is what one word of a tag leaves open.
func (i *Image) variant(word string) lacking {
	kept := i.Shell != nil && *i.Shell && withShell[word]
	named := i.User != nil && *i.User != 0
	return lacking{shell: rebuilt[word] && !kept, user: otherUser[word] || rebuilt[word] && named}
}

// withShell are bases that hold a shell for sure.
var withShell = map[string]bool{
	"debug": true, "shell": true, "busybox": true, "alpine": true, "debian": true, "ubuntu": true, "slim": true, "bookworm": true, "bullseye": true, "buster": true,
	"jammy": true, "noble": true, "ubi": true, "ubi8": true, "ubi9": true, "rhel": true,
}
