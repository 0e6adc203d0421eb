package knowledge

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/fact"
)

func TestLifetimeOf(t *testing.T) {
	server := Program{Lifetime: "endless", FiniteWhen: []Condition{"--once"}, EndlessWhen: []Condition{"--serve"}}
	tool := Program{Lifetime: "finite", EndlessWhen: []Condition{"--watch"}}
	depends := Program{Lifetime: "unknown", FiniteWhen: []Condition{"--once"}, EndlessWhen: []Condition{"arg:serve"}}
	both := Program{Lifetime: "finite", EndlessWhen: []Condition{"arg:logs & -f"}}
	for _, tt := range []struct {
		name    string
		program Program
		args    string
		want    fact.Lifetime
	}{
		{"server", server, "", fact.Endless},
		{"server with flags", server, "--port 80", fact.Endless},
		{"server once", server, "--once", fact.Finite},
		{"chore of a server", server, "migrate --config app.ini", fact.Unknown},
		{"subcommand that serves", server, "web", fact.Endless},
		{"tool", tool, "check", fact.Finite},
		{"tool that watches", tool, "--watch", fact.Endless},
		{"one of two conditions", both, "logs x", fact.Finite},
		{"both conditions", both, "logs -f x", fact.Endless},
		{"the other condition", both, "apply -f x", fact.Finite},
		{"nothing decides", depends, "", fact.Unknown},
		{"serves", depends, "serve", fact.Endless},
		{"once", depends, "--once", fact.Finite},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.program.LifetimeOf(Invocation{Args: strings.Fields(tt.args)}); got != tt.want {
				t.Errorf("LifetimeOf(%s) = %s, want %s", tt.args, got, tt.want)
			}
		})
	}
}
