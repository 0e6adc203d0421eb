// Package bundle brings rules from elsewhere: from an OCI registry or a git repository. What is brought is kept in a cache by its digest, and a
// lock file says which digest a reference means, so that the same rules run everywhere and nothing is fetched while manifests are linted.
package bundle

import (
	"fmt"
	"net/url"
	"strings"

	"oras.land/oras-go/v2/registry"

	"github.com/podlint/podlint/internal/pattern"
)

// Ref is a reference to rules that lie elsewhere.
type Ref struct {
	// Text is the reference as it was written.
	Text string

	oci registry.Reference // of a registry; empty for git
	tag string

	url, dir, commit string // of a git repository
}

const (
	ociScheme = "oci://"
	gitScheme = "git::"
)

// Remote tells whether a text is meant to be a reference rather than a folder.
func Remote(text string) bool {
	return strings.HasPrefix(text, ociScheme) || strings.HasPrefix(text, gitScheme)
}

// Parse reads oci://HOST/REPOSITORY[:TAG][@sha256:DIGEST] and git::URL[//FOLDER]@COMMIT, where URL is one of https, ssh or file and COMMIT is
// a whole hash: a branch or tag may mean something else tomorrow.
func Parse(text string) (Ref, error) {
	if rest, ok := strings.CutPrefix(text, gitScheme); ok {
		return parseGit(text, rest)
	}
	return parseOCI(text, strings.TrimPrefix(text, ociScheme))
}

func parseOCI(text, rest string) (Ref, error) {
	at := strings.Index(rest, "@")
	name, digest := rest, ""
	if at >= 0 {
		name, digest = rest[:at], rest[at:]
	}
	tag := ""
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		name, tag = name[:i], name[i+1:]
	}
	switch {
	case digest == "" && tag == "":
		tag = "latest"
		fallthrough
	case digest == "":
		digest = ":" + tag
	}
	oci, err := registry.ParseReference(name + digest)
	if err != nil {
		return Ref{}, fmt.Errorf("%s: want oci://HOST/REPOSITORY:TAG or oci://HOST/REPOSITORY@sha256:DIGEST", text)
	}
	return Ref{Text: text, oci: oci, tag: tag}, nil
}

var (
	wholeCommit = pattern.New(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	plainFolder = pattern.New(`^[\w.][\w./ -]*$`)
)

func parseGit(text, rest string) (Ref, error) {
	i := strings.LastIndexByte(rest, '@')
	if i < 0 || !wholeCommit.MatchString(rest[i+1:]) {
		return Ref{}, fmt.Errorf("%s: want git::URL@COMMIT with the whole hash of a commit (40 digits)", text)
	}
	ref := Ref{Text: text, url: rest[:i], commit: rest[i+1:]}
	if _, path, ok := strings.Cut(ref.url, "://"); ok {
		if j := strings.Index(path, "//"); j >= 0 {
			ref.dir = strings.Trim(path[j:], "/")
			ref.url = strings.TrimSuffix(ref.url, path[j:])
		}
	}
	u, err := url.Parse(ref.url)
	if err != nil || u.Scheme != "https" && u.Scheme != "ssh" && u.Scheme != "file" {
		return Ref{}, fmt.Errorf("%s: want git::URL@COMMIT with a URL of https, ssh or file", text)
	}
	if ref.dir != "" && (!plainFolder.MatchString(ref.dir) || strings.Contains("/"+ref.dir+"/", "/../")) {
		return Ref{}, fmt.Errorf("%s: want a folder of the repository after //", text)
	}
	return ref, nil
}

// pinned is the digest that the reference itself names; empty when it names none, or a commit.
func (r Ref) pinned() string {
	if d, err := r.oci.Digest(); err == nil {
		return d.String()
	}
	return ""
}

// Pinned tells that the reference itself says what it means: by a digest, or by a commit.
func (r Ref) Pinned() bool { return r.commit != "" || r.pinned() != "" }
