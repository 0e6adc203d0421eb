package pod

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
)

// scripted takes the script of a container for its command line, where the controller runs one in place of the image's program. It returns the
// script's path, nil where there is none.
func (d *draft) scripted(spec *corev1.Container, at Path) (*corev1.Container, Path) {
	field := ""
	if d.at.kind != nil {
		field = d.at.kind.Script
	}
	if field == "" {
		return spec, nil
	}
	n := d.obj.Root.Get(at...).Get(field)
	if n == nil || n.Type != manifest.String || strings.TrimSpace(n.Text) == "" {
		return spec, nil
	}
	run := *spec
	run.Command, run.Args = scriptLine(spec.Command, n.Text), nil
	return &run, d.paths.With(at, field)
}

// scriptLine is the command line that runs a script.
func scriptLine(command []string, script string) []string {
	line := command
	if len(line) == 0 {
		line = []string{"sh"}
		if first, _, _ := strings.Cut(script, "\n"); strings.HasPrefix(first, "#!") {
			line = strings.Fields(first[2:])
			if len(line) > 1 && base(line[0]) == "env" {
				line = line[1:]
			}
		}
	}
	if len(line) > 0 && isShell(line[0]) {
		return append(slices.Clone(line), "-c", script)
	}
	return append(slices.Clone(line), "script")
}
