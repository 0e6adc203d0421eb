package knowledge_test

import (
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
)

func TestAlone(t *testing.T) {
	image := &knowledge.Image{Role: "mesh-proxy", AloneWhen: []knowledge.Condition{"arg:router"}}
	for _, test := range []struct {
		args []string
		want bool
	}{{[]string{"proxy", "router"}, true}, {[]string{"proxy", "sidecar"}, false}, {nil, false}} {
		if got := image.Alone(knowledge.Invocation{Args: test.args}); got != test.want {
			t.Errorf("%q: got %t, want %t", test.args, got, test.want)
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
