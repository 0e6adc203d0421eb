package helm

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
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

// foreign keeps schemas of values from helm that lead out of themselves, the chart's and those of subcharts: helm fetches and reads whatever a reference in
// one names, files of this machine too. The chart is rendered without them, which a note says. It refuses a chart, with true, whose archives cannot be
// looked through. Archives that helm cannot read are left to helm.
func (r *renderer) foreign(c *chart) (bool, error) {
	left := int64(maxUnpacked)
	for _, file := range sortedNames(c.files) {
		data := c.files[file]
		switch {
		case isSchema(file):
			if fault := refused(data); fault != nil {
				shown := r.project.Name(c.join(file))
				line, _ := newTemplate(file, shown, data).position(fault.Offset)
				r.unchecked(shown, line, fault)
				delete(c.files, file)
				if err := os.Remove(filepath.Join(c.copies.plain, filepath.FromSlash(file))); err != nil {
					return true, cause(err)
				}
			}
		case path.Ext(file) == ".tgz" && path.Base(path.Dir(file)) == "charts":
			err := packed(data, 1, &left)
			at := c.dependency(subchartOf(file))
			if fault, ok := errors.AsType[*jsonschema.Fault](err); ok {
				r.unchecked(at.File, at.Span.Line, fault)
				c.unchecked = true
			} else if err != nil {
				message := fmt.Sprintf("%s%.60q: %v", cannot, path.Base(file), err)
				r.fail(manifest.Error{File: at.File, Line: at.Span.Line, Column: at.Span.Column, Message: message})
				return true, nil
			}
		}
	}
	return false, nil
}

// unchecked notes a schema that values are not checked by.
func (r *renderer) unchecked(file string, line int, fault *jsonschema.Fault) {
	r.note("%s:%d: values are not checked by this schema: %s", file, line, fault.Message)
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

// packed looks into an archive as helm does. A fault of a schema is told when all else is well.
func packed(data []byte, depth int, left *int64) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil //nolint:nilerr // helm says what is wrong with it
	}
	var first error
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if err != nil {
			return first // the end, or helm says what is wrong with it
		}
		if *left -= tarHeader + header.Size; *left < 0 {
			return fmt.Errorf("the chart's archives unpack to more than %d MiB", maxUnpacked>>20)
		}
		name := path.Base(path.Clean(strings.ReplaceAll(header.Name, `\`, "/")))
		err = packedFile(files, name, depth, left)
		if _, schema := errors.AsType[*jsonschema.Fault](err); schema {
			first = cmp.Or(first, err)
		} else if err != nil {
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
