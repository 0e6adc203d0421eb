package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

// words writes an account on as few lines as a test can compare.
func words(clauses []policy.Clause, indent string) string {
	var b strings.Builder
	for _, c := range clauses {
		fmt.Fprintf(&b, "%s%s:%d\n", indent, c.Name, c.Line)
		for _, a := range c.Attempts {
			for _, s := range a.Steps {
				var facts []string
				for _, f := range s.Facts {
					facts = append(facts, f.Name+"="+f.Value)
				}
				fmt.Fprintf(&b, "%s %t %s [%s]\n", indent, s.Held, s.Text, strings.Join(facts, " "))
				b.WriteString(words(s.Inside, indent+"    "))
			}
			fmt.Fprintf(&b, "%s held=%t\n", indent, a.Held)
		}
	}
	return b.String()
}

func TestExplain(t *testing.T) {
	type object = map[string]any
	pod := object{"pod": object{"qos": "low", "containers": []any{object{"name": "a", "port": 80}, object{"name": "b"}}}}
	for _, tt := range []struct{ name, body, want string }{
		{"each element", "violation contains {\"msg\": c.name} if {\n\tsome c in input.pod.containers\n\tc.port == 80\n}\n", `violation:12
 true some c in input.pod.containers [c={"name": "a", "port": 80}]
 true c.port == 80 [c.port=80]
 held=true
 true some c in input.pod.containers [c={"name": "b"}]
 false c.port == 80 [c.port=]
 held=false
`},
		{"named exemption", "violation contains {\"msg\": c.name} if {\n\tsome c in input.pod.containers\n\tnot spared[c.name]\n}\n\nspared[c.name] contains \"it serves\" if {\n\tsome c in input.pod.containers\n\tc.port\n}\n", `violation:12
 true some c in input.pod.containers [c={"name": "a", "port": 80}]
 false not spared[c.name] [spared[c.name]={"it serves"}]
 held=false
 true some c in input.pod.containers [c={"name": "b"}]
 true not spared[c.name] [spared[c.name]=]
 held=true
`},
		{"nothing to run through", "violation contains {\"msg\": \"x\"} if some v in input.pod.volumes\n", `violation:12
 false some v in input.pod.volumes [input.pod.volumes=]
 held=false
`},
		{"helper that fails", "violation contains {\"msg\": \"x\"} if {\n\t_low(input.pod.qos)\n}\n\n_low(q) if {\n\tq != \"low\"\n}\n", `violation:12
 false _low(input.pod.qos) [input.pod.qos="low"]
    _low:16
     false q != "low" [q="low"]
     held=false
 held=false
`},
		{"negated helper that holds", "violation contains {\"msg\": \"x\"} if {\n\tnot _low\n}\n\n_low if input.pod.qos == \"low\"\n", `violation:12
 false not _low [_low=true]
    _low:16
     true input.pod.qos == "low" [input.pod.qos="low"]
     held=true
 held=false
`},
		{"value of a rule", "violation contains {\"msg\": \"x\"} if {\n\tcount(_names) > _most\n}\n\n_most := 1\n\n_names := [c.name | some c in input.pod.containers]\n", `violation:12
 true count(_names) > _most [_names=["a", "b"] _most=1]
 held=true
`},
		{"assignment and index", "violation contains {\"msg\": \"x\"} if {\n\ti := 1\n\tinput.pod.containers[i].name == \"a\"\n}\n", `violation:12
 true i := 1 [i=1]
 false input.pod.containers[i].name == "a" [input.pod.containers[i].name="b"]
 held=false
`},
		{"clauses that the index would skip", "violation contains {\"msg\": \"x\"} if input.pod.qos == \"high\"\n\nviolation contains {\"msg\": \"y\"} if input.pod.qos == \"top\"\n", `violation:12
 false input.pod.qos == "high" [input.pod.qos="low"]
 held=false
violation:14
 false input.pod.qos == "top" [input.pod.qos="low"]
 held=false
`},
		{"message that cannot be made", "violation contains {\"msg\": input.pod.nothing} if input.pod.qos\n", `violation:12
 true input.pod.qos [input.pod.qos="low"]
 false the value of violation cannot be made [input.pod.nothing=]
 held=false
`},
		{"value of a helper that cannot be made", "violation contains {\"msg\": \"x\"} if {\n\t_name == \"x\"\n}\n\n_name := sprintf(\"%s\", [input.pod.nothing])\n", `violation:12
 false _name == "x" []
    _name:16
     false the value of _name cannot be made [input.pod.nothing=]
     held=false
 held=false
`},
		{"no conditions", "violation contains {\"msg\": \"x\"}\n", `violation:12
 held=true
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := prepare(t, tree(tt.body), policy.Options{})
			got, err := q.Explain(t.Context(), "sample", pod)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, words(got.Clauses, "")); diff != "" {
				t.Errorf("account (-want +got):\n%s", diff)
			}
			matches, err := q.Eval(t.Context(), pod)
			if diff := cmp.Diff(matches, got.Matches); diff != "" || err != nil {
				t.Errorf("error %v; matches (-eval +explain):\n%s", err, diff)
			}
		})
	}
}

// TestExplainManyAttempts: what is kept of an account is bounded, and the rest counted.
func TestExplainManyAttempts(t *testing.T) {
	q := prepare(t, tree("violation contains {\"msg\": \"x\"} if {\n\tsome i in numbers.range(1, 1000)\n\ti < 0\n}\n"), policy.Options{})
	got, err := q.Explain(t.Context(), "sample", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Clauses[0]; len(c.Attempts) != 200 || c.More != 800 {
		t.Errorf("got %d attempts and %d more, want 200 and 800", len(c.Attempts), c.More)
	}
}

func TestExplainErrors(t *testing.T) {
	q := prepare(t, tree("violation contains {\"msg\": \"x\"} if to_number(\"x\") == 1\n"), policy.Options{})
	if _, err := q.Explain(t.Context(), "sample", map[string]any{}); err == nil || !strings.Contains(err.Error(), "rule sample in own/sample.rego") {
		t.Errorf("got error %v, want one that names the rule", err)
	}
	if _, err := q.Explain(t.Context(), "other", map[string]any{}); err == nil {
		t.Error("got no error for a rule that is not there")
	}
}
