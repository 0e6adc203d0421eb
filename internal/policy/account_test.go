package policy

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestShorten(t *testing.T) {
	long := strings.Repeat("x", 90)
	for text, want := range map[string]string{
		`{"a": 1}`: `{"a": 1}`,
		`{"path": "` + long + `", "op": "read", "container": "web", "file": "/a"}`: `{"container": "web", "op": "read", "file": "/a", ...}`,
		`{"name": "", "port": 80, "x": "` + long + `"}`:                            `{"port": 80, ...}`,
		`{"name": "` + long + `"}`:                                                 `an object of 1`,
		`{"name": ["` + long + `"]}`:                                               `an object of 1`,
		`["` + long + `"]`:                                                         `an array of 1`,
	} {
		v := ast.MustParseTerm(text)
		if got := shorten(v.Value); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}
