package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// How a tag moves; see [Image.Moves].
const (
	movesUntagged = "untagged"
	movesLatest   = "latest"
	movesChannel  = "channel"
	movesVariant  = "variant"
	movesMajor    = "major"
	movesLanguage = "language"
)

// pinning tells whether a reference stays (a digest, two numeric parts, a date, a commit), and if not how it moves. Neither means that
// nobody can tell: a placeholder, a name that the team gave, a build number.
func pinning(img *Image) (pinned bool, moves string) {
	switch {
	case img.Digest != "":
		return true, ""
	case img.Reference == "" || img.Reference == "auto" || strings.Contains(img.Reference, "://") || isPlaceholder(img.Tag):
		return false, ""
	case img.Tag != "":
		tag := strings.ToLower(img.Tag)
		if stays(tag) {
			return true, ""
		}
		return false, tagMoves(tag)
	case strings.HasSuffix(img.Reference, ":") || capital(img.Repository) || isPlaceholder(img.Reference[strings.LastIndexByte(img.Reference, '/')+1:]):
		return false, ""
	}
	return false, movesUntagged
}

// capital tells whether a repository is written in a way that no registry takes: somebody is to fill it in.
func capital(repository string) bool { return repository != strings.ToLower(repository) }

var (
	tagDate    = pattern.New(`20[0-9]{2}[-_.]?[01][0-9][-_.]?[0-3][0-9]|[0-9]{8,}`)
	tagScored  = pattern.New(`(^|[^0-9a-z])v?[0-9]+_[0-9]+`)
	tagVersion = pattern.New(`[0-9]+\.[0-9]+|^v?[0-9]+u[0-9]+`)
	tagBuild   = pattern.New(`^[0-9]+\.v[0-9a-f_]{8,}`) // Jenkins: the number of commits and the last one
	tagCommit  = pattern.New(`^(g|git|sha|sha1|sha256)?[0-9a-f]{7,64}$`)
	tagMajor   = pattern.New(`^v?[0-9]{1,2}$`)
	tagSeries  = pattern.New(`^v?[0-9]{1,2}(\.x)+$`)
	tagPlain   = pattern.New(`^[a-z]+$`)
)

// stays tells whether the tag holds a version of two or more numeric parts, a date or a commit. The version of a base image or a language
// (alpine3.20, jdk17.0) is none of the program in the image.
func stays(tag string) bool {
	if strings.HasPrefix(tag, "latest-") {
		return false
	}
	if tagDate.MatchString(tag) || tagBuild.MatchString(tag) {
		return true
	}
	if movesOn(tag) {
		return false
	}
	if tagScored.MatchString(tag) {
		return true
	}
	words := tagWords(tag)
	for i, w := range words {
		if (i == 0 || !isChannel(words[0]) || !ofPart.MatchString(w)) && isVersion(w) {
			return true
		}
	}
	return false
}

// isVersion tells whether a word of a tag is a version of the program, or a commit.
func isVersion(w string) bool {
	return tagVersion.MatchString(w) && !isVariant(w) && !isLanguage(w) || tagCommit.MatchString(w) && strings.ContainsAny(w, "0123456789")
}

// ofPart is a version that belongs to what is named in front of it: main-mongod8.0 is the build of branch main for that server.
var ofPart = pattern.New(`^[a-z]{2,}[0-9]+(\.[0-9]+)*$`)

// movesOn tells whether the last word says that builds follow each other under one version: v1.31-latest, 2.0.1-snapshot.
func movesOn(tag string) bool {
	words := tagWords(tag)
	return len(words) > 1 && followers[words[len(words)-1]]
}

var followers = wordSet("latest nightly snapshot edge")

func tagWords(tag string) []string {
	return strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' || r == '+' })
}

// tagMoves tells how a tag moves that holds no version; empty when nobody can tell.
func tagMoves(tag string) string {
	words := tagWords(tag)
	if len(words) == 0 {
		return ""
	}
	rest, last := words[1:], len(words)-1
	switch {
	case tag == "latest" || strings.HasPrefix(tag, "latest-") || strings.HasSuffix(tag, "-latest"):
		return movesLatest
	case tagSeries.MatchString(tag), tagMajor.MatchString(words[0]) && variantsOf(rest):
		return movesMajor
	case isChannel(words[0]) && every(rest, isVariant, isLanguage, tagPlain.MatchString, ofPart.MatchString), endsInChannel(words[:last], words[last]), movesOn(tag):
		return movesChannel
	case every(words, isVariant):
		return movesVariant
	case isLanguage(words[0]) && every(rest, isVariant, isLanguage, tagMajor.MatchString):
		return movesLanguage
	}
	return ""
}

// endsInChannel holds for tags such as alpine-stable, whose last word names the channel.
func endsInChannel(before []string, last string) bool {
	return len(before) > 0 && endChannels[last] && every(before, isVariant, tagPlain.MatchString)
}

// variantsOf tells whether what follows a lone major only says which build of it: 17-jdk-slim, 4-debian-12.
func variantsOf(words []string) bool {
	for i, w := range words {
		if !isVariant(w) && !isLanguage(w) && !isChannel(w) && (i == 0 || !isVariant(words[i-1]) || !tagMajor.MatchString(w)) {
			return false
		}
	}
	return true
}

// every tells whether each word is of one of the kinds.
func every(words []string, kinds ...func(string) bool) bool {
	for _, w := range words {
		ok := false
		for _, kind := range kinds {
			ok = ok || kind(w)
		}
		if !ok {
			return false
		}
	}
	return true
}

// channels are names that their owner moves on with every release or build.
var channels = wordSet("latest stable edge main master dev devel develop development nightly canary demo head tip trunk rolling mainline current " +
	"release snapshot unstable testing lts next beta alpha preview experimental daily weekly prod production staging")

// endChannels are channels that also stand behind a word (mysql-lts, runner-nightly); others there are a part of a name (community-demo).
var endChannels = wordSet("stable edge nightly canary lts snapshot mainline")

func isChannel(word string) bool { return channels[word] }

// variants are builds of an image beside each other: base systems, sizes, architectures, editions.
var variants = wordSet("alpine slim centos debian ubuntu fedora rocky ubi ubi8 ubi9 wolfi busybox scratch buster bullseye bookworm stretch jessie trixie wheezy " +
	"jammy focal bionic noble xenial fpm zts apache cli perl otel glibc musl uclibc debug nonroot root rootless distroless static fips dind git windows linux " +
	"windowsservercore nanoserver servercore ltsc2019 ltsc2022 ltsc2025 amd64 arm64 arm arm64v8 arm32v7 armhf armv7 x86 ppc64le s390x " +
	"management full minimal mini standard extended extras all onbuild buildpack curl jdk jre headless eclipse temurin openjdk corretto " +
	"gpu cpu cuda opensource community enterprise oss ce ee")

// versioned are base systems with their own version behind the name (alpine3.20, ubuntu22.04, debian12).
var versioned = pattern.New(`^(alpine|debian|ubuntu|ubi|centos|rhel|el|fedora|rocky|amazonlinux|al|windows|cuda|rocm)[0-9]+(\.[0-9]+)*$`)

func isVariant(word string) bool { return variants[word] || versioned.MatchString(word) }

// language names a language or runtime with its version (python3.12, jdk17, node20): that of the program is open.
var language = pattern.New(`^(python|py|node|nodejs|go|golang|jdk|jre|java|openjdk|php|ruby|dotnet|scala|perl|elixir|otp|erlang|rust)[0-9]*(\.[0-9]+)*$`)

func isLanguage(word string) bool { return language.MatchString(word) }

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
