package pod

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
)

// tailing is an injected container that follows a file of another container.
type tailing struct {
	by, of, file string
}

// readTails notes which files the injected container follows: an annotation lists them. Without a name a file is one of the first container.
func (d *draft) readTails(add *knowledge.Injected) {
	if add.Tails == "" || len(d.spec.Containers) == 0 {
		return
	}
	for entry := range strings.SplitSeq(d.meta.Annotations[add.Tails], ",") {
		of, file, ok := strings.Cut(strings.TrimSpace(entry), ":")
		if !ok {
			of, file = d.spec.Containers[0].Name, of
		}
		if path.IsAbs(file) {
			d.tails = append(d.tails, tailing{by: add.Name, of: of, file: path.Clean(file)})
		}
	}
}

// tailers lists the injected containers that follow the file.
func (d *draft) tailers(c *draftContainer, file string) []string {
	var out []string
	for _, t := range d.tails {
		if t.of == c.out.Name && t.file == file && !slices.Contains(out, t.by) {
			out = append(out, t.by)
		}
	}
	return out
}
