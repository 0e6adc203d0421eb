package knowledge

import (
	"strings"
	"testing"
)

func TestMajor(t *testing.T) {
	plain, postfix := Release{Of: "x"}, Release{Of: "postgresql", Tag: `^(?:.*pg)?(\d+)`}
	for _, tt := range []struct {
		release Release
		tag     string
		want    int
	}{
		{plain, "16.3-bookworm", 16},
		{plain, "v13", 13},
		{plain, "latest", 0},
		{plain, "", 0},
		{plain, "alpine", 0},
		{postfix, "16-alpine", 16},
		{postfix, "pg17", 17},
		{postfix, "2.14.2-pg15", 15},
		{postfix, "latest-pg16", 16},
		{postfix, "16-3.4", 16},
		{postfix, "latest", 0},
		{postfix, "99999999999999999999", 0},
	} {
		if got := tt.release.Major(tt.tag); got != tt.want {
			t.Errorf("%q of %q: got %d, want %d", tt.release.Tag, tt.tag, got, tt.want)
		}
	}
}

func TestCallsOf(t *testing.T) {
	i := Image{Calls: []Call{
		{Resource: "configmaps", Verbs: []string{"watch"}, Unless: []Condition{"env:KIND=secret"}, Namespace: &Value{Env: []string{"NS"}}},
		{Resource: "secrets", Verbs: []string{"watch"}, When: []Condition{"env:KIND=secret", "env:KIND=both"}},
	}}
	for _, tt := range []struct{ kind, ns, want string }{
		{"", "", "configmaps"},
		{"both", "a, b", "configmaps/a/b secrets"},
		{"secret", "ALL", "secrets"},
	} {
		inv := Invocation{Env: func(name string) (string, bool) {
			v := map[string]string{"KIND": tt.kind, "NS": tt.ns}[name]
			return v, v != ""
		}}
		var got []string
		for _, call := range i.CallsOf(inv) {
			got = append(got, strings.Join(append([]string{call.Resource}, call.Namespaces...), "/"))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("kind %q in %q: got %v, want %s", tt.kind, tt.ns, got, tt.want)
		}
	}
}

func TestReleasesAndCallsAreChecked(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{`release: {serves: true}`, "of no product"},
		{`release: {of: x, tag: "("}`, "error parsing regexp"},
		{`release: {of: x, tag: "pg"}`, "has 0 groups"},
		{`calls: [{verbs: [get]}]`, "needs a resource and verbs"},
		{`calls: [{resource: pods, verbs: [gets]}]`, `unknown verbs "gets"`},
		{`calls: [{resource: pods, verbs: [get], when: [x]}]`, `condition "x"`},
	} {
		_, err := ParseImages("images.yaml", []byte("- {id: x, match: [x], role: app, lifetime: endless, "+tt.yaml+"}\n"))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error that says %q", tt.yaml, err, tt.want)
		}
	}
}
