package knowledge

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
)

// indexFile holds all knowledge as one JSON document, because parsing the YAML would cost every run many times as much.
// It is derived: it counts only while the checksums that it names are those of the YAML files.
const indexFile = "index.json"

// compiled is the shape of indexFile.
type compiled struct {
	Sums        map[string]uint32 `json:"sums"`
	Images      []Image           `json:"images"`
	Programs    Programs          `json:"programs"`
	Injectors   []Injector        `json:"injectors"`
	Retired     []Retired         `json:"retired"`
	Gates       []Gate            `json:"gates"`
	Annotations annotations       `json:"annotations"`
}

// annotations is the shape of annotations.yaml.
type annotations struct {
	Pod   []string `json:"pod"`
	Never []string `json:"never"`
}

func (a *annotations) check() error {
	return first(checkGlobs("annotation", a.Pod...), checkGlobs("annotation", a.Never...))
}

// Load reads and validates the YAML files of fsys (images.yaml, programs.yaml, injectors.yaml, retired.yaml, gates.yaml, annotations.yaml).
// An error names file, line and the nearest valid key. A file that is not there counts as empty. When fsys holds an index.json
// made from exactly these files, that is read in their place.
func Load(fsys fs.FS) (*Base, error) {
	files, sums, err := readAll(fsys)
	if err != nil {
		return nil, err
	}
	c, ok := fromIndex(fsys, sums)
	if !ok {
		if c, err = fromYAML(files); err != nil {
			return nil, err
		}
	}
	b := &Base{
		Images: c.Images, Programs: c.Programs, Injectors: c.Injectors, Retired: c.Retired, Gates: c.Gates,
		PodAnnotations: c.Annotations.Pod, NeverAnnotations: c.Annotations.Never,
	}
	b.index = newIndex(b.Images)
	return b, nil
}

// ParseImages reads a list of image entries as images.yaml holds it; file is the name for errors.
func ParseImages(file string, data []byte) ([]Image, error) {
	var images []Image
	if err := decodeStrict(file, data, &images); err != nil {
		return nil, err
	}
	return images, unique(file, "image", images, func(i Image) string { return i.ID })
}

func readAll(fsys fs.FS) (map[string][]byte, map[string]uint32, error) {
	files, sums := map[string][]byte{}, map[string]uint32{}
	for _, name := range []string{"images.yaml", "programs.yaml", "injectors.yaml", "retired.yaml", "gates.yaml", "annotations.yaml"} {
		data, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read knowledge: %w", err)
		}
		files[name], sums[name] = data, crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli))
	}
	return files, sums, nil
}

// fromIndex reads the index; false when there is none or when it was made from other files.
func fromIndex(fsys fs.FS, sums map[string]uint32) (compiled, bool) {
	var c compiled
	data, err := fs.ReadFile(fsys, indexFile)
	if err != nil || json.Unmarshal(data, &c) != nil || len(c.Sums) != len(sums) {
		return compiled{}, false
	}
	for name, sum := range sums {
		if got, ok := c.Sums[name]; !ok || got != sum {
			return compiled{}, false
		}
	}
	return c, true
}

func fromYAML(files map[string][]byte) (compiled, error) {
	var c compiled
	for _, f := range []struct {
		name   string
		target any
	}{
		{"images.yaml", &c.Images},
		{"programs.yaml", &c.Programs},
		{"injectors.yaml", &c.Injectors},
		{"retired.yaml", &c.Retired},
		{"gates.yaml", &c.Gates},
		{"annotations.yaml", &c.Annotations},
	} {
		if err := decodeStrict(f.name, files[f.name], f.target); err != nil {
			return c, err
		}
	}
	return c, first(
		unique("images.yaml", "image", c.Images, func(i Image) string { return i.ID }),
		unique("injectors.yaml", "injector", c.Injectors, func(i Injector) string { return i.ID }),
		unique("retired.yaml", "retired image", c.Retired, func(r Retired) string { return r.Match }),
		unique("gates.yaml", "gate", c.Gates, func(g Gate) string { return g.ID }),
	)
}

func unique[T any](file, what string, items []T, id func(T) string) error {
	seen := map[string]bool{}
	for _, item := range items {
		if seen[id(item)] {
			return fmt.Errorf("%s: %s %q is given twice", file, what, id(item))
		}
		seen[id(item)] = true
	}
	return nil
}

// Compile makes the bytes of index.json from the YAML files of fsys.
func Compile(fsys fs.FS) ([]byte, error) {
	files, sums, err := readAll(fsys)
	if err != nil {
		return nil, err
	}
	c, err := fromYAML(files)
	if err != nil {
		return nil, err
	}
	c.Sums = sums
	data, err := json.Marshal(c)
	return append(data, '\n'), err
}
