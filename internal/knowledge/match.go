package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// How a pattern finds an image.
//
//   - A bare name ("nginx") is an official image: the repository is nginx or library/nginx on any registry, or it ends in
//     /library/nginx, or it is nginx below a path that says mirror (dockerhub/nginx, proxy/docker.io/nginx).
//   - A pattern with a dot in its first part ("gcr.io/kaniko-project/*") is matched with the registry.
//   - Every other pattern is matched with the repository alone, because mirrors keep names.
//
// Of several patterns the one with most literal characters wins, so that an owner's entry beats a name alone; of equals the one
// with tags, and then the later one, so that a user's entry beats a shipped one.

// index finds entries by the last path element of their patterns, so that a look-up never tries all globs.
type index struct {
	byName map[string][]*candidate
	globs  []*candidate // last element holds a wildcard
	custom map[string]*Image
}

type candidate struct {
	image    *Image
	glob     string
	official string // name of an official image, else empty
	registry bool   // glob includes the registry
	prefix   string // literals at both ends of the last element, which rule most images out without globbing
	suffix   string
	literals int
	tags     tagRule
	order    int
}

func newIndex(images []Image) index {
	x := index{byName: make(map[string][]*candidate, 2*len(images)), custom: map[string]*Image{}}
	for i := range images {
		tags, err := parseTags(images[i].Tags)
		if err != nil {
			continue // entries are checked when they are read
		}
		for _, m := range images[i].Match {
			x.add(newCandidate(&images[i], m, tags, i))
		}
	}
	return x
}

func newCandidate(image *Image, glob string, tags tagRule, order int) *candidate {
	c := &candidate{image: image, glob: glob, tags: tags, order: order}
	head, _, slash := strings.Cut(glob, "/")
	switch {
	case !slash && !wild(glob):
		c.official, c.glob = glob, "**/library/"+glob
	case strings.Contains(head, "."):
		c.registry = true
	}
	c.literals = len(c.glob) - strings.Count(c.glob, "*") - strings.Count(c.glob, "?")
	return c
}

func (x *index) add(c *candidate) {
	name := lastElement(c.glob)
	if wild(name) {
		c.prefix = name[:strings.IndexAny(name, wildcards)]
		c.suffix = name[strings.LastIndexAny(name, wildcards)+1:]
		x.globs = append(x.globs, c)
		return
	}
	x.byName[name] = append(x.byName[name], c)
	if c.image.Custom {
		x.custom[name] = ownBuild(c.image)
	}
}

// ownBuild is what holds for somebody's own build of an image.
func ownBuild(image *Image) *Image {
	own := *image
	own.ByName = true
	own.Verified, own.User, own.UserName, own.Shell = false, nil, "", nil
	return &own
}

// Match returns the entry for an image, nil when it is not known. registry, repository and tag are as distribution/reference gives them.
func (b *Base) Match(registry, repository, tag string) *Image {
	if repository == "" {
		return nil
	}
	name := lastElement(repository)
	var best *candidate
	for _, list := range [][]*candidate{b.index.byName[name], b.index.globs} {
		for _, c := range list {
			if strings.HasPrefix(name, c.prefix) && strings.HasSuffix(name, c.suffix) &&
				better(c, best) && c.tags.holds(tag) && c.matches(registry, repository) {
				best = c
			}
		}
	}
	if best == nil {
		return b.index.custom[name]
	}
	if !best.vendor(registry, repository) {
		return likely(best.image)
	}
	return best.image
}

// likely is what holds for an image that bears the name of another one, from an owner of whom nothing says that it is the same program.
func likely(image *Image) *Image {
	out := *image
	out.Verified, out.ByName = false, true
	return &out
}

// vendor tells whether the image is from those who make the program: a pattern names the owner, or the registry, or the owner is the one of
// the entry's sources (github.com/oauth2-proxy/oauth2-proxy), or the registry is that of Kubernetes itself.
func (c *candidate) vendor(registry, repository string) bool {
	if owner, bare := strings.CutPrefix(c.glob, "**/"); c.registry || c.official != "" || !bare || strings.Contains(owner, "/") {
		return true
	}
	if registry == "registry.k8s.io" || registry == "k8s.gcr.io" {
		return true
	}
	owners := strings.Split(repository, "/")
	if len(owners) == 1 {
		return true // an official image, or a registry of the program's own
	}
	return slices.ContainsFunc(c.image.Sources, func(source string) bool {
		return slices.ContainsFunc(owners[:len(owners)-1], func(owner string) bool { return strings.Contains(source, "/"+owner+"/") })
	})
}

// better tells whether a is to be preferred to b, which may be nil.
func better(a, b *candidate) bool {
	if b == nil {
		return true
	}
	return cmp.Or(
		cmp.Compare(a.literals, b.literals),
		cmp.Compare(len(a.image.Tags), len(b.image.Tags)),
		cmp.Compare(a.order, b.order),
	) > 0
}

func (c *candidate) matches(registry, repository string) bool {
	if c.official != "" {
		return isOfficial(repository, c.official)
	}
	if c.registry {
		repository = registry + "/" + repository
	}
	ok, _ := doublestar.Match(c.glob, repository)
	return ok
}

// isOfficial tells whether repository is the official image of that name, direct or by a mirror.
func isOfficial(repository, name string) bool {
	parts := strings.Split(repository, "/")
	above := parts[:len(parts)-1]
	if parts[len(parts)-1] != name {
		return false
	}
	return len(above) == 0 || above[len(above)-1] == "library" || isMirror(above[len(above)-1])
}

// isMirror tells whether a path element is what registries call a copy of Docker Hub.
func isMirror(element string) bool {
	words := strings.FieldsFunc(strings.ToLower(element), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	joined := strings.Join(words, "")
	return slices.Contains([]string{"dockerhub", "dockerio", "hubdockercom", "docker", "dockerhubproxy", "dockerproxy", "dockerremote"}, joined) ||
		slices.Contains(words, "mirror") || slices.Contains(words, "mirrors") ||
		strings.HasPrefix(joined, "dockerhub") || strings.HasPrefix(joined, "dockerio")
}

// With returns a base to which entries are added. An entry replaces the shipped one of the same id and wins over others when both
// match equally well. b is left as it is.
func (b *Base) With(extra []Image) *Base {
	out := *b
	replaced := map[string]bool{}
	for _, e := range extra {
		replaced[e.ID] = true
	}
	out.Images = make([]Image, 0, len(b.Images)+len(extra))
	for _, i := range b.Images {
		if !replaced[i.ID] {
			out.Images = append(out.Images, i)
		}
	}
	out.Images = append(out.Images, extra...)
	out.index = newIndex(out.Images)
	return &out
}

func lastElement(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

const wildcards = `*?[]{}\`

func wild(glob string) bool { return strings.ContainsAny(glob, wildcards) }
