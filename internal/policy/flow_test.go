package policy

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// readsOf is the mask of data.a.p, in a module of the text given, with a library beside it.
func readsOf(t *testing.T, text string) mask {
	t.Helper()
	found, problems := modules(Source{FS: fstest.MapFS{
		"a.rego":   {Data: []byte("package a\n\nimport data.lib.words\nimport input.pod as thePod\n\n" + text)},
		"lib.rego": {Data: []byte(readLibrary)},
	}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return newAnalysis(found).reads("a", "p")
}

const readLibrary = `package lib.words

name(c) := c.name

of(name) := input.pod.who[name]

gap(name) if _all[of(name).class]

_all := {"x"}

sure(facts) if { every f in facts { f.certainty != "guessed" } }

unused := input.pod.left

both contains c.name if some c in input.pod.containers
`

// list writes a mask as the paths at its ends, those that are read as a whole with a star and two dots.
func (m mask) list(at string) []string {
	if m == nil {
		return []string{at + ".."}
	}
	if len(m) == 0 {
		return []string{at}
	}
	var out []string
	for key, below := range m {
		out = append(out, below.list(at+"."+key)...)
	}
	slices.Sort(out)
	return out
}

func TestReads(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", `p := 1`, ``},
		{"a path", `p if input.pod.runs == "always"`, `.pod.runs..`},
		{"whether it is there", `p if input.pod.runs`, `.pod.runs`},
		{"whether it is not there", `p if not input.pod.runs`, `.pod.runs`},
		{"what nobody asks for", "p := 1\n\nq := input.pod.runs", ``},
		{"a loop", `p if { some c in input.pod.containers; c.class == "init" }`, `.pod.containers.*.class..`},
		{"a loop that only counts", `p if { some c in input.pod.containers }`, `.pod.containers.*`},
		{"a loop by bracket", `p if input.pod.containers[_].class == "init"`, `.pod.containers.*.class..`},
		{"a loop in a loop, in any order", `p if { m.kind == "x"; some m in c.mounts; some c in input.pod.containers }`, `.pod.containers.*.mounts.*.kind..`},
		{"by name", `p if { some r in input.pod.reads; input.pod.who[r.container].class == "x" }`, `.pod.reads.*.container.. .pod.who.*.class..`},
		{"key and value", `p if { some name, w in input.pod.who; w.class == name }`, `.pod.who.*.class..`},
		{"an element as a whole", `p := [c | some c in input.pod.containers]`, `.pod.containers.*..`},
		{"a part of the elements of a comprehension", `p := x if { cs := [c | some c in input.pod.containers; c.a == 1]; x := cs[0].b }`, `.pod.containers.*.a.. .pod.containers.*.b..`},
		{"the elements of a set are compared", `p if { cs := {c | some c in input.pod.containers}; some c in cs; c.b }`, `.pod.containers.*..`},
		{"a set of names", `p if { names := {c.name | some c in input.pod.containers}; "x" in names }`, `.pod.containers.*.name..`},
		{"an object that is put together", `p if { some c in input.pod.containers; x := {"c": c, "n": 1}; x.c.name == "y" }`, `.pod.containers.*.name..`},
		{"a name for two", `p if { a := input.pod.a; b := a; b.x == 1 }`, `.pod.a.x..`},
		{"compared as a whole", `p if { a := input.pod.a; a == input.pod.b }`, `.pod.a.. .pod.b..`},
		{"unified twice", `p if { some a in input.pod.a; some b in input.pod.b; a = b }`, `.pod.a.*.. .pod.b.*..`},
		{"a pattern", `p if { [x, _] = input.pod.pair; x.y }`, `.pod.pair..`},
		{"a pattern in a loop", `p if { some {"a": x} in input.pod.list; x }`, `.pod.list.*..`},
		{"a local function", "p if { some c in input.pod.containers; _f(c) }\n\n_f(c) if c.class == \"init\"\n\n_f(c) if c.tty", `.pod.containers.*.class.. .pod.containers.*.tty`},
		{"a function that compares", "p if _f(input.pod.a)\n\n_f(\"x\")", `.pod.a..`},
		{"a function that takes apart", "p if _f(input.pod.a)\n\n_f([x, y]) if x.z == y", `.pod.a..`},
		{"what a function returns", "p if { some c in input.pod.containers; m := _main(c); m.port == 80 }\n\n_main(c) := c.ports[0] if c.ports", `.pod.containers.*.ports.*.port..`},
		{"else", "p := _f(input.pod)\n\n_f(x) := x.a if { x.b } else := x.c", `.pod.a.. .pod.b .pod.c..`},
		{"the value of a rule", "p if _x.y == 1\n\n_x := input.pod.x", `.pod.x.y..`},
		{"an object rule", "p if _by[\"n\"].y == 1\n\n_by[c.name] := c if some c in input.pod.containers", `.pod.containers.*.name.. .pod.containers.*.y..`},
		{"a set rule", "p if { some x in _xs; x.y }\n\n_xs contains c if some c in input.pod.containers", `.pod.containers.*..`},
		{"a named set of exemptions", "p if { some c in input.pod.containers; not _spared[c.name] }\n\n_spared[c.name] contains \"why\" if { some c in input.pod.containers; c.tty }", `.pod.containers.*.name.. .pod.containers.*.tty`},
		{"a library function", `p if { some c in input.pod.containers; words.name(c) == "x" }`, `.pod.containers.*.name..`},
		{"a library function of its own", `p if words.of("x").class == "y"`, `.pod.who.*.class..`},
		{"a library function that calls others", `p if { some n, _ in input.pod.who; words.gap(n) }`, `.pod.who.*.class..`},
		{"facts in a list", `p if { some r in input.pod.reads; some w in r.writes; words.sure([r, w]) }`, `.pod.reads.*.certainty.. .pod.reads.*.writes.*.certainty..`},
		{"a library's set", `p if "x" in words.both`, `.pod.containers.*.name..`},
		{"a library by its full name", `p if data.lib.words.of("x").class == "y"`, `.pod.who.*.class..`},
		{"an alias of the input", `p if thePod.runs == "x"`, `.pod.runs..`},
		{"every", `p if { every c in input.pod.containers { c.class == "x"; some m in c.mounts; m.kind == "y" } }`, `.pod.containers.*.class.. .pod.containers.*.mounts.*.kind..`},
		{"a count", `p if count(input.pod.containers) > 1`, `.pod.containers.*`},
		{"object.get", `p if object.get(input.pod, "runs", "") == ""`, `.pod.runs..`},
		{"another builtin", `p := json.marshal(input.pod)`, `.pod..`},
		{"a message", `p contains sprintf("%s", [c.name]) if some c in input.pod.containers`, `.pod.containers.*.name..`},
		{"a text with values", "p contains $`{c.name} and {words.name(d)}` if { some c in input.pod.a; some d in input.pod.b }", `.pod.a.*.name.. .pod.b.*.name..`},
		{"a shadowed name", `p if { some c in input.pod.a; c.x == 1; xs := [c.y | some c in input.pod.b]; xs[0] == 2 }`, `.pod.a.*.x.. .pod.b.*.y..`},
		{"a name that waits inside a comprehension", `p if { xs := [[d | d := 1], c.y]; xs[1].z == 1; some c in input.pod.a }`, `.pod.a.*.y.z..`},
		{"another input", `p if { input.pod.a with input as {"pod": input.pod.b} }`, `.pod.a .pod.b..`},
		{"another answer", `p if words.name(input.pod.a) with data.lib.words.name as input.pod.b`, `..`},
		{"the whole input", `p := input`, `..`},
		{"an unknown part", `p if input[input.pod.x]`, `..`},
		{"each part", `p if { some k; input[k].y }`, `..`},
		{"all parts", `p if { some part in input; part.y }`, `..`},
		{"a library by bracket", `p if data.lib.words["of"]("x")`, `.pod.who.*`},
		{"an unknown library", `p if data.lib.words[input.pod.x]`, `..`},
		{"itself", "p if q(input.pod)\n\nq(x) if q(x.y)", `..`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if got := strings.Join(readsOf(t, tt.text).list(""), " "); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.text, got, want)
			}
		})
	}
}

// TestReadsEnd: a module made to explode counts as one that reads everything, soon.
func TestReadsEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString("p := f0(input.pod)\n\n")
	for i := range 30 {
		fmt.Fprintf(&b, "f%d(x) := [f%d(x.a), f%d(x.b)]\n\n", i, i+1, i+1)
	}
	b.WriteString("f30(x) := x\n")
	if got := readsOf(t, b.String()); got != nil {
		t.Errorf("got %d parts, want everything", len(got.list("")))
	}
}

type readPod struct {
	Name string              `json:"name"`
	Runs string              `json:"runs"`
	Left []string            `json:"left,omitempty"`
	List []readPart          `json:"list"`
	By   map[string]readPart `json:"by,omitempty"`
	None []readPart          `json:"none"`
}

type readPart struct {
	A string   `json:"a,omitempty"`
	B float64  `json:"b"`
	C []string `json:"c,omitempty"`
}

func TestOnlyWhatRulesReadIsConverted(t *testing.T) {
	type input struct {
		Object any            `json:"object"`
		Pod    *readPod       `json:"pod"`
		Set    map[string]any `json:"set"`
	}
	odd := readPart{A: "x", B: math.NaN(), C: []string{"z"}} // which no JSON can hold
	in, err := NewInput(&input{
		Object: math.NaN(), Set: map[string]any{"x": 1, "y": 2},
		Pod: &readPod{Name: "a", Runs: "always", List: []readPart{odd, {B: 2}}, By: map[string]readPart{"n": odd}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ text, want string }{
		{`p := 1`, `{}`},
		{`p if input.pod.runs == "always"`, `{"pod": {"runs": "always"}}`},
		{`p if { some x in input.pod.left; x == input.set.x }`, `{"pod": {}, "set": {"x": 1}}`},
		{`p if input.set[input.pod.name] == 1`, `{"pod": {"name": "a"}, "set": {"x": 1, "y": 2}}`},
		{"p if f(input.pod)\n\nf(x) if x.name == input.nothing", `{"pod": {"name": "a"}}`},
		{`p := [y | y := input.set.y]`, `{"set": {"y": 2}}`},
		{`p if not input.set`, `{"set": {}}`},
		{`p if input.set == {}`, `{"set": {"x": 1, "y": 2}}`},
		{`p if count(input.set) == 2`, `{"set": {"x": 1, "y": 2}}`},
		{`p if { some c in input.pod.list; c.a == "x" }`, `{"pod": {"list": [{"a": "x"}, {}]}}`},
		{`p if { some n, c in input.pod.by; c.a == n }`, `{"pod": {"by": {"n": {"a": "x"}}}}`},
		{`p if { some c in input.pod.by; input.pod.by.n.c; c.a == "x" }`, `{"pod": {"by": {"n": {"a": "x", "c": ["z"]}}}}`},
		{`p if count(input.pod.list) == 2`, `{"pod": {"list": [{}, {}]}}`},
		{`p if { some c in input.pod.none; c.a == "x" }`, `{"pod": {"none": null}}`},
		{`p if count(input.pod.name) == 2`, `{"pod": {"name": "a"}}`},
		{`p if input.pod.list`, `{"pod": {"list": [{}, {}]}}`},
		{`p if { some x in input.pod.list[0].c; x == "z" }`, `{"pod": {"list": [{"c": ["z"]}, {}]}}`},
	} {
		got, err := in.term(readsOf(t, tt.text))
		if err != nil || got.String() != tt.want {
			t.Errorf("%s\nconverted %v, %v, want %s", tt.text, got, err, tt.want)
		}
	}
}

func TestMaskHas(t *testing.T) {
	m := readsOf(t, `p if { some c in input.pod.containers; c.class == "init"; input.pod.labels; count(input.pod.annotations) > 0 }`)
	for path, want := range map[string]bool{
		"pod": true, "pod containers 0 class": true, "pod containers 0 name": false, "pod labels": true, "pod labels app": false,
		"pod annotations x": true, "object": false,
	} {
		if got := m.has(strings.Fields(path)); got != want {
			t.Errorf("%s: got %t, want %t", path, got, want)
		}
	}
}
