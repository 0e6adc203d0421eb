package policy_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

// smallSchema is that of a model with enumerations, fields that may be absent and facts of some certainty.
const smallSchema = `{
"type": "object", "required": ["pod"], "properties": {"pod": {
	"type": "object", "required": ["runs", "containers", "who"], "properties": {
		"runs": {"enum": ["always", "to-completion"]},
		"labels": {"type": "object", "additionalProperties": {"type": "string"}},
		"kinds": {"type": "array", "items": {"enum": ["init", "regular"]}},
		"containers": {"type": "array", "items": {"$ref": "#/$defs/container"}},
		"who": {"type": "object", "additionalProperties": {"$ref": "#/$defs/container"}},
		"dials": {"type": "array", "items": {"$ref": "#/$defs/dial"}}
	}}, "parameters": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {}}}},
"$defs": {
	"container": {"type": "object", "required": ["name", "class"], "properties": {
		"name": {"type": "string"}, "class": {"enum": ["init", "sidecar", "regular"]}, "tool": {"type": "string"}, "role": {"enum": ["proxy", "agent"]},
		"listens": {"type": "array", "items": {"$ref": "#/$defs/dial"}},
		"mounts": {"type": "array", "items": {"type": "object", "required": ["volume"], "properties": {"volume": {"type": "string"}}}}
	}},
	"dial": {"type": "object", "required": ["from", "via", "certainty"], "properties": {
		"from": {"type": "string"}, "to": {"type": "string"}, "via": {"enum": ["dial", "probe"]}, "certainty": {"enum": ["stated", "guessed"]}
	}}
}}`

const (
	certaintyLibrary = "package podlint.lib.certainty\n\nabsent(gaps) := gaps\n\nof(facts, gaps) := [facts, gaps]\n"
	pairsLibrary     = "package podlint.lib.pairs\n\ncalls(a, b) if { some d in input.pod.dials; d.from == a; d.to == b }\n\nis(x, want) if x.class == want\n\nnamed(c) if c.role == \"agent\"\n"
)

// checked are the faults and notes on a user's rule of the body given; its violation is named v where it says no more than a condition.
func checked(t *testing.T, body string) (faults, notes []string) {
	t.Helper()
	library := files(map[string]string{"lib/certainty/certainty.rego": certaintyLibrary, "lib/pairs/pairs.rego": pairsLibrary})
	library.Name = ""
	if !strings.Contains(body, "violation contains") {
		body = "violation contains {\"msg\": \"x\", \"path\": []} if {\n" + body + "\n}\n"
	}
	text := header + rulePackage + "\nimport data.podlint.lib.certainty\nimport data.podlint.lib.pairs\n\n" + body
	e, problems := policy.Load([]policy.Source{library, files(map[string]string{"a.rego": text})}, policy.Options{Schema: []byte(smallSchema)})
	for _, p := range problems {
		faults = append(faults, fmt.Sprintf("%d:%d: %s", p.Line-14, p.Column, p.Message))
	}
	for _, p := range e.Notes() {
		notes = append(notes, fmt.Sprintf("%d:%d: %s", p.Line-14, p.Column, p.Message))
	}
	return faults, notes
}

func TestMisspeltValues(t *testing.T) {
	const classes = `expected one of init, regular, sidecar`
	const never = `input.pod.containers[_].class is never "sidcar", ` + classes + `, did you mean "sidecar"?`
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"right", `some c in input.pod.containers; c.class == "sidecar"`, nil},
		{"compared", `some c in input.pod.containers; c.class == "sidcar"`, []string{"1:44: " + never}},
		{"the other way round", `"sidcar" == input.pod.containers[_].class`, []string{"1:1: " + never}},
		{"unequal", `some c in input.pod.containers; c.class != "sidcar"`, []string{"1:44: " + never}},
		{"unified", `some c in input.pod.containers; c.class = "sidcar"`, []string{"1:43: " + never}},
		{"negated", `some c in input.pod.containers; not c.class == "sidcar"`, []string{"1:48: " + never}},
		{"in a set", `some c in input.pod.containers; c.class in {"init", "sidcar"}`, []string{"1:44: " + never}},
		{"in a rule's set", "violation contains 1 if {\nsome c in input.pod.containers\nc.class in _names\n}\n_names := {\"sidcar\"}", []string{"3:12: " + never}},
		{"an element", `"rgular" in input.pod.kinds`, []string{`1:1: input.pod.kinds[_] is never "rgular", expected one of init, regular, did you mean "regular"?`}},
		{"a pattern", `some {"class": "sidcar"} in input.pod.containers`, []string{"1:16: " + never}},
		{"by name", `input.pod.who["x"].class == "sidcar"`, []string{`1:29: input.pod.who.x.class is never "sidcar", ` + classes + `, did you mean "sidecar"?`}},
		{"a plain path", `input.pod.runs == "allways"`, []string{`1:19: input.pod.runs is never "allways", expected one of always, to-completion, did you mean "always"?`}},
		{"far from all", `input.pod.runs == "once"`, []string{`1:19: input.pod.runs is never "once", expected one of always, to-completion`}},
		{"a comprehension", `count([c | some c in input.pod.containers; c.class == "sidcar"]) > 1`, []string{"1:55: " + never}},
		{"every", `every c in input.pod.containers { c.class == "sidcar" }`, []string{"1:46: " + never}},
		{"a helper", "violation contains 1 if { some c in input.pod.containers; _f(c) }\n_f(c) if c.class == \"sidcar\"", []string{"2:21: " + never}},
		{"a helper's literal argument", "violation contains 1 if { some c in input.pod.containers; _f(c.class) }\n_f(\"sidcar\")", []string{"2:4: " + never}},
		{"a helper for two enumerations", "violation contains 1 if { some c in input.pod.containers; _f(c.class); _f(c.role) }\n_f(x) if x == \"proxy\"", nil},
		{"a value that a helper is given", `some c in input.pod.containers; pairs.is(c, "sidcar")`, nil}, // compared with no text that is written beside it
		{"a free text", `some c in input.pod.containers; c.name == "sidcar"`, nil},
		{"the library's own faults are not the user's", `some c in input.pod.containers; pairs.named(c)`, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults, _ := checked(t, tt.body)
			if tt.body[:9] != "violation" { // the condition stands below the head
				for i := range faults {
					faults[i] = strings.Replace(faults[i], "2:", "1:", 1)
				}
			}
			if diff := cmp.Diff(tt.want, faults); diff != "" {
				t.Errorf("%s\nfaults (-want +got):\n%s", tt.body, diff)
			}
		})
	}
}

func TestFieldsThatMayBeAbsent(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"a set denied", `some c in input.pod.containers; not c.tool in {"sh"}`, "c.tool"},
		{"a call denied", `some c in input.pod.containers; not startswith(c.tool, "sh")`, "c.tool"},
		{"a helper denied", "violation contains 1 if { some c in input.pod.containers; not _f(c.tool) }\n_f(\"sh\")", "c.tool"},
		{"in a list", `some c in input.pod.containers; not count([c.tool]) == 3; not "x" in [c.tool]`, "c.tool"},
		{"unequal", `some c in input.pod.containers; c.tool != "sh"`, "c.tool"},
		{"equality of a call denied", `some c in input.pod.containers; not lower(c.tool) == "sh"`, "c.tool"},
		{"a key", `some c in input.pod.containers; not input.pod.labels[c.tool]`, "c.tool"},
		{"a label", `input.pod.labels.app != "x"`, "input.pod.labels.app"},
		{"a list", `some c in input.pod.containers; not count(c.listens) > 1`, "c.listens"},
		{"in a helper", "violation contains 1 if { some c in input.pod.containers; _f(c) }\n_f(x) if x.tool != \"sh\"", "x.tool"},
		{"twice", `some c in input.pod.containers; c.tool != "sh"; c.tool != "ash"`, "c.tool"},
		{"equality denied", `some c in input.pod.containers; not c.tool == "sh"`, ""},
		{"asked for before", `some c in input.pod.containers; c.tool; not c.tool in {"sh"}`, ""},
		{"asked for outside", `some c in input.pod.containers; c.tool; count([d | some d in input.pod.containers; c.tool != d.name]) > 0`, ""},
		{"always there", `some c in input.pod.containers; not c.class in {"init"}; c.name != "a"`, ""},
		{"its absence denied", `some c in input.pod.containers; not c.tool`, ""},
		{"by name", `some c in input.pod.containers; input.pod.who[c.name].class != "init"`, ""},
		{"a parameter", `input.parameters[input.pod.runs].limit != 3`, ""},
		{"unknown", `input.object.kind != "Pod"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults, notes := checked(t, tt.body)
			if len(faults) > 0 {
				t.Errorf("got faults %v", faults)
			}
			if tt.want == "" && len(notes) > 0 || tt.want != "" && (len(notes) == 0 || !strings.Contains(notes[0], ": "+tt.want+" may be absent, and then this fails")) {
				t.Errorf("%s\ngot %v, want a note on %q", tt.body, notes, tt.want)
			}
		})
	}
}

func TestArgumentsFromAbsence(t *testing.T) {
	head := "violation contains {\"msg\": \"x\", \"path\": []} if {\nsome c in input.pod.containers\n"
	argued := "violation contains {\"msg\": \"x\", \"path\": [], \"certainty\": certainty.of([], certainty.absent([]))} if {\nsome c in input.pod.containers\n"
	for _, tt := range []struct{ name, body, want string }{
		{"a relation denied", head + "not pairs.calls(c.name, \"x\")\n}", "input.pod.dials"},
		{"denied in a helper", head + "_alone(c)\n}\n_alone(c) if not pairs.calls(c.name, \"x\")", "input.pod.dials"},
		{"none counted", head + "count([d | some d in input.pod.dials; d.from == c.name]) == 0\n}", "input.pod.dials"},
		{"no exemption", head + "not _spared[c.name]\n}\n_spared contains d.from if some d in input.pod.dials", "input.pod.dials"},
		{"nobody listens", head + "not _served\n}\n_served if { some d in input.pod.containers; some l in d.listens; l.via == \"dial\" }", "input.pod.containers[_].listens"},
		{"nobody listens, by name", head + "not input.pod.who[_].listens[_].via == \"dial\"\n}", "input.pod.who[_].listens"},
		{"the whole list", head + "not input.pod.dials\n}", "input.pod.dials"},
		{"with its gaps", argued + "not pairs.calls(c.name, \"x\")\n}", ""},
		{"the gaps of a helper", strings.Replace(argued, "certainty.of([], certainty.absent([]))", "_sure", 1) + "not pairs.calls(c.name, \"x\")\n}\n_sure := certainty.of([], certainty.absent([]))", ""},
		{"stated facts", head + "not _mounted(\"v\")\n}\n_mounted(v) if { some d in input.pod.containers; some m in d.mounts; m.volume == v }", ""},
		{"a name", head + "not _named(\"v\")\n}\n_named(n) if { some d in input.pod.containers; d.name == n }", ""},
		{"of the same container", head + "not _own(c)\n}\n_own(d) if { some l in d.listens; l.via == \"dial\" }", ""},
		{"the first of several", "violation contains {\"msg\": \"x\", \"path\": []} if {\nsome i, d in input.pod.dials\nnot _before(i, d)\n}\n_before(i, d) if { some j, e in input.pod.dials; j < i; e.from == d.from }", ""},
		{"by its name", head + "not input.pod.who[c.name].tool\n}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults, _ := checked(t, tt.body)
			if tt.want == "" && len(faults) > 0 || tt.want != "" && (len(faults) != 1 || !strings.Contains(faults[0], "concludes from what "+tt.want+" does not hold")) {
				t.Errorf("%s\ngot %v, want a fault on %q", tt.body, faults, tt.want)
			}
		})
	}
}

// TestShippedRulesAreChecked holds the shipped rules and their library to what podlint demands of the user's, and notes are faults there.
func TestShippedRulesAreChecked(t *testing.T) {
	e, problems := policy.Load([]policy.Source{{FS: os.DirFS(policiesDir)}}, policy.Options{Schema: readSchema(t)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	faults, notes := e.Check()
	for _, p := range append(faults, notes...) {
		t.Error("policies/" + p.String())
	}
}

// TestAbsenceInOPA holds what the notes say against OPA: an expression that they are on gives nothing when the field is absent.
func TestAbsenceInOPA(t *testing.T) {
	for _, tt := range []struct {
		expr  string
		fails bool
	}{
		{`not input.pod.tool in {"sh"}`, true},
		{`not startswith(input.pod.tool, "sh")`, true},
		{`not _f(input.pod.tool)`, true},
		{`not _f([input.pod.tool])`, true},
		{`not _by[input.pod.tool]`, true},
		{`not lower(input.pod.tool) == "sh"`, true},
		{`input.pod.tool != "sh"`, true},
		{`not input.pod.tool == "sh"`, false},
		{`not input.pod.tool`, false},
		{`not _by.a.b`, false},
	} {
		q := prepare(t, tree("violation contains {\"msg\": \"x\", \"path\": []} if "+tt.expr+"\n\n_f(x) if x == \"sh\"\n\n_by := {\"sh\": true}\n"), policy.Options{})
		got, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{}})
		if err != nil || (len(got) == 0) != tt.fails {
			t.Errorf("%s: got %v, %v, fails: %t", tt.expr, got, err, tt.fails)
		}
	}
}

func TestMisspeltFields(t *testing.T) {
	const helper = "\nviolation contains {\"msg\": \"x\", \"path\": []} if {\n\tsome c in input.pod.containers\n\t_holds(c)\n}\n"
	const lacks = `input.pod.containers[_] has no field "rol", did you mean "role"?`
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"right", "_holds(c) if c.role == \"proxy\"" + helper, nil},
		{"in a helper", "_holds(c) if c.rol == \"proxy\"" + helper, []string{"1:16: " + lacks}},
		{"in a helper of a helper", "_holds(c) if _is(c)\n\n_is(c) if c.rol == \"proxy\"" + helper, []string{"3:13: " + lacks}},
		{"below", "_holds(c) if {\n\tsome m in c.mounts\n\tm.volum == \"data\"\n}" + helper, []string{"3:4: input.pod.containers[_].mounts[_] has no field \"volum\", did you mean \"volume\"?"}},
		{"far from all", "_holds(c) if c.xyzzy" + helper, []string{"1:16: input.pod.containers[_] has no field \"xyzzy\", but class, listens, mounts, name, role, tool"}},
		{"of another part", "_holds(c) if c.certainty == \"stated\"" + helper, nil},
		{"of an object of the rule's own", "_holds(c) if _weighs({\"weight\": 1, \"of\": c})\n\n_weighs(x) if x.weight > 0" + helper, nil},
		{"of a label", "_holds(_) if _labelled(input.pod.labels)\n\n_labelled(l) if l.team" + helper, nil},
		{"of a parameter", "_holds(_) if _set(input.parameters[\"a\"])\n\n_set(p) if p.deep.deeper" + helper, nil},
		{"of the manifest", "_holds(_) if _set(input.object.spec)\n\n_set(s) if s.anything" + helper, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults, _ := checked(t, tt.body)
			if d := cmp.Diff(tt.want, faults); d != "" {
				t.Error(d)
			}
		})
	}
}
