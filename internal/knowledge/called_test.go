package knowledge_test

import (
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
)

func TestRoleOf(t *testing.T) {
	image := &knowledge.Image{Role: "mesh-proxy", RoleWhen: []knowledge.RoleWhen{{Role: "app", When: []knowledge.Condition{"arg:router"}}}}
	for _, test := range []struct {
		args []string
		want string
	}{{[]string{"proxy", "router"}, "app"}, {[]string{"proxy", "sidecar"}, "mesh-proxy"}, {nil, "mesh-proxy"}} {
		if got := image.RoleOf(knowledge.Invocation{Args: test.args}); got != test.want {
			t.Errorf("%q: got %s, want %s", test.args, got, test.want)
		}
	}
}

func TestBare(t *testing.T) {
	image := &knowledge.Image{NoEntrypoint: []string{"debian", "rocky*"}}
	for repository, want := range map[string]bool{"docker.io/library/debian": true, "debian": true, "rockylinux": true, "bash": false, "debian/tools": false} {
		if got := image.Bare(repository); got != want {
			t.Errorf("%s: got %t, want %t", repository, got, want)
		}
	}
}
