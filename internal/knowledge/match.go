package knowledge

import (
	"cmp"
	"maps"
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
// How sure it is that what was found is the image that the entry is about, is decided apart from that: see origin.go.
//
// Of several patterns the one with most literal characters wins, so that an owner's entry beats a name alone; of equals the one
// with tags, and then the later one, so that a user's entry beats a shipped one.

// index finds entries by the last path element of their patterns, so that a look-up never tries all globs.
type index struct {
	byName map[string][]*candidate
	globs  []*candidate // last element holds a wildcard
	custom map[string]*Image
	own    map[string]bool // ids of the user's entries
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
	own      bool // an entry of the user's own
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

// all lists the candidates.
func (x *index) all() []*candidate {
	out := slices.Clone(x.globs)
	for _, list := range x.byName {
		out = append(out, list...)
	}
	return out
}

// ownBuild is what holds for somebody's own build of an image.
func ownBuild(image *Image) *Image {
	own := *image
	own.Verified, own.User, own.UserName, own.Shell = false, nil, "", nil
	return &own
}

// Match finds the entry for an image. registry, repository and tag are as distribution/reference gives them.
func (b *Base) Match(registry, repository, tag string) Match {
	if repository == "" {
		return Match{}
	}
	registry, repository = b.origin(registry, repository)
	best := b.find(registry, repository, tag)
	if best == nil {
		if own := b.index.custom[lastElement(repository)]; own != nil && ageOf(own.Since.Program, tag) != otherVersion {
			return Match{Image: own, Reason: byName}
		}
		return Match{}
	}
	if ageOf(best.image.Since.Program, tag) == otherVersion {
		return Match{}
	}
	return best.match(registry, repository, tag)
}

// find returns the best of the patterns that match, nil when there is none.
func (b *Base) find(registry, repository, tag string) *candidate {
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
	return best
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
	return namesHub(element) || slices.Contains([]string{"hubdockercom", "docker", "dockerproxy", "dockerremote"}, strings.Join(words, "")) ||
		slices.Contains(words, "mirror") || slices.Contains(words, "mirrors")
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
	out.index.own = maps.Clone(replaced)
	maps.Copy(out.index.own, b.index.own)
	for _, c := range out.index.all() {
		c.own = out.index.own[c.image.ID]
	}
	return &out
}

// Only returns a base that knows these images and no others.
func (b *Base) Only(images []Image) *Base {
	out := *b
	out.Images, out.index = images, newIndex(images)
	return &out
}

func lastElement(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

const wildcards = `*?[]{}\`

func wild(glob string) bool { return strings.ContainsAny(glob, wildcards) }
