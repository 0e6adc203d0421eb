package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// TestTooMany: the first part that is too many is an error at its place, and nothing is made of the pod.
func TestTooMany(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n"
	list := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+"\n", i)
		}
		return b.String()
	}
	for _, tt := range []struct{ name, text, want string }{
		{"containers", head + "  containers:\n" + list(501, "  - {name: c%d, image: a}"), "pod.yaml:506:6: the pod has more than 500 containers"},
		{"of two kinds", head + "  initContainers:\n" + list(2, "  - {name: i%d, image: a}") + "  containers:\n" + list(499, "  - {name: c%d, image: a}"), "pod.yaml:507:6: the pod has more than 500 containers"},
		{"volumes", head + "  volumes:\n" + list(1001, "  - {name: v%d, emptyDir: {}}") + "  containers: [{name: a, image: a}]\n", "pod.yaml:1006:6: the pod has more than 1000 volumes"},
		{"ports", head + "  containers:\n  - name: a\n    image: a\n    ports:\n" + list(2001, "    - {containerPort: %d}"), "pod.yaml:2009:8: the pod has more than 2000 ports"},
		{"mounts", head + "  containers:\n  - name: a\n    image: a\n    volumeMounts:\n" + list(5001, "    - {name: a, mountPath: /a%d}"), "pod.yaml:5009:8: the pod has more than 5000 mounts"},
		{"variables", head + "  containers:\n  - name: a\n    image: a\n    env:\n" + list(5001, "    - {name: A%d, value: b}"), "pod.yaml:5009:8: the pod has more than 5000 variables"},
		{"just as many", head + "  containers:\n" + list(500, "  - {name: c%d, image: a}"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(tt.text)}}, 1)
			builder := pod.NewBuilder(set, pod.Options{Knowledge: base(t)})
			inputs, err := builder.Build(set.Objects[0]), builder.TooMany(set.Objects[0])
			got := ""
			if err != nil {
				got = fmt.Sprintf("%s:%d:%d: %s", err.File, err.Line, err.Column, err.Message)
			}
			if !strings.HasPrefix(got, tt.want) || (tt.want == "") != (len(inputs) == 1) {
				t.Errorf("got %d models and %q, want %q", len(inputs), got, tt.want)
			}
		})
	}
}
