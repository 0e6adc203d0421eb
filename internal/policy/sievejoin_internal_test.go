package policy

import (
	"fmt"
	"strings"
	"testing"
)

// TestSieveJoins: elements that are looked up are those that going through all of them finds, in their order.
func TestSieveJoins(t *testing.T) {
	type element struct {
		Name  string `json:"name"`
		Of    string `json:"of,omitempty"`
		Order int    `json:"order"`
	}
	type holder struct {
		Wanted     string     `json:"wanted,omitempty"`
		Containers []*element `json:"containers"`
		Plain      []element  `json:"plain"`
	}
	for _, body := range []string{
		`some c in input.pod.containers; c.name == "c7"`,
		`some c in input.pod.containers; c.name == "nobody"`,
		`some c in input.pod.containers; c.name == input.pod.wanted`,
		`some c in input.pod.containers; c.of == "c3"`,
		`some c in input.pod.containers; some d in input.pod.containers; d.of == c.name; d.order > 20`,
		`some i, c in input.pod.containers; c.of == "c1"; i > 4; some d in input.pod.containers; input.pod.containers[i].name == d.of`,
		`some c in input.pod.containers; c.of == c.name`,
		`some c in input.pod.containers; c.of == sprintf("c%d", [c.order])`,
		`some c in input.pod.plain; some d in input.pod.containers; d.of == c.name; c.of == d.of`,
		`some c in input.pod.containers; c.order == 7`,
		`some i, c in input.pod.containers; c.of == input.pod.containers[i].of; c.of == "c2"`,
		`some c in input.pod.containers; count([1 | some d in input.pod.containers; d.of == c.name]) > 4; not c.of == "c0"`,
	} {
		for _, n := range []int{minJoined - 1, minJoined, 40} {
			for _, wanted := range []string{"", "c9"} {
				in := holder{Wanted: wanted}
				for i := range n {
					e := element{Name: fmt.Sprintf("c%d", i), Order: i}
					if i%3 != 0 {
						e.Of = fmt.Sprintf("c%d", i%7)
					}
					in.Containers, in.Plain = append(in.Containers, &e), append(in.Plain, e)
					if i == 5 {
						in.Containers = append(in.Containers, nil)
					}
				}
				e := sieved(t, "violation contains {\"msg\": sprintf(\"%v\", [c.order]), \"path\": [c.name]} if {\n"+strings.ReplaceAll(body, "; ", "\n")+"\n}\n")
				agree(t, e, map[string]any{"pod": in})
			}
		}
	}
}

// TestSieveOfMany: sets and objects of many texts, which are looked up, say what few do.
func TestSieveOfMany(t *testing.T) {
	type element struct {
		Name string `json:"name"`
		Of   string `json:"of"`
	}
	e := sieved(t, `names contains c.name if some c in input.l

of[c.of] contains c.name if some c in input.l

first := {c.of: n | some c in input.l; n := count(of[c.of])}

violation contains {"msg": c.name, "path": []} if {
	some c in input.l
	c.of in names
	not c.of in {x | some x in names; endswith(x, "3")}
	c.name in of[c.of]
	first[c.of] > 1
}
`)
	for _, n := range []int{3, manyPairs / 2, manyPairs, 2*manyPairs + 1, 300} {
		list := make([]element, 0, n)
		for i := range n {
			list = append(list, element{fmt.Sprint((7 * i) % n), fmt.Sprint(i * i % (n + 2))})
		}
		agree(t, e, map[string]any{"l": list})
	}
}

// TestSieveLooksUp: what a join takes does not grow with the square of what is joined.
func TestSieveLooksUp(t *testing.T) {
	type element struct {
		Name string `json:"name"`
		Of   string `json:"of"`
	}
	e := sieved(t, "violation contains {\"msg\": c.name, \"path\": []} if {\nsome c in input.l\nsome d in input.l\nd.of == c.name\n}\n")
	steps := func(n int) int {
		list := make([]element, 0, n)
		for i := range n {
			list = append(list, element{fmt.Sprint(i), fmt.Sprint(n - i)})
		}
		in, err := NewInput(map[string]any{"l": list})
		if err != nil {
			t.Fatal(err)
		}
		m := e.sieves.machine(in.root)
		defer e.sieves.done(m)
		if _, answer := m.finds(e.rules[0].sieve); answer != yes {
			t.Fatalf("got %d of %d elements", answer, n)
		}
		return m.tried
	}
	if few, many := steps(100), steps(800); many > 9*few {
		t.Errorf("%d terms for 100, %d for 800", few, many)
	}
}
