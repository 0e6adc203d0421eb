package pod

import (
	"strings"

	"github.com/distribution/reference"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pattern"
)

// lookedUp is a reference with what is known of its image; known.Image is nil when nothing is.
type lookedUp struct {
	image   Image
	known   knowledge.Match
	retired *knowledge.Retired
}

// lookUp remembers references: a set names few images many times.
func (b *Builder) lookUp(ref string) *lookedUp {
	if got, ok := b.images.Load(ref); ok {
		return got.(*lookedUp)
	}
	ref = strings.Clone(ref) // it may be part of a large text that nothing else needs
	img := parseImage(ref)
	if b.set.Substituted[img.name()] {
		img.Substituted, img.Pinned, img.Moves = true, false, ""
	}
	got := &lookedUp{image: img}
	if !img.Placeholder || img.Repository != "" {
		got.known = b.opt.Knowledge.Match(img.Registry, img.Repository, img.Tag)
		got.image.believe(got.known)
	}
	if !img.Substituted && img.Repository != "" {
		got.retired = b.opt.Knowledge.RetiredImage(img.Registry, img.Repository, img.Tag)
	}
	b.images.Store(ref, got)
	return got
}

// believe states how sure a match is.
func (img *Image) believe(m knowledge.Match) {
	if m.Image == nil {
		return
	}
	img.Certainty, img.CertaintyBy = Guessed, m.Reason
	switch {
	case m.Known():
		img.Certainty = Known
	case m.Sure:
		img.CertaintyBy += ", whose entry is not verified"
	}
}

// parseImage takes a reference apart; a placeholder in one part leaves the others readable.
func parseImage(ref string) Image {
	img := Image{Reference: ref, Placeholder: ref == "" || strings.Contains(ref, "://") || isPlaceholder(ref)}
	name, digest, _ := strings.Cut(ref, "@")
	img.Digest = digest
	if named, err := reference.ParseNormalizedNamed(ref); err == nil {
		img.Registry = reference.Domain(named)
		img.Repository = strings.TrimPrefix(reference.Path(named), "library/")
		if tagged, ok := named.(reference.Tagged); ok {
			img.Tag = tagged.Tag()
		}
	} else {
		img.Registry, img.Repository, img.Tag = splitReference(name)
	}
	img.Pinned, img.Moves = pinning(&img)
	return img
}

// name is the reference without tag and digest, as written.
func (img *Image) name() string {
	name, _, _ := strings.Cut(img.Reference, "@")
	return strings.TrimSuffix(name, ":"+img.Tag)
}

// splitReference cuts a reference that does not parse (placeholders, capitals) at its last colon and first slash.
func splitReference(name string) (registry, repository, tag string) {
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexAny(name, "/}") {
		name, tag = name[:i], name[i+1:]
	}
	host, rest, found := strings.Cut(name, "/")
	if found && (strings.ContainsAny(host, ".:") || host == "localhost") && !isPlaceholder(host) {
		return host, rest, tag
	}
	return "docker.io", name, tag
}

// placeholderForms are what template engines, build steps and authors leave for somebody else to fill in.
var placeholderForms = pattern.New(`\{\{|\}\}|\$\{|\$\(|\$[A-Z_]{2,}|<[^>]*>|^[A-Z][A-Z0-9]*([_-][A-Z0-9]+)+$|[/:]_?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(:|$)|__[A-Z]|%[A-Za-z_]+%|@@|\[\[`)

// IsPlaceholder tells whether something unrendered stands in a text.
func IsPlaceholder(s string) bool { return isPlaceholder(s) }

// isPlaceholder looks before it matches: most values hold none of the characters that all forms need.
func isPlaceholder(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '{', c == '}', c == '$', c == '<', c == '%', c == '@', c == '[', c == '_', c >= 'A' && c <= 'Z' && strings.ContainsAny(s, "_-"):
			return placeholderForms.MatchString(s)
		}
	}
	return false
}
