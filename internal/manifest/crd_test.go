package manifest_test

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
)

func TestWithoutSpecs(t *testing.T) {
	const head = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
	for name, tt := range map[string]struct{ text, want string }{
		"a definition":           {head + "metadata:\n  name: a\nspec:\n  group: x\n\n  # c\n  versions:\n  - a\nstatus: {}\n", head + "metadata:\n  name: a\nspec: {}\n\n\n\n\n\nstatus: {}\n"},
		"the spec first":         {"spec:\n  group: x\n" + head, "spec: {}\n\n" + head},
		"items at the margin":    {head + "spec:\n- a\n- b\nmetadata: {name: a}\n", head + "spec: {}\n\n\nmetadata: {name: a}\n"},
		"no line break at end":   {head + "spec:\n  a: b", head + "spec: {}\n"},
		"CRLF":                   {strings.ReplaceAll(head+"spec:\n  a: b\nstatus: {}\n", "\n", "\r\n"), strings.ReplaceAll(head+"spec: {}\n", "\n", "\r\n") + "\n" + "status: {}\r\n"},
		"beside other documents": {"kind: A\nspec:\n  a: b\n---\n" + head + "spec:\n  a: b\n---\nkind: C\nspec:\n  a: b\n", "kind: A\nspec:\n  a: b\n---\n" + head + "spec: {}\n\n---\nkind: C\nspec:\n  a: b\n"},
		"another group":          {"apiVersion: x/v1\nkind: CustomResourceDefinition\nspec:\n  a: b\n", "apiVersion: x/v1\nkind: CustomResourceDefinition\nspec:\n  a: b\n"},
		"an alias":               {head + "spec:\n  a: &x b\nstatus:\n  c: *x\n", head + "spec:\n  a: &x b\nstatus:\n  c: *x\n"},
		"an alias in a list":     {head + "spec:\n- &x b\nstatus:\n  c: *x\n", head + "spec:\n- &x b\nstatus:\n  c: *x\n"},
		"an alias of a tagged":   {head + "spec:\n  a: !!str &x b\nstatus:\n  c: *x\n", head + "spec:\n  a: !!str &x b\nstatus:\n  c: *x\n"},
		"an anchor by itself":    {head + "spec:\n  a:\n    &x\n    b: c\n", head + "spec:\n  a:\n    &x\n    b: c\n"},
		"an anchor in a flow":    {head + "spec:\n  a: [&x b]\n", head + "spec:\n  a: [&x b]\n"},
		"stars in a description": {head + "spec:\n  a: one\n    * a *b* & c\n    R&D: &\nstatus: {}\n", head + "spec: {}\n\n\n\nstatus: {}\n"},
		"flow style":             {head + "spec: {a: b}\n", head + "spec: {a: b}\n"},
		"in a text":              {"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    kind: CustomResourceDefinition\n    spec:\n      a: b\n", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    kind: CustomResourceDefinition\n    spec:\n      a: b\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := string(manifest.WithoutSpecs([]byte(tt.text)))
			if got != tt.want {
				t.Errorf("got\n%q, want\n%q", got, tt.want)
			}
		})
	}
}
