package policy_test

import (
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/policy"
)

// shippedTree is a tree of the layout that podlint's own has: an entry point, a library and rules.
func shippedTree(texts map[string]string) policy.Source {
	texts["podlint.rego"] = "package podlint\n\nviolation contains v if some v in data.podlint.rules[_][_].violation\n"
	src := files(texts)
	src.Name = ""
	return src
}

// TestImportBringsNoRules: the entry point lies above every library and refers to all rules, but whoever imports a library does not ask for it.
func TestImportBringsNoRules(t *testing.T) {
	src := shippedTree(map[string]string{
		"lib/words/words.rego": "package podlint.lib.words\n\nloud(x) := upper(x)\n",
		"rules/coupling/a/a.rego": header + rulePackage + "\nimport data.podlint.lib.words\n" +
			"\nviolation contains {\"msg\": words.loud(input.pod.qos), \"path\": []} if input.pod.qos\n",
		"rules/coupling/b/b.rego": header + "package podlint.rules.coupling.b\n\nviolation contains {\"msg\": \"x\", \"path\": []} if input.pod.runs\n",
	})
	q := prepare(t, src, policy.Options{})
	if got := q.Readers(false, "pod", "runs"); !slices.Equal(got, []string{"b"}) {
		t.Errorf("rules %v read what only b reads", got)
	}
	if got := q.Readers(false, "pod", "qos"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("rules %v read what only a reads", got)
	}
	got, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{"qos": "low"}})
	if err != nil || len(got) != 1 || got[0].Message != "LOW" {
		t.Errorf("got %v, %v, want what the library says", got, err)
	}
}

// TestReferenceAboveIsFollowed: a rule of a package above, and a whole package below, are brought along.
func TestReferenceAboveIsFollowed(t *testing.T) {
	src := files(map[string]string{
		"mine.rego":      "package mine\n\nlib.name := \"above\"\n",
		"mine/word.rego": "package mine.words\n\nname := \"below\"\n",
		"a.rego": header + rulePackage +
			"\nviolation contains {\"msg\": concat(\" \", [data.mine.lib.name, data.mine[\"words\"].name]), \"path\": []} if input.pod\n",
	})
	got, err := prepare(t, src, policy.Options{}).Eval(t.Context(), map[string]any{"pod": true})
	if err != nil || len(got) != 1 || got[0].Message != "above below" {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestLibraryMakesTheIndexStale: a need may lie in a function of the library, so another library than the one of the index makes rules be read.
func TestLibraryMakesTheIndexStale(t *testing.T) {
	texts := map[string]string{
		"lib/words/words.rego": "package podlint.lib.words\n\nloud(x) if x == \"a\"\n",
		"rules/coupling/a/a.rego": header + rulePackage + "\nimport data.podlint.lib.words\n" +
			"\nviolation contains {\"msg\": \"x\", \"path\": []} if words.loud(input.pod.qos)\n",
	}
	first, problems := policy.Load([]policy.Source{shippedTree(texts)}, policy.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	texts["lib/words/words.rego"] = "package podlint.lib.words\n\nloud(x) if x == \"b\"\n"
	src := shippedTree(texts)
	src.Index, src.Library = first.Index(), first.Library()
	got, err := prepare(t, src, policy.Options{}).Eval(t.Context(), map[string]any{"pod": map[string]any{"qos": "b"}})
	if err != nil || len(got) != 1 {
		t.Errorf("got %v, %v, want the match that the new library allows", got, err)
	}
}
