package config_test

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/config"
)

// TestWeakenedByPath: what an override, an entry of kinds or a mirror takes away is told as what a rule's own setting does.
func TestWeakenedByPath(t *testing.T) {
	for name, tt := range map[string]struct{ before, now, want string }{
		"off in a folder":      {"", "overrides: [{paths: [a/, b], rules: {log-loop: off}}]\n", `1:1 in "a/", "b" rule "log-loop" asks for less than before`},
		"lowered in a folder":  {"", "overrides: [{paths: [a/], rules: {logging: info}}]\n", `1:1 in "a/" 2 rules ask for less than before, "app-logs" among them`},
		"raised in a folder":   {"", "overrides: [{paths: [a/], rules: {port: error}}]\n", ""},
		"as before":            {"overrides: [{paths: [a/], rules: {log-loop: off}}]\n", "overrides: [{paths: [a/], rules: {log-loop: off}}]\n", ""},
		"less than before":     {"overrides: [{paths: [a/], rules: {log-loop: info}}]\n", "overrides: [{paths: [a/], rules: {log-loop: off}}]\n", `1:1 in "a/" rule "log-loop" asks for less than before`},
		"not on any more":      {"rules: {log-loop: off}\noverrides: [{paths: [a/], rules: {log-loop: on}}]\n", "rules: {log-loop: off}\n", `1:1 in "a/" rule "log-loop" asks for less than before`},
		"a known kind":         {"", "kinds: [{kind: Deployment, group: apps, template: spec.none}]\n", `1:1 kinds takes the place of what podlint knows of "Deployment"`},
		"an unknown kind":      {"", "kinds: [{kind: Fleet, group: example.com, template: spec.none}]\n", ""},
		"a kind that changed":  {"kinds: [{kind: Fleet, template: spec.pod}]\n", "kinds: [{kind: Fleet, template: spec.none}]\n", `1:1 kinds does not say of "Fleet" any more what it said`},
		"a public mirror":      {"", "mirrors: {docker.io: example.com}\n", "1:1 mirrors takes images of docker.io for those of example.com"},
		"a private mirror":     {"", "mirrors: {registry.corp/hub: docker.io}\n", ""},
		"a mirror as it stood": {"mirrors: {docker.io: example.com}\n", "mirrors: {docker.io: example.com}\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			before, problems := config.Parse([]byte(tt.before), "c.yaml")
			now, more := config.Parse([]byte(tt.now), "c.yaml")
			if problems = append(problems, more...); len(problems) > 0 {
				t.Fatal(problems)
			}
			var got []string
			for _, w := range now.Weakened(before, rules(), nil) {
				at := "1:1 "
				if w.At != (config.Position{Line: 1, Column: 1}) {
					at = "elsewhere "
				}
				got = append(got, at+w.Message)
			}
			if all := strings.Join(got, "; "); all != tt.want {
				t.Errorf("got %q, want %q", all, tt.want)
			}
		})
	}
}
