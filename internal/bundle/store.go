package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/oci"
	"oras.land/oras-go/v2/errdef"
)

// Media types as conftest gives them, so that both can pull what either pushed.
const (
	configType   = "application/vnd.cncf.openpolicyagent.config.v1+json"
	policyType   = "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego"
	dataType     = "application/vnd.cncf.openpolicyagent.data.layer.v1+json"
	maxManifest  = 4 << 20
	epoch        = "1970-01-01T00:00:00Z" // of every manifest: the same files have the same digest
	artifactType = configType
)

// Store keeps bundles by their digest.
type Store struct {
	dir     string
	storage *oci.Storage
}

// Open is the store in the user's cache.
func Open() (*Store, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("find the cache: %w", err)
	}
	return At(filepath.Join(dir, "podlint", "policies"))
}

// At is the store in a folder, which is made when something is put there.
func At(dir string) (*Store, error) {
	storage, err := oci.NewStorage(dir)
	if err != nil {
		return nil, fmt.Errorf("open the cache: %w", err)
	}
	return &Store{dir: dir, storage: storage}, nil
}

// ErrAbsent says that a bundle is not in the store.
var ErrAbsent = errors.New("it is not in the cache")

// Files is the bundle of that digest. What lies in the cache is held against its digest: a file that somebody has changed there is an error.
func (s *Store) Files(ctx context.Context, of string) (fs.FS, error) {
	d, err := digest.Parse(of)
	if err != nil {
		return nil, fmt.Errorf("read digest %q: %w", of, err)
	}
	info, err := os.Stat(filepath.Join(s.dir, "blobs", d.Algorithm().String(), d.Encoded()))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrAbsent
	}
	if err != nil {
		return nil, err
	}
	files, err := unpack(ctx, s.storage, ocispec.Descriptor{MediaType: ocispec.MediaTypeImageManifest, Digest: d, Size: info.Size()}, nil)
	if errors.Is(err, errdef.ErrNotFound) {
		return nil, ErrAbsent
	}
	if err != nil {
		return nil, err
	}
	return folder(files)
}

// pack puts files into a target as an artifact and returns its manifest.
func pack(ctx context.Context, into content.Pusher, files []file) (ocispec.Descriptor, error) {
	layers := make([]ocispec.Descriptor, 0, len(files))
	for _, f := range files {
		kind := policyType
		if filepath.Ext(f.name) != ".rego" {
			kind = dataType
		}
		layer := content.NewDescriptorFromBytes(kind, f.data)
		layer.Annotations = map[string]string{ocispec.AnnotationTitle: f.name}
		if err := push(ctx, into, layer, f.data); err != nil {
			return ocispec.Descriptor{}, err
		}
		layers = append(layers, layer)
	}
	config := content.NewDescriptorFromBytes(configType, []byte("{}"))
	if err := push(ctx, into, config, []byte("{}")); err != nil {
		return ocispec.Descriptor{}, err
	}
	text, err := json.Marshal(ocispec.Manifest{ // oras.PackManifest makes the same, and half a millisecond of each start of podlint
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: ocispec.MediaTypeImageManifest, ArtifactType: artifactType,
		Config: config, Layers: layers, Annotations: map[string]string{ocispec.AnnotationCreated: epoch},
	})
	if err != nil {
		return ocispec.Descriptor{}, fmt.Errorf("write the manifest: %w", err)
	}
	manifest := content.NewDescriptorFromBytes(ocispec.MediaTypeImageManifest, text)
	return manifest, push(ctx, into, manifest, text)
}

func push(ctx context.Context, into content.Pusher, d ocispec.Descriptor, data []byte) error {
	if there, ok := into.(content.ReadOnlyStorage); ok {
		if exists, err := there.Exists(ctx, d); err == nil && exists {
			return nil
		}
	}
	err := into.Push(ctx, d, bytes.NewReader(data))
	if errors.Is(err, errdef.ErrAlreadyExists) {
		return nil
	}
	return err
}

// unpack reads the files of an artifact, each held against its digest, and puts what it read into keep as it is, the manifest last, so that one
// that is there is whole. keep may be nil.
func unpack(ctx context.Context, from content.Fetcher, manifest ocispec.Descriptor, keep content.Pusher) ([]file, error) {
	if manifest.Size > maxManifest {
		return nil, fmt.Errorf("its manifest is larger than %d bytes", maxManifest)
	}
	text, err := content.FetchAll(ctx, from, manifest)
	if err != nil {
		return nil, err
	}
	var m ocispec.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("read its manifest: %w", err)
	}
	if m.Config.MediaType != configType {
		return nil, fmt.Errorf("it holds no policies: it is a %s", m.Config.MediaType)
	}
	files, err := layers(ctx, from, m.Layers, keep)
	if err == nil && keep != nil {
		err = push(ctx, keep, manifest, text)
	}
	return files, err
}

func layers(ctx context.Context, from content.Fetcher, all []ocispec.Descriptor, keep content.Pusher) ([]file, error) {
	var files []file
	total := 0
	for _, layer := range all {
		if layer.Size < 0 {
			return nil, errors.New("its manifest gives a size below 0")
		}
		total += int(min(layer.Size, maxFile+1))
		if err := within(len(files)+1, int(min(layer.Size, maxFile+1)), total); err != nil {
			return nil, err
		}
		data, err := content.FetchAll(ctx, from, layer)
		if err != nil {
			return nil, err
		}
		if keep != nil {
			if err := push(ctx, keep, layer, data); err != nil {
				return nil, err
			}
		}
		files = append(files, file{name: layer.Annotations[ocispec.AnnotationTitle], data: data})
	}
	return files, nil
}
