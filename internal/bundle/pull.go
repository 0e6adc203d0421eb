package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"time"

	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"

	"github.com/podlint/podlint/internal/git"
)

// timeLimit is the longest that one bundle may take on its way.
const timeLimit = 5 * time.Minute

// Pull brings a bundle into the store and returns its digest. locked is the digest that a lock file gives; when it is empty the reference
// is asked what it means now. What comes must have that digest.
func (s *Store) Pull(ctx context.Context, ref Ref, locked string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	files, digest, err := s.fetch(ctx, ref, locked)
	if err == nil && !holdsRego(files) {
		err = errors.New("it holds no .rego file")
	}
	if err == nil {
		_, err = folder(files) // refuses names that lead elsewhere
	}
	if err != nil {
		return "", fmt.Errorf("pull %s: %w", ref.Text, err)
	}
	if locked != "" && digest != locked {
		return "", fmt.Errorf("pull %s: it is %s, but the lock file says %s; podlint policy pull --update takes the new one", ref.Text, digest, locked)
	}
	return digest, nil
}

// fetch brings a bundle into the store. What git has is packed, so that it has a digest of its own; a registry's stays as it is.
func (s *Store) fetch(ctx context.Context, ref Ref, locked string) ([]file, string, error) {
	if ref.url == "" {
		return s.fromRegistry(ctx, ref, locked)
	}
	archive, err := git.Export(ctx, ref.url, ref.commit, ref.dir)
	if err != nil {
		return nil, "", err
	}
	files, err := untar(archive, ref.dir)
	if err != nil {
		return nil, "", err
	}
	d, err := pack(ctx, s.storage, files)
	return files, d.Digest.String(), err
}

// fromRegistry asks for the digest that is locked, else for what the reference names.
func (s *Store) fromRegistry(ctx context.Context, ref Ref, locked string) ([]file, string, error) {
	repository, err := repositoryOf(ref.oci)
	if err != nil {
		return nil, "", err
	}
	name := ref.oci.Reference
	if locked != "" {
		name = locked
	}
	manifest, err := repository.Resolve(ctx, name)
	if err != nil {
		return nil, "", err
	}
	files, err := unpack(ctx, repository, manifest, s.storage)
	return files, manifest.Digest.String(), err
}

// Push puts a folder of rules into a registry and returns its digest.
func Push(ctx context.Context, fsys fs.FS, ref Ref) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	if ref.url != "" || ref.tag == "" {
		return "", fmt.Errorf("push %s: want oci://HOST/REPOSITORY:TAG", ref.Text)
	}
	files, err := gather(fsys)
	if err == nil && !holdsRego(files) {
		err = errors.New("it holds no .rego file")
	}
	if err != nil {
		return "", fmt.Errorf("push to %s: %w", ref.Text, err)
	}
	repository, err := repositoryOf(ref.oci)
	if err != nil {
		return "", fmt.Errorf("push to %s: %w", ref.Text, err)
	}
	d, err := pack(ctx, repository, files)
	if err == nil {
		err = repository.Tag(ctx, d, ref.tag)
	}
	if err != nil {
		return "", fmt.Errorf("push to %s: %w", ref.Text, err)
	}
	return d.Digest.String(), nil
}

func holdsRego(files []file) bool {
	return slices.ContainsFunc(files, func(f file) bool { return strings.HasSuffix(f.name, ".rego") })
}

// repositoryOf speaks plain HTTP with this machine only, and takes credentials from where docker login puts them.
func repositoryOf(ref registry.Reference) (*remote.Repository, error) {
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, fmt.Errorf("read credentials: %w", err)
	}
	repository, err := remote.NewRepository(ref.Registry + "/" + ref.Repository)
	if err != nil {
		return nil, err
	}
	repository.PlainHTTP = loopback(ref.Host())
	repository.MaxMetadataBytes = maxManifest
	repository.Client = &auth.Client{Client: retry.DefaultClient, Cache: auth.NewCache(), Credential: credentials.Credential(store)}
	return repository, nil
}

func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// untar reads the regular files of an archive below a folder; links and what else an archive may hold are left out.
func untar(archive []byte, dir string) ([]file, error) {
	r := tar.NewReader(bytes.NewReader(archive))
	var files []file
	total := 0
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(h.Name, strings.TrimSuffix(dir+"/", "/")+"/")
		if dir == "" {
			name = h.Name
		}
		if h.Typeflag != tar.TypeReg || !wanted(name) || hidden(name) {
			continue
		}
		data, err := limited(r, maxFile)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		total += len(data)
		files = append(files, file{name: name, data: data})
		if err := within(len(files), len(data), total); err != nil {
			return nil, err
		}
	}
}

func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.HasPrefix(part, ".") })
}
