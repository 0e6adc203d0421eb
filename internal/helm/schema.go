package helm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/jsonschema"
	"github.com/podlint/podlint/internal/manifest"
)

const schemaFile = "values.schema.json"

// Bounds of the archives that a chart holds; helm itself reads up to 100 MiB of one.
const (
	maxUnpacked = 256 << 20 // bytes of all that is packed, unpacked
	maxNested   = 10        // archives in archives
)

// foreign refuses a chart when a schema of its values, or of a subchart's, leads out of itself: helm fetches and reads whatever a
// reference in it names, files of this machine too. Archives that helm cannot read are left to helm.
func (r *renderer) foreign(c *chart) bool {
	left := int64(maxUnpacked)
	for _, file := range sortedNames(c.files) {
		data := c.files[file]
		switch {
		case isSchema(file):
			if fault := refused(data); fault != nil {
				shown := r.project.Name(c.join(file))
				r.result.Sources[shown] = data
				line, column := newTemplate(file, shown, data).position(fault.Offset)
				r.fail(manifest.Error{File: shown, Line: line, Column: column, Message: cannot + fault.Message})
				return true
			}
		case path.Ext(file) == ".tgz" && path.Base(path.Dir(file)) == "charts":
			if err := packed(data, 1, &left); err != nil {
				at := c.dependency(subchartOf(file))
				message := fmt.Sprintf("%s%.60q: %v", cannot, path.Base(file), err)
				r.fail(manifest.Error{File: at.File, Line: at.Span.Line, Column: at.Span.Column, Message: message})
				return true
			}
		}
	}
	return false
}

// isSchema tells the files that helm takes for a schema: in the chart's folder and in those of its subcharts.
func isSchema(file string) bool {
	for {
		rest, below := strings.CutPrefix(file, "charts/")
		_, inside, folder := strings.Cut(rest, "/")
		if !below || !folder {
			return file == schemaFile
		}
		file = inside
	}
}

// subchartOf guesses the name of the chart in an archive such as charts/redis-1.2.3.tgz.
func subchartOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".tgz")
	for i := range len(name) - 1 {
		if name[i] == '-' && name[i+1] >= '0' && name[i+1] <= '9' {
			return name[:i]
		}
	}
	return name
}

func refused(data []byte) *jsonschema.Fault {
	text := bytes.TrimPrefix(data, []byte("\ufeff")) // helm takes the mark off, too
	fault := jsonschema.Local(text)
	if fault != nil {
		fault.Offset += len(data) - len(text)
	}
	return fault
}

// tarHeader is what an archive takes for each file in it, in bytes.
const tarHeader = 512

// packed looks into an archive as helm does.
func packed(data []byte, depth int, left *int64) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil //nolint:nilerr // helm says what is wrong with it
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err != nil {
			return nil //nolint:nilerr // its end, or likewise
		}
		if *left -= tarHeader + header.Size; *left < 0 {
			return fmt.Errorf("the chart's archives unpack to more than %d MiB", maxUnpacked>>20)
		}
		name := path.Base(path.Clean(strings.ReplaceAll(header.Name, `\`, "/")))
		if err := packedFile(files, name, depth, left); err != nil {
			return fmt.Errorf("%.60q: %w", name, err)
		}
	}
}

func packedFile(from io.Reader, name string, depth int, left *int64) error {
	if name != schemaFile && path.Ext(name) != ".tgz" {
		return nil
	}
	if depth > maxNested {
		return fmt.Errorf("more than %d archives lie in one another", maxNested)
	}
	data, err := io.ReadAll(from)
	if err != nil {
		return nil //nolint:nilerr // helm says what is wrong with it
	}
	if name != schemaFile {
		return packed(data, depth+1, left)
	}
	if fault := refused(data); fault != nil {
		line, _ := newTemplate(name, name, data).position(fault.Offset)
		return fmt.Errorf("line %d: %w", line, fault)
	}
	return nil
}
