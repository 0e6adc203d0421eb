package policy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
)

const sieveLibrary = `package lib.words

proxy(c) if c.role == "proxy"

twice(c) if _again(c)

_again(c) if proxy(c)

joined(from, to) if {
	some e in input.pod.edges
	{e.from, e.to} == {from, to}
}

edges contains e.kind if some e in input.pod.edges
`

// sieved loads one rule with the library, from what stands behind its package.
func sieved(t *testing.T, rego string) *Engine {
	t.Helper()
	e, problems := Load([]Source{{Name: "own", FS: fstest.MapFS{
		"x.rego":   {Data: []byte(sieveHeader + "package podlint.rules.a.b\n\nimport data.lib.words\n\n" + rego)},
		"lib.rego": {Data: []byte(sieveLibrary)},
	}}}, Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return e
}

const sieveHeader = `# METADATA
# title: T
# description: D
# related_resources:
#   - ref: https://example.org/
# custom: {severity: info, confidence: certain, fix: F}
`

// judged is what a sieve says of an input, and what it finds as OPA has it.
func judged(t *testing.T, e *Engine, input any) (tri, ast.Value) {
	t.Helper()
	in, err := NewInput(input)
	if err != nil {
		t.Fatal(err)
	}
	m := e.sieves.machine(in.root)
	defer e.sieves.done(m)
	m.shipped = true
	out := no
	for _, d := range e.sieves.definitions(e.rules[0].sieve) {
		m.frame, m.room = make([]val, d.n), m.base
		out = max(out, m.first(d.steps()))
	}
	found, got := m.finds(e.rules[0].sieve)
	if got != out {
		t.Errorf("the sieve says %d, of the conditions alone %d", got, out)
	}
	elems, err := terms(found)
	if err != nil {
		t.Fatal(err)
	}
	return out, ast.NewSet(elems...)
}

var sieveCases = []struct {
	name, body string
	want       tri // of sieveInput
}{
	{"iteration", `some v in input.pod.volumes; not v.used`, yes},
	{"one element must meet all conditions", `some c in input.pod.containers; c.role == "proxy"; c.order == 0`, no},
	{"in any order", `some c, m; m.read_only == true; m = c.mounts[_]; c = input.pod.containers[_]`, yes},
	{"key and value", `some k, v in input.pod.labels; v == "web"; k == "app"`, yes},
	{"reference that takes any", `input.pod.containers[_].mounts[_].volume == "logs"`, no},
	{"variable that takes any", `some i; input.pod.containers[i].role == "proxy"; i > 0`, yes},
	{"absent field", `input.pod.containers[0].port == 1`, no},
	{"negation of an absent field", `not input.pod.containers[0].port`, yes},
	{"negated comparison of an absent field", `not input.pod.containers[0].port == 1`, yes},
	{"negated comparison of a call that has no value", `not _level_of(input.pod.none) == 1`, either},
	{"negated entry of a call that has no value", `not _level_of(input.pod.none).x`, either},
	{"negated inequality of an absent field", `not input.pod.containers[0].port != 1`, no},
	{"negated comparison of a list with an absent field", `not [input.pod.none] == [1]`, either},
	{"membership", `input.pod.qos in {"Burstable", "BestEffort"}`, yes},
	{"negated membership", `not input.pod.qos in ["Burstable"]`, no},
	{"inequality", `input.pod.qos != "Burstable"`, no},
	{"order", `input.pod.containers[1].order >= 1; input.pod.containers[1].order < 2`, yes},
	{"order of texts", `input.pod.qos < "C"`, yes},
	{"comprehension", `count([c | some c in input.pod.containers; c.role == "app"]) == 1`, yes},
	{"element of a comprehension", `x := [c | some c in input.pod.containers; c.role == "none"][0]; x.name`, no},
	{"set", `count({c.role | some c in input.pod.containers}) == 2`, yes},
	{"difference of sets", `count({"app", "x"} - {c.role | some c in input.pod.containers}) == 1`, yes},
	{"every", `every c in input.pod.containers { c.order >= 0 }`, yes},
	{"every but one", `every c in input.pod.containers { c.role == "app" }`, no},
	{"function of a library", `some c in input.pod.containers; words.twice(c); c.order == 1`, yes},
	{"negated function", `some c in input.pod.containers; not words.proxy(c); c.order == 1`, no},
	{"sets as pairs", `words.joined("b", "a")`, yes},
	{"set of a library", `"socket" in words.edges`, yes},
	{"destructuring", `some [a, b] in [["x", 1], ["y", 2]]; a == "y"; b == 1`, no},
	{"texts", `startswith(input.pod.qos, "Burst"); not contains(lower(input.pod.qos), "B"); endswith(input.pod.qos, "able")`, yes},
	{"regular expression", "regex.match(`^[a-z]+$`, input.pod.qos)", no},
	{"expression that replaces", "regex.replace(input.pod.qos, `[a-z]+`, \"x\") == \"Bx\"", yes},
	{"joined texts", `concat("/", ["a", input.pod.qos]) == "a/Burstable"; concat(",", {"b", "a"}) == "a,b"`, yes},
	{"lists", `array.concat(["a"], [c.role | some c in input.pod.containers])[2] == "proxy"`, yes},
	{"table", `{"Burstable": ["a"]}[input.pod.qos][0] == "a"`, yes},
	{"key of an object that is not there", `{"x": 1}[input.pod.qos]`, no},
	{"default", `_level == 2`, yes},
	{"else", `_kind(input.pod.containers[1]) == "helper"`, yes},
	{"else that is not reached", `_kind(input.pod.containers[0]) == "helper"`, no},
	{"constant argument", `_is(input.pod.containers[1].role, "proxy")`, yes},
	{"a text that is put together", `sprintf("%s %d", [input.pod.qos, 1]) == "Burstable 1"`, yes},
	{"a text with more in it", `sprintf("%v %s", [input.pod.containers, {"b", "a"}]) != ""`, yes},
	{"a text of what is not known", `sprintf("%v", [_unknown]) == "x"`, either},
	{"a text is no number", `sprintf("%s", [input.pod.qos]) == 1`, no},
	{"function that OPA works out", `max([1, 2]) == 2; object.union(input.pod.labels, {"app": "b"}).app == "b"`, yes},
	{"objects that are merged", `object.union({"a": {"x": 1}, "b": 1}, {"a": {"y": input.pod.qos}, "b": [2]}) == {"a": {"x": 1, "y": "Burstable"}, "b": [2]}`, yes},
	{"an object of the input that is merged", `x := object.union(input.pod.labels, {"app": {"a": 1}}); x.app.a == 1; x.tier == "x"`, yes},
	{"keys", `object.keys(input.pod.labels) == {"app", "tier"}; count(object.keys({"a": 1})) == 1`, yes},
	{"extremes", `min({c.order | some c in input.pod.containers}) == 0; max(["b", "c", "a"]) == "c"; min([2, 2, 3]) == 2`, yes},
	{"extremes of lists", `min({[c.order, c.name] | some c in input.pod.containers})[1] == "a"; max([[1, "b"], [1], [1, "a"]])[1] == "b"`, yes},
	{"lists in order", `sort([[c.role, c.name] | some c in input.pod.containers])[1][1] == "b"; sort([2, 1])[0] == 1; sort([["b"], ["a", "c"], ["a"]])[1][1] == "c"`, yes},
	{"a mixture in order", `sort([1, "a"])[0] == 1`, either},
	{"extreme of nothing", `not max([]) == 1; min(set())`, no},
	{"extreme of a mixture", `max([1, "a"]) == "a"`, yes},
	{"function that OPA refuses", `to_number(input.pod.qos) == 1`, either},
	{"function that is not followed", `_unknown == 2`, either},
	{"objects", `some a in input.pod.containers; some b in input.pod.containers; a != b; a.order == 1`, yes},
	{"object of values", `_orders.b == 1; not _orders.x; count(_orders) == 2`, yes},
	{"object of sets", `"b" in _volumes.data; not _volumes.logs`, yes},
	{"object of what is not known", `_guesses.b == 1`, either},
	{"comprehension of an object", `{c.name: c.order | some c in input.pod.containers}.b == 1`, yes},
	{"key that a comprehension does not give", `{c.name: c.order | some c in input.pod.containers}.x`, no},
	{"order of keys", `[k | some k, v in {c.role: 1 | some c in input.pod.containers}] == ["app", "proxy"]`, yes},
	{"key with two values", `{x: y | some x in ["a"]; some y in [1, 2]}.a`, either},
	{"order of objects", `[x.a | some x in {{"a": 2}, {"a": 1}}][0] == 1`, either},
	{"with", `input.pod.qos with input as {"pod": {}}`, either},
	{"object.get", `object.get(input.pod, "none", "x") == "x"`, yes},
	{"null", `input.pod.nothing == null`, yes},
	{"a local hides a helper", `_level := 3; _level == 3`, yes},
	{"what is denied is not there", `not startswith(input.pod.none, "x")`, no},
}

const sieveHelpers = `
_roles := [c.role | some c in input.pod.containers]

default _level := 2
_level := 1 if input.pod.qos == "Guaranteed"

_kind(c) := "work" if { c.role == "app" } else := "helper" if { c.role == "proxy" } else := "unknown"

_is(x, "proxy") if x == "proxy"

_level_of(x) := 1 if x == "high"

_unknown := units.parse("2")

_orders[c.name] := c.order if some c in input.pod.containers

_volumes[m.volume] contains c.name if {
	some c in input.pod.containers
	some m in c.mounts
}

_guesses[c.name] := c.order if {
	some c in input.pod.containers
	_unknown > c.order
}
`

func sieveInput() map[string]any {
	return map[string]any{"pod": map[string]any{
		"qos": "Burstable", "labels": map[string]any{"app": "web", "tier": "x"}, "nothing": nil,
		"volumes": []any{map[string]any{"name": "data"}},
		"edges":   []any{map[string]any{"from": "a", "to": "b", "kind": "socket"}},
		"containers": []any{
			map[string]any{"name": "a", "role": "app", "order": 0},
			map[string]any{"name": "b", "role": "proxy", "order": 1, "mounts": []any{map[string]any{"volume": "data", "read_only": true}}},
		},
	}}
}

// TestSieve says of each way to write a condition whether it is followed, and that OPA says the same.
func TestSieve(t *testing.T) {
	for _, tt := range sieveCases {
		t.Run(tt.name, func(t *testing.T) {
			e := sieved(t, violationOf(tt.body))
			if got, _ := judged(t, e, sieveInput()); got != tt.want {
				t.Errorf("got %d, want %d: %s", got, tt.want, e.sieves.text("podlint.rules.a.b.violation"))
			}
			agree(t, e, sieveInput())
		})
	}
}

func violationOf(body string) string {
	return "violation contains {\"msg\": sprintf(\"%v\", [_roles]), \"path\": [c.name | some c in input.pod.containers]} if {\n" + strings.ReplaceAll(body, "; ", "\n") + "\n}\n" + sieveHelpers
}

// agree compares a sieve with OPA.
func agree(t *testing.T, e *Engine, input any) {
	t.Helper()
	e.opt.Ungated = true
	q, problems := e.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	found, err := q.Eval(t.Context(), input)
	got, set := judged(t, e, input)
	if err != nil {
		return
	}
	answered, err := matches(e.rules[0].ID, e.rules[0].File, set)
	if err != nil {
		t.Error(err)
	}
	sortMatches(answered)
	if fires := len(found) > 0; got == no && fires || got == yes && !slices.EqualFunc(found, answered, sameMatch) {
		raw, _ := json.Marshal(input)
		t.Errorf("the sieve says %d and finds %v, OPA finds %v, of %s\n%s", got, answered, found, raw, e.sieves.text("podlint.rules.a.b.violation"))
	}
}

func sameMatch(a, b Match) bool { return reflect.DeepEqual(a, b) }

// TestSievesAgreeWithOPA changes the input at random, and joins and denies conditions.
func TestSievesAgreeWithOPA(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 150 {
		one, two := sieveCases[random.IntN(len(sieveCases))], sieveCases[random.IntN(len(sieveCases))]
		rego := violationOf("input.pod; " + one.body)
		switch i % 3 {
		case 1:
			rego = violationOf("not _one; _two") + helper("_one", one.body) + helper("_two", two.body)
		case 2:
			rego = violationOf("count([1 | some x in [1, 2]; _one; x == 1]) == 0; not _two") + helper("_one", one.body) + helper("_two", two.body)
		}
		e := sieved(t, rego)
		for range 3 {
			input := sieveInput()
			change(random, input["pod"].(map[string]any))
			agree(t, e, input)
		}
		if t.Failed() {
			t.Fatal(rego)
		}
	}
}

func helper(name, body string) string {
	return fmt.Sprintf("\n%s if {\n%s\n}\n", name, strings.ReplaceAll(body, "; ", "\n"))
}

// change takes something away, or gives it another value.
func change(random *rand.Rand, in map[string]any) {
	for key, v := range in {
		switch random.IntN(6) {
		case 0:
			delete(in, key)
		case 1:
			in[key] = []any{"Burstable", 1, true, false, nil, []any{"app"}, "proxy", "Guaranteed"}[random.IntN(8)]
		}
		switch v := v.(type) {
		case map[string]any:
			change(random, v)
		case []any:
			for _, elem := range v {
				if inner, ok := elem.(map[string]any); ok {
					change(random, inner)
				}
			}
		}
	}
}

// TestSieveGivesUp: rules that are made to take for ever to try are asked.
func TestSieveGivesUp(t *testing.T) {
	many := make([]any, 200)
	for i := range many {
		many[i] = i
	}
	e := sieved(t, violationOf("some a in input.l; some b in input.l; some c in input.l; a + b + c == 1000000"))
	in, _ := NewInput(map[string]any{"l": many})
	m := e.sieves.machine(in.root)
	for shipped, most := range map[bool]int{false: maxTried, true: maxTriedShipped} {
		m.shipped = shipped
		if _, answer := m.finds(e.rules[0].sieve); answer != either {
			t.Error("OPA is not asked")
		}
		if m.tried < most || m.tried > 2*most {
			t.Errorf("%d terms were looked at, want about %d", m.tried, most)
		}
	}
}
