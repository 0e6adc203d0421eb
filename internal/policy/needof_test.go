package policy

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// show prints a need for a test.
func show(n *Need) string {
	if n == nil {
		return "always"
	}
	if n.Test == Every || n.Test == Some {
		parts := make([]string, len(n.Parts))
		for i := range n.Parts {
			parts[i] = show(&n.Parts[i])
		}
		return "(" + strings.Join(parts, map[Test]string{Every: " & ", Some: " | "}[n.Test]) + ")"
	}
	path := strings.Join(n.Path, ".")
	switch n.Test {
	case Holds:
		return path + "!"
	case Denied:
		return path + "=false"
	case Equals:
		return fmt.Sprintf("%s=%q", path, n.Text)
	}
	return path
}

const needLibrary = `package lib.words

proxy(c) if c.role == "proxy"

twice(c) if _again(c)

_again(c) if proxy(c)

calls(from, to) if {
	some e in input.pod.edges
	e.kind == "socket"
	e.from == from
}

edges contains e if some e in input.pod.edges
`

func TestNeedOf(t *testing.T) {
	for _, tt := range []struct{ name, rego, want string }{
		{"iteration", `violation contains {"path": v.path} if { some v in input.pod.volumes; not v.mounted_by }`, `pod.volumes.*.path`},
		{"nothing but a constant", `violation contains {"msg": "x"} if { true }`, `always`},
		{"no body", `violation contains {"msg": "x"}`, `always`},
		{"bracket", `violation contains 1 if { input.pod.edges[_].kind == "socket" }`, `pod.edges.*.kind="socket"`},
		{
			"chain in any order", `violation contains 1 if { m.read_only; some m in c.mounts; some c in input.pod.containers }`,
			`pod.containers.*.mounts.*.read_only!`,
		},
		{"key and value", `violation contains k if { some k, v in input.pod.labels; v == "x" }`, `pod.labels.*="x"`},
		{"assignment", `violation contains 1 if { s := input.pod.containers[i].script; s.idle == true }`, `pod.containers.*.script.idle!`},
		{"false", `violation contains 1 if { input.pod.host_network == false }`, `pod.host_network=false`},
		{"negation asks nothing", `violation contains 1 if { not input.pod.edges }`, `always`},
		{"comprehension asks nothing", `violation contains 1 if { count([e | some e in input.pod.edges]) == 0 }`, `always`},
		{"every asks nothing", `violation contains 1 if { every e in input.pod.edges { e.kind == "x" } }`, `always`},
		{"with asks nothing", `violation contains 1 if { input.pod.edges[_] with input as {"pod": {"edges": [1]}} }`, `always`},
		{"print asks nothing", `violation contains 1 if { print(input.pod.edges) }`, `always`},
		{"template string asks nothing", "violation contains $\"{input.pod.qos}\" if { true }", `always`},
		{"default value of object.get", `violation contains 1 if { object.get(input.pod, "qos", "") == "" }`, `pod`},
		{"whole input", `violation contains 1 if { count(input) > 0 }`, `always`},
		{"object comes late", `violation contains 1 if { input.object.kind == "Pod" }`, `always`},
		{"membership", `violation contains 1 if { input.pod.qos in {"a", "b"} }`, `((pod.qos="a" | pod.qos="b") & pod.qos)`},
		{"two definitions", "violation contains 1 if { input.a }\nviolation contains 1 if { input.b }", `(a! | b!)`},
		{"one definition without", "violation contains 1 if { input.a }\nviolation contains 1 if { true }", `always`},
		{
			"function", "violation contains 1 if { some c in input.pod.containers; _f(c) }\n_f(c) if c.tty\n_f(x) if x.role == \"proxy\"",
			`(pod.containers.* & (pod.containers.*.tty! | pod.containers.*.role="proxy"))`,
		},
		{"function with default", "violation contains 1 if { _f(input.pod.x) }\ndefault _f(_) := true\n_f(c) if c.tty", `pod.x`},
		{"else", "violation contains 1 if { _f(input.pod) }\n_f(c) := 1 if { c.a } else := 2 if { c.b }", `(pod & (pod.a! | pod.b!))`},
		{"negated function", "violation contains 1 if { input.x; not _f(input.pod) }\n_f(c) if c.tty", `x!`},
		{"complete helper", "violation contains 1 if { _on }\n_on if input.pod.a", `pod.a!`},
		{"default helper", "violation contains 1 if { _on == false }\ndefault _on := false\n_on if input.pod.a", `always`},
		{"element of a set helper", "violation contains 1 if { some x in _xs }\n_xs contains e if some e in input.pod.edges", `pod.edges.*`},
		{"set helper by bracket", "violation contains x if { _xs[x] }\n_xs contains e if some e in input.pod.edges", `pod.edges.*`},
		{"whole set helper", "violation contains 1 if { count(_xs) == 0 }\n_xs contains e if some e in input.pod.edges", `always`},
		{"a local hides a helper", "violation contains 1 if { some _on in [1]; _on == 1 }\n_on if input.pod.a", `always`},
		{"recursion ends", "violation contains 1 if { _f(input.a) }\n_f(x) if _g(x)\n_g(x) if _f(x)", `a`},
		{"alias of the input", "import input.pod as p\nviolation contains 1 if { p.a }", `pod.a!`},
		{"a local hides an import", `violation contains 1 if { words := input.pod; words.a }`, `pod.a!`},
		{"function of a library", `violation contains 1 if { some c in input.pod.containers; words.proxy(c) }`, `pod.containers.*.role="proxy"`},
		{"function of a library by its full name", `violation contains 1 if data.lib.words.proxy(input.pod.main)`, `pod.main.role="proxy"`},
		{"function of a library that asks the input", `violation contains 1 if words.calls("a", "b")`, `(pod.edges.*.kind="socket" & pod.edges.*.from)`},
		{"function of a library that asks another", `violation contains 1 if words.twice(input.pod.x)`, `pod.x.role="proxy"`},
		{"set of a library", `violation contains x if some x in words.edges`, `pod.edges.*`},
		{"whole set of a library", `violation contains 1 if count(words.edges) == 0`, `always`},
		{"function of a library negated", `violation contains 1 if not words.proxy(input.pod.x)`, `always`},
		{"unknown library", `violation contains 1 if data.lib.other.proxy(input.pod.x)`, `pod.x`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, problems := modules(Source{FS: fstest.MapFS{
				"x.rego":   {Data: []byte("package podlint.rules.a.b\n\nimport data.lib.words\n" + tt.rego)},
				"lib.rego": {Data: []byte(needLibrary)},
			}})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if got := show(newAnalysis(found).needOf("podlint.rules.a.b")); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
