package git

import (
	"context"
	"os"
	"strings"
)

// asked are the settings of a fetch that the user asks for: the user's own credentials and ssh count, the repository is ours and empty, and no
// transport runs a program of the address's choice.
var asked = [...]string{
	"core.hooksPath=" + os.DevNull,
	"core.pager=cat",
	"core.fsmonitor=false",
	"protocol.allow=never",
	"protocol.https.allow=always",
	"protocol.ssh.allow=always",
	"protocol.file.allow=always",
	"submodule.recurse=false",
	"fetch.recurseSubmodules=false",
}

// Export fetches one commit of a repository elsewhere and returns a tar archive of it, or of a folder of it. Nothing is checked out, so that no filter
// of the repository runs.
func Export(ctx context.Context, url, commit, dir string) ([]byte, error) {
	at, err := os.MkdirTemp("", "podlint-git-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(at) }()
	if _, err := runWith(ctx, asked[:], fetching(os.Environ()), nil, at, "init", "--quiet", "--bare", "."); err != nil {
		return nil, err
	}
	inside := "--git-dir=" + at
	fetch := []string{inside, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head", "--", url, commit}
	if _, err := runWith(ctx, asked[:], fetching(os.Environ()), nil, at, fetch...); err != nil {
		return nil, err
	}
	archive := []string{inside, "archive", "--format=tar", commit}
	if dir != "" {
		archive = append(archive, "--", dir)
	}
	return run(ctx, nil, at, archive...)
}

// fetching is the environment of a fetch: as that of other calls, but transports are allowed.
func fetching(env []string) []string {
	out := environment(env)
	for i, variable := range out {
		if strings.HasPrefix(variable, "GIT_ALLOW_PROTOCOL=") {
			out[i] = "GIT_ALLOW_PROTOCOL=https:ssh:file"
		}
	}
	return out
}
