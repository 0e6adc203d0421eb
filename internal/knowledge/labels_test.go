package knowledge_test

import (
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
)

func TestChangesLabel(t *testing.T) {
	base := &knowledge.Base{ChangingLabels: []string{"*role*=*", "*=leader", "healthy=*"}}
	for _, test := range []struct {
		key, value string
		want       bool
	}{
		{"spilo-role", "master", true},
		{"cnpg.io/instanceRole", "primary", true},
		{"operator", "leader", true},
		{"operator", "Leader", true},
		{"healthy", "yes", true},
		{"role.example.org/name", "web", false},
		{"app", "leaders", false},
		{"unhealthy", "yes", false},
		{"app", "", false},
	} {
		if got := base.ChangesLabel(test.key, test.value); got != test.want {
			t.Errorf("%s=%s: got %t, want %t", test.key, test.value, got, test.want)
		}
	}
}

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
