package policy

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Both figures may only fall. A list of the model that one rule reads is likely a verdict, which belongs into the rule; a rule whose body holds
// no condition passes on what Go decided.
const (
	mostSingles   = 423
	mostUnjudging = 26
)

// singles are the lists that one shipped rule may read alone, with all below them and the reason. One that several rules read must be taken out.
var singles = map[string]string{
	"pod.duplicate_keys":           "what the parser saw of the text: there is nothing to compare it with",
	"pod.unknown_fields":           "what the parser saw of the text: there is nothing to compare it with",
	"pod.containers.image.retired": "a table of knowledge, whose rows are for users to read",
	"pod.containers.old_flags":     "a table of knowledge, whose rows are for users to read",
	"related.quotas":               "an object of the cluster that bears on one thing only, declared resources",
}

// compiledRules loads the rules as they lie in the working copy, all of them compiled.
func compiledRules(t *testing.T) (*Engine, map[string]*compiled) {
	t.Helper()
	e, problems := Load([]Source{{FS: os.DirFS("../../policies")}}, Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	q, problems := e.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return e, q.ready
}

// paths adds the way to everything of a mask, without the steps into the elements of lists.
func (m mask) paths(at string, add func(string)) {
	for key, below := range m {
		way := at
		if key != "*" {
			way = strings.TrimPrefix(at+"."+key, ".")
			add(way)
		}
		below.paths(way, add)
	}
}

// readers are the rules that read each list and field of the pod and of what is related to it.
func readers(t *testing.T) map[string][]string {
	t.Helper()
	_, ready := compiledRules(t)
	out := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(ready)) {
		own := map[string]bool{}
		ready[id].reads.paths("", func(way string) { own[way] = true })
		for way := range own {
			if strings.HasPrefix(way, "pod.") || strings.HasPrefix(way, "related.") {
				out[way] = append(out[way], id)
			}
		}
	}
	return out
}

// TestListsServeSeveralRules counts what exactly one rule reads of the model.
func TestListsServeSeveralRules(t *testing.T) {
	read := readers(t)
	alone := map[string]string{}
	for way, rules := range read {
		if len(rules) == 1 {
			alone[way] = rules[0]
		}
	}
	excused := 0
	for list, why := range singles {
		if alone[list] == "" || why == "" {
			t.Errorf("%s is listed (%q), but %d rules read it: take it out", list, why, len(read[list]))
		}
		for way := range alone {
			if way == list || strings.HasPrefix(way, list+".") {
				delete(alone, way)
				excused++
			}
		}
	}
	t.Logf("of %d lists and fields that rules read, %d (%d %%) are read by one rule alone, %d more for a reason", len(read), len(alone),
		100*len(alone)/len(read), excused)
	if len(alone) > mostSingles {
		t.Errorf("%d lists and fields are read by one rule alone, at most %d were before:\n%s", len(alone), mostSingles, listed(alone))
	}
}

func listed(alone map[string]string) string {
	var lines []string
	for _, way := range slices.Sorted(maps.Keys(alone)) {
		lines = append(lines, way+"  "+alone[way])
	}
	return strings.Join(lines, "\n")
}

// TestRulesJudge counts the rules that have a violation without a condition of its own.
func TestRulesJudge(t *testing.T) {
	e, _ := compiledRules(t)
	var without []string
	for _, r := range e.rules {
		m, err := r.module.ast()
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(m.Rules, func(r *ast.Rule) bool { return headOf(r) == "violation" && !judges(r.Body) }) {
			without = append(without, r.ID)
		}
	}
	t.Logf("%d of %d rules have a violation without a condition of its own: %s", len(without), len(e.rules), strings.Join(without, ", "))
	if len(without) > mostUnjudging {
		t.Errorf("%d rules have a violation without a condition of its own, at most %d had before:\n%s", len(without), mostUnjudging,
			strings.Join(without, "\n"))
	}
}

func headOf(r *ast.Rule) string {
	name, _ := headName(r)
	return string(name)
}

// judges tells whether a body compares something, asks a rule, or asks for more than one thing that the model says outright.
func judges(body ast.Body) bool {
	literals := 0
	for _, e := range body {
		if e.IsSome() || e.IsAssignment() {
			continue
		}
		t, single := e.Terms.(*ast.Term)
		if !single {
			return true
		}
		switch v := t.Value.(type) {
		case ast.Boolean:
		case ast.Ref:
			literals++
			if v.HasPrefix(ast.DefaultRootRef) || len(v) == 1 {
				return true
			}
		default:
			return true
		}
	}
	return literals > 1
}
