package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

// withLimit is a header with a parameter called limit.
var withLimit = strings.Replace(header, "#   fix: Do it.\n", `#   fix: Do it.
#   parameters:
#     limit:
#       description: How many.
#       schema: {type: integer, minimum: 1}
#       default: 3
`, 1)

// TestNoPolicyIsOffWithoutAWord: what would have no effect is a fault with its place.
func TestNoPolicyIsOffWithoutAWord(t *testing.T) {
	rule := func(head string) string {
		return header + rulePackage + "\nviolation contains " + head + " if input.pod\n"
	}
	limited := func(condition string) string {
		return withLimit + rulePackage + "\nviolation contains {\"msg\": \"x\", \"path\": []} if " + condition + "\n"
	}
	const expected = ": expected package podlint.rules.<category>.<rule_name>, two words in snake_case"
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"fine", rule(`{"msg": "x", "path": [], "container": "c", "severity": "info", "related": [{"msg": "y", "path": []}], "fix": "z"}`), nil},
		{"no category", strings.Replace(rule(`{"msg": "x"}`), "rules.coupling.a", "rules.a", 1), []string{"own/a.rego:10:1: package podlint.rules.a is in no rule's place" + expected}},
		{"too deep", strings.Replace(rule(`{"msg": "x"}`), "rules.coupling.a", "rules.coupling.a.b", 1), []string{"own/a.rego:10:1: package podlint.rules.coupling.a.b is in no rule's place" + expected}},
		{"bracket", strings.Replace(rule(`{"msg": "x"}`), "rules.coupling.a", `rules["cou-pling"].a.b`, 1), []string{`own/a.rego:10:1: package podlint.rules["cou-pling"].a.b is in no rule's place` + expected}},
		{"another package", strings.Replace(rule(`{"msg": "x"}`), "podlint.rules.coupling.a", "main", 1), []string{"own/a.rego:12:1: nobody asks for the violation of package main" + expected}},
		{"of conftest", "package main\n\ndeny contains \"x\" if input.spec\n", nil},
		{"misspelt key", rule(`{"msg": "x", "path": [], "containr": "c"}`), []string{`own/a.rego:12:45: unknown key "containr" of a violation, expected one of msg, path, container, severity, certainty, related, fix, did you mean "container"?`}},
		{"misspelt key of a related place", rule(`{"msg": "x", "path": [], "related": [{"mesg": "y"}]}`), []string{`own/a.rego:12:58: unknown key "mesg" of a related place, expected one of msg, path, did you mean "msg"?`}},
		{"misspelt key of certainty", rule(`{"msg": "x", "path": [], "certainty": {"lowr": 1}}`), []string{`own/a.rego:12:59: unknown key "lowr" of certainty, expected one of lower, doubt, confidence, reason, did you mean "lower"?`}},
		{"path is a text", rule(`{"msg": "x", "path": "spec"}`), []string{`own/a.rego:12:41: path is string, expected a list of keys and indices such as c.path or ["spec", "containers", 0]`}},
		{"path is a set", rule(`{"msg": "x", "path": {"spec"}}`), []string{`own/a.rego:12:41: path is set, expected a list of keys and indices such as c.path or ["spec", "containers", 0]`}},
		{"a parameter", limited(`input.parameters["a"].limit > 1`), nil},
		{"undeclared parameter", limited(`input.parameters.a.limt > 1`), []string{`own/a.rego:17:67: rule a declares no parameter "limt" in its METADATA, did you mean "limit"?`}},
		{"another rule's parameter", limited(`input.parameters["b"].limit > 1`), []string{`own/a.rego:17:65: parameters of rule "b" are not those of "a": declare them in the METADATA of this rule`}},
		{"nobody's parameter", limited(`input.parameters["c"].limit > 1`), []string{`own/a.rego:17:65: no rule is called "c"`}},
		{"misspelt rule", limited(`input.parameters["limted"].limit > 1`), []string{`own/a.rego:17:65: no rule is called "limted", did you mean "limited"?`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			other := withLimit + "package podlint.rules.coupling.b\n" + violation
			_, problems := policy.Load([]policy.Source{files(map[string]string{"a.rego": tt.text, "b.rego": other, "limited.rego": strings.ReplaceAll(other, "coupling.b", "coupling.limited")})}, policy.Options{})
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWorkedOutFaults: what cannot be seen before it is evaluated is an error then.
func TestWorkedOutFaults(t *testing.T) {
	for _, tt := range []struct{ name, head, want string }{
		{"key", `object.union({"msg": "x"}, {"containr": "c"})`, `unknown key "containr" of a violation, expected one of`},
		{"path", `{"msg": "x", "path": input.pod.name}`, `path is string, expected a list of keys and indices`},
		{"element of a path", `{"msg": "x", "path": [input.pod]}`, `path holds {"name": "n"}, expected keys and indices`},
		{"related", `{"msg": "x", "related": input.pod.name}`, `related is string, expected a list of objects with msg and path`},
		{"related place", `{"msg": "x", "related": [input.pod.name]}`, `related holds string, expected objects with msg and path`},
		{"related without msg", `{"msg": "x", "related": [{"path": []}]}`, `related holds an object without msg`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := prepare(t, tree("violation contains "+tt.head+" if input.pod\n"), policy.Options{})
			_, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{"name": "n"}})
			if err == nil || !strings.Contains(err.Error(), "evaluate rule sample: own/sample.rego:12: "+tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestParametersHaveTypes: a parameter is what its declaration says, for the compiler too.
func TestParametersHaveTypes(t *testing.T) {
	load := func(condition string) []string {
		text := withLimit + rulePackage + "\nviolation contains {\"msg\": \"x\", \"path\": []} if " + condition + "\n"
		e, problems := policy.Load([]policy.Source{files(map[string]string{"a.rego": text})}, policy.Options{Schema: []byte(smallSchema)})
		if len(problems) == 0 {
			_, problems = e.Prepare(t.Context(), nil)
		}
		var out []string
		for _, p := range problems {
			out = append(out, p.String())
		}
		return out
	}
	if got := load(`input.parameters["a"].limit > count(input.pod.containers)`); len(got) > 0 {
		t.Errorf("got %v for a number that is compared with a number", got)
	}
	if got := load(`startswith(input.parameters["a"].limit, "x")`); len(got) != 1 || !strings.Contains(got[0], "own/a.rego:17:48: startswith: invalid argument(s)") {
		t.Errorf("got %v, want the number that is taken for a text", got)
	}
}

func TestFoldersWithoutARule(t *testing.T) {
	library := files(map[string]string{"lib.rego": "package mine\n\nx := 1\n"})
	library.Name = "library"
	e, problems := policy.Load([]policy.Source{library, files(map[string]string{"a.rego": header + rulePackage + violation})}, policy.Options{})
	if got := e.Without(); len(problems) > 0 || len(got) != 1 || got[0] != "library" {
		t.Errorf("got %v, %v, want the library", got, problems)
	}
}
