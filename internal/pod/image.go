package pod

import (
	"regexp"
	"strings"

	"github.com/distribution/reference"
)

// parsed remembers references: a set names few images many times.
func (b *Builder) parsed(ref string) Image {
	if img, ok := b.images.Load(ref); ok {
		return img.(Image)
	}
	img := parseImage(ref)
	b.images.Store(ref, img)
	return img
}

// parseImage takes a reference apart; a placeholder in one part leaves the others readable.
func parseImage(ref string) Image {
	img := Image{Reference: ref, Placeholder: ref == "" || isPlaceholder(ref)}
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
	img.Pinned, img.Floating = pinning(&img)
	return img
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
var placeholderForms = regexp.MustCompile(`\{\{|\}\}|\$\{|\$\(|\$[A-Z_]{2,}|<[^>]*>|^[A-Z][A-Z0-9]*([_-][A-Z0-9]+)+$|[/:]_?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(:|$)|__[A-Z]|%[A-Za-z_]+%|@@|\[\[`)

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

// Forms of tags. Two numeric parts, a date or a commit stay; a channel, a variant or a lone major moves.
var (
	tagVersion  = regexp.MustCompile(`(^|[^0-9])v?\d+[._]\d+`)
	tagDate     = regexp.MustCompile(`20[0-9]{2}[-.]?[01][0-9][-.]?[0-3][0-9]|\d{8,}`)
	tagCommit   = regexp.MustCompile(`(^|[-_.])(sha-?)?[0-9a-f]{7,40}($|[-_.])`)
	tagMajor    = regexp.MustCompile(`^v?\d{1,3}(-[a-z]+)*$`)
	tagChannel  = regexp.MustCompile(`(^|-)(latest|stable|edge|main|master|dev|devel|develop|nightly|canary|demo|head|rolling|mainline|current|release|snapshot|unstable|testing|lts)($|-)`)
	tagVariants = regexp.MustCompile(`^(alpine|slim|centos|debian|ubuntu|buster|bullseye|bookworm|stretch|jessie|trixie|jammy|focal|bionic|noble|xenial|fpm|apache|perl|glibc|musl|uclibc|debug|nonroot|distroless|fips|alpine-slim|fpm-alpine)(-(alpine|slim|perl|debug|nonroot))?$`)
	tagLanguage = regexp.MustCompile(`^(python|node|go|golang|jdk|jre|java|php|ruby|openjdk)-?\d+(\.\d+)*(-[a-z0-9]+)*$`)
)

// pinning tells whether a reference stays (digest, version, date, commit) or moves (no tag, latest, a channel, a variant, a lone
// major). Neither means that nobody can tell.
func pinning(img *Image) (pinned, floating bool) {
	tag := img.Tag
	switch {
	case img.Reference == "" || img.Reference == "auto":
		return false, false
	case img.Digest != "":
		return true, false
	case tag == "" && strings.HasSuffix(img.Reference, ":") || isPlaceholder(tag):
		return false, false
	case tag == "":
		return false, !isPlaceholder(img.Reference[max(0, strings.LastIndexByte(img.Reference, '/')):])
	case tagLanguage.MatchString(tag):
		return false, true
	case tagChannel.MatchString(strings.ToLower(tag)) && !tagVersion.MatchString(tag) && !tagDate.MatchString(tag):
		return false, channelAlone(strings.ToLower(tag))
	case tagVersion.MatchString(tag), tagDate.MatchString(tag):
		return true, false
	case tagVariants.MatchString(tag), tagMajor.MatchString(tag):
		return false, true
	case tagCommit.MatchString(tag) && strings.ContainsAny(tag, "0123456789"):
		return true, false
	}
	return false, false
}

// channelAlone tells a channel (latest, latest-v2, windows-latest, stable-alpine) from a word in front of a build number (master-4).
var channelForm = regexp.MustCompile(`^(latest(-.*)?|.*-latest|(stable|edge|main|master|dev|devel|develop|nightly|canary|demo|head|rolling|mainline|current|release|snapshot|unstable|testing|lts)(-[a-z]+)*|[a-z]+-(stable|edge|nightly|canary|lts))$`)

func channelAlone(tag string) bool { return channelForm.MatchString(tag) }
