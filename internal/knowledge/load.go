package knowledge

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// compiled is what the YAML files hold together. The variable shipped (shipped.go) holds it as static data for the files that podlint
// ships, because parsing them would cost every run some ten milliseconds; it counts only for files with exactly these checksums.
type compiled struct {
	sums        []sum
	images      []Image
	programs    []named
	injectors   []Injector
	retired     []Retired
	gates       []Gate
	folders     []Folder
	annotations annotations
	roles       []Role
	kinds       []Kind
	customs     []Custom
}

// sum is the CRC-32 (Castagnoli) of a file.
type sum struct {
	file  string
	value uint32
}

type named struct {
	name    string
	program Program
}

// annotations is the shape of annotations.yaml.
type annotations struct {
	Pod    []string `json:"pod"`
	Filled []string `json:"filled"`
	Made   []string `json:"made"`
	// Changing are globs on KEY=VALUE.
	Changing []string `json:"changing"`
	Names    []Naming `json:"names"`
}

func (a *annotations) check() error {
	return first(checkGlobs("annotation", a.Pod...), checkGlobs("annotation", a.Filled...), checkGlobs("label", a.Made...), checkGlobs("label", a.Changing...))
}

// Load reads and validates the YAML files of fsys (images.yaml, programs.yaml, injectors.yaml, retired.yaml, gates.yaml, annotations.yaml,
// roles.yaml, kinds.yaml, customs.yaml, folders.yaml).
// An error names file, line and the nearest valid key. A file that is not there counts as empty, and the roles are those that podlint ships.
func Load(fsys fs.FS) (*Base, error) {
	files, sums, err := readAll(fsys)
	if err != nil {
		return nil, err
	}
	if maps.Equal(sums, shipped.sumsByFile()) {
		return shipped.base(), nil
	}
	c, err := parse(files)
	if err != nil {
		return nil, err
	}
	return c.base(), nil
}

// ParseImages reads a list of image entries as images.yaml holds it; file is the name for errors.
func ParseImages(file string, data []byte) ([]Image, error) {
	var images []Image
	if err := decodeStrict(file, data, &images, roleIDs(shipped.roles)...); err != nil {
		return nil, err
	}
	return images, unique(file, "image", images, func(i Image) string { return i.ID })
}

// ImagesOf is ParseImages for a list inside another document that may bring roles of its own; an error names file, line and column.
func ImagesOf(file string, list *yaml.Node, own []Role) ([]Image, error) {
	var images []Image
	roles := roleIDs(slices.Concat(shipped.roles, own))
	if err := decodeNode(file, list, &images, "images", roles...); err != nil {
		return nil, err
	}
	return images, uniqueIDs(file, "image", list)
}

func (c *compiled) sumsByFile() map[string]uint32 {
	sums := make(map[string]uint32, len(c.sums))
	for _, s := range c.sums {
		sums[s.file] = s.value
	}
	return sums
}

func (c *compiled) base() *Base {
	b := &Base{
		Images: c.images, Programs: make(Programs, len(c.programs)), Injectors: c.injectors, Retired: c.retired, Gates: c.gates, Folders: c.folders,
		PodAnnotations: c.annotations.Pod, FilledAnnotations: c.annotations.Filled, MadeLabels: c.annotations.Made, ChangingLabels: c.annotations.Changing, Naming: c.annotations.Names,
		Roles: c.roles, Kinds: c.kinds, Customs: c.customs,
	}
	for _, p := range c.programs {
		b.Programs[p.name] = p.program
	}
	b.index = newIndex(b.Images)
	return b
}

func readAll(fsys fs.FS) (map[string][]byte, map[string]uint32, error) {
	files, sums := map[string][]byte{}, map[string]uint32{}
	for _, name := range []string{"images.yaml", "programs.yaml", "injectors.yaml", "retired.yaml", "gates.yaml", "annotations.yaml", "roles.yaml", "kinds.yaml", "customs.yaml", "folders.yaml"} {
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

// parse reads the files strictly; its result has no sums.
func parse(files map[string][]byte) (*compiled, error) {
	c, programs := &compiled{roles: shipped.roles}, Programs{}
	if err := decodeStrict("roles.yaml", files["roles.yaml"], &c.roles); err != nil {
		return nil, err
	}
	roles := roleIDs(c.roles)
	for _, f := range []struct {
		name   string
		target any
	}{
		{"images.yaml", &c.images},
		{"programs.yaml", &programs},
		{"injectors.yaml", &c.injectors},
		{"retired.yaml", &c.retired},
		{"gates.yaml", &c.gates},
		{"annotations.yaml", &c.annotations},
		{"kinds.yaml", &c.kinds},
		{"customs.yaml", &c.customs},
		{"folders.yaml", &c.folders},
	} {
		if err := decodeStrict(f.name, files[f.name], f.target, roles...); err != nil {
			return nil, err
		}
	}
	for name, p := range programs {
		c.programs = append(c.programs, named{name, p})
	}
	for i := range c.kinds {
		if err := checkSources("kind "+strconv.Quote(c.kinds[i].Kind), c.kinds[i].Sources); err != nil {
			return nil, fmt.Errorf("kinds.yaml: %w", err)
		}
	}
	for _, i := range c.images {
		if err := checkSources("image "+strconv.Quote(i.ID), i.Sources); err != nil {
			return nil, fmt.Errorf("images.yaml: %w", err)
		}
	}
	return c, first(
		unique("images.yaml", "image", c.images, func(i Image) string { return i.ID }),
		unique("injectors.yaml", "injector", c.injectors, func(i Injector) string { return i.ID }),
		unique("retired.yaml", "retired image", c.retired, func(r Retired) string { return r.Match }),
		unique("gates.yaml", "gate", c.gates, func(g Gate) string { return g.ID }),
		unique("folders.yaml", "folder", c.folders, func(f Folder) string { return f.Name }),
		unique("roles.yaml", "role", c.roles, func(r Role) string { return r.ID }),
	)
}

// uniqueIDs is unique for a list that was decoded; an error names the second one's place.
func uniqueIDs(file, what string, list *yaml.Node) error {
	seen := map[string]int{}
	var faults []error
	for _, item := range list.Content {
		id := of(item, "id")
		if line := seen[id.Value]; line > 0 {
			faults = append(faults, fmt.Errorf("%s:%d:%d: %s %q is given twice, first on line %d", file, id.Line, id.Column, what, id.Value, line))
			continue
		}
		seen[id.Value] = id.Line
	}
	return errors.Join(faults...)
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
