package helm

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// valueFile is a file of values with its lines.
type valueFile struct {
	prefix manifest.Path    // of the values in the object
	name   string           // as the user would type it
	object *manifest.Object // nil when the file is empty or cannot be read
	errors []manifest.Error
}

func newValueFile(shown string, data []byte) *valueFile {
	docs, errs := manifest.Documents(source.File{Name: shown, Data: data})
	f := &valueFile{name: shown, errors: errs}
	if len(docs) > 0 && len(errs) == 0 {
		f.object = docs[0]
	}
	return f
}

// findValues reads the files of values in the chart.
func (c *chart) findValues(name func(string) string) {
	c.valueFiles = map[string]*valueFile{}
	for file, data := range c.files {
		dir := path.Dir(file)
		if path.Base(file) == "values.yaml" && c.files[path.Join(dir, chartFile)] != nil || dir == "ci" && strings.HasSuffix(file, "-values.yaml") || isBeside(file) {
			c.valueFiles[file] = newValueFile(name(c.join(file)), data)
		}
	}
}

// layers lists the files of values that count for a chart, those that win first. full is helm's path of the chart, such as web/charts/db.
func (r *renderer) layers(c *chart, run *run, full string) []layer {
	set := keysOf(r.opt.Set)
	if run.by != nil {
		set = slices.Concat(set, keysOf(run.by.Set), keysOf(run.by.SetText), run.by.hidden())
	}
	names := strings.Split(full, "/charts/")
	at := manifest.Path{}
	for _, sub := range names[1:] {
		at = at.With(sub)
	}
	var out []layer
	for _, f := range slices.Backward(r.userValues) {
		out = append(out, layer{file: f, at: at, set: set})
	}
	for _, f := range slices.Backward(run.over) {
		out = append(out, layer{file: f, at: at, set: set})
	}
	for i := range names {
		if folder, ok := c.folders[strings.Join(names[:i+1], "/charts/")]; ok {
			out = append(out, layer{file: c.valueFiles[path.Join(folder, "values.yaml")], at: at[i:], set: set})
		}
	}
	return out
}

// sortedNames lists the names of files.
func sortedNames[V any](files map[string]V) []string { return slices.Sorted(maps.Keys(files)) }
