package policy_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
)

const (
	policiesDir = "../../policies"
	schemaFile  = "../pod/schema.json"
)

func readSchema(t testing.TB) []byte {
	t.Helper()
	schema, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestShippedRulesCompile type-checks every shipped rule against the schema of the input.
func TestShippedRulesCompile(t *testing.T) {
	e, problems := policy.Load([]policy.Source{{FS: os.DirFS(policiesDir)}}, policy.Options{Schema: readSchema(t)})
	for _, p := range problems {
		t.Error("policies/" + p.String())
	}
	if len(e.Rules()) == 0 {
		t.Fatal("no rules found")
	}
	if _, problems = e.Prepare(t.Context(), nil); len(problems) > 0 {
		for _, p := range problems {
			t.Error("policies/" + p.String())
		}
	}
}

// eachModule visits every Rego file below policies, tests included.
func eachModule(t *testing.T, visit func(name string, text []byte, m *ast.Module)) {
	t.Helper()
	dir := os.DirFS(policiesDir)
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".rego") {
			return err
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return err
		}
		m, err := ast.ParseModule("policies/"+name, string(text))
		if err != nil {
			t.Error(err)
			return nil
		}
		visit("policies/"+name, text, m)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestShippedRegoIsFormatted(t *testing.T) {
	eachModule(t, func(name string, text []byte, _ *ast.Module) {
		want, err := format.Source(name, text)
		if err != nil {
			t.Error(err)
			return
		}
		if !bytes.Equal(want, text) {
			t.Errorf("%s is not formatted: run opa fmt -w policies\n%s", name, cmp.Diff(string(want), string(text)))
		}
	})
}

// TestShippedRegoIsStrict compiles everything, tests included, as opa check --strict does.
func TestShippedRegoIsStrict(t *testing.T) {
	modules := map[string]*ast.Module{}
	eachModule(t, func(name string, _ []byte, m *ast.Module) { modules[name] = m })
	c := ast.NewCompiler().WithStrict(true).WithCapabilities(policy.Sandbox())
	c.Compile(modules)
	for _, err := range c.Errors {
		t.Error(err)
	}
}

// TestShippedRulesDoNotWalk: walking the input costs thirty times what a fixed path costs.
func TestShippedRulesDoNotWalk(t *testing.T) {
	eachModule(t, func(name string, _ []byte, m *ast.Module) {
		if strings.HasPrefix(name, "policies/lib/testing/") || strings.HasSuffix(name, "_test.rego") {
			return
		}
		ast.WalkExprs(m, func(e *ast.Expr) bool {
			if e.IsCall() && e.Operator().String() == ast.WalkBuiltin.Name {
				t.Errorf("%s:%d: calls walk: refer to the field by its path, or ask for a fact", name, e.Location.Row)
			}
			return false
		})
	})
}

// TestEntryPoint: what opa and conftest see under data.podlint.violation and doubt is what podlint finds, tests loaded or not.
func TestEntryPoint(t *testing.T) {
	modules := []func(*rego.Rego){rego.Query("[data.podlint.violation, data.podlint.doubt]")}
	eachModule(t, func(_ string, _ []byte, m *ast.Module) { modules = append(modules, rego.ParsedModule(m)) })
	entry, err := rego.New(modules...).PrepareForEval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q := shippedQuery(t, policy.Options{})
	for i := range 20 {
		input := newMaker(t, uint64(i)).input()
		rs, err := entry.Eval(t.Context(), rego.EvalInput(input))
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.Eval(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for i, list := range rs[0].Expressions[0].Value.([]any) {
			for _, v := range list.([]any) {
				violation := v.(map[string]any)
				seen[fmt.Sprintf("%s: %s, doubt %t", strings.ReplaceAll(violation["rule"].(string), "_", "-"), violation["msg"], i == 1)]++
			}
		}
		want := map[string]int{}
		for _, m := range got {
			want[fmt.Sprintf("%s: %s, doubt %t", m.Rule, m.Message, m.Certainty != nil && m.Certainty.Doubt)]++
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("input %d (-podlint +entry point):\n%s", i, diff)
		}
	}
}

func shippedQuery(t testing.TB, opt policy.Options) *policy.Query {
	t.Helper()
	e, problems := policy.Load([]policy.Source{shipped.Source()}, opt)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	q, problems := e.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return q
}

// TestGateChangesNothing judges random inputs with and without the gate, and with rules compiled on demand.
func TestGateChangesNothing(t *testing.T) {
	gated, ungated := shippedQuery(t, policy.Options{}), shippedQuery(t, policy.Options{Ungated: true})
	fired := 0
	for i := range 300 {
		input := newMaker(t, uint64(i)).input()
		want, err := ungated.Eval(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		got, err := gated.Eval(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("input %d (-ungated +gated):\n%s", i, diff)
		}
		fired += len(got)
	}
	if fired == 0 {
		t.Error("no input made a rule fire")
	}
}

// maker makes random inputs that fit the schema. Texts are those that the rules compare with, so that rules fire.
type maker struct {
	t      testing.TB
	rand   *rand.Rand
	defs   map[string]any
	schema map[string]any
	texts  []string
}

func newMaker(t testing.TB, seed uint64) *maker {
	t.Helper()
	m := &maker{t: t, rand: rand.New(rand.NewPCG(seed, 1))}
	if err := json.Unmarshal(readSchema(t), &m.schema); err != nil {
		t.Fatal(err)
	}
	m.defs, _ = m.schema["$defs"].(map[string]any)
	m.texts = ruleTexts(t)
	return m
}

var quoted = regexp.MustCompile(`"([a-zA-Z0-9./:_-]+)"`)

func ruleTexts(t testing.TB) []string {
	t.Helper()
	out := []string{"a", "b"}
	src := shipped.Source()
	for _, entry := range src.Index {
		text, err := fs.ReadFile(src.FS, entry.File)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(text), -1) {
			out = append(out, m[1])
		}
	}
	return out
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}

func (m *maker) input() any {
	out, ok := m.make(m.schema, 0).(map[string]any)
	if !ok {
		m.t.Fatal("the schema of the input is no object")
	}
	engine, _ := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	out["parameters"] = policy.Defaults(engine.Rules())
	return out
}

func (m *maker) make(schema map[string]any, depth int) any {
	if ref, ok := schema["$ref"].(string); ok {
		return m.make(m.defs[ref[strings.LastIndex(ref, "/")+1:]].(map[string]any), depth)
	}
	if enum, ok := schema["enum"].([]any); ok {
		return enum[m.rand.IntN(len(enum))]
	}
	switch kind, _ := schema["type"].(string); kind {
	case "object":
		return m.object(schema, depth)
	case "array":
		return m.array(schema, depth)
	case "string":
		return m.texts[m.rand.IntN(len(m.texts))]
	case "integer", "number":
		return m.rand.IntN(3)
	case "boolean":
		return m.rand.IntN(2) == 0
	}
	return m.texts[m.rand.IntN(len(m.texts))]
}

func (m *maker) object(schema map[string]any, depth int) any {
	out := map[string]any{}
	required, _ := schema["required"].([]any)
	must := map[string]bool{}
	for _, name := range required {
		must[name.(string)] = true
	}
	properties, _ := schema["properties"].(map[string]any)
	names := make([]string, 0, len(properties))
	for name := range properties {
		names = append(names, name)
	}
	// The order of a map would make the input differ from run to run.
	for _, name := range sorted(names) {
		if must[name] || m.rand.IntN(2) == 0 {
			out[name] = m.make(properties[name].(map[string]any), depth+1)
		}
	}
	if values, ok := schema["additionalProperties"].(map[string]any); ok {
		for range m.rand.IntN(3) {
			out[m.texts[m.rand.IntN(len(m.texts))]] = m.make(values, depth+1)
		}
	}
	return out
}

func (m *maker) array(schema map[string]any, depth int) any {
	items, ok := schema["items"].(map[string]any)
	if !ok {
		return []any{"spec", "containers", 0, "name"}
	}
	out := []any{}
	for range m.rand.IntN(3) {
		out = append(out, m.make(items, depth+1))
	}
	return out
}

// TestExplainAgrees: listening to a rule changes nothing of what it says, and every violation has an attempt that held.
func TestExplainAgrees(t *testing.T) {
	q := shippedQuery(t, policy.Options{})
	explained := 0
	for i := range 5 {
		input := newMaker(t, uint64(i)).input()
		all, err := q.Eval(t.Context(), input)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range shipped.Source().Index {
			var want []policy.Match
			for _, m := range all {
				if m.Rule == entry.Rule.ID {
					want = append(want, m)
				}
			}
			account, err := q.Explain(t.Context(), entry.Rule.ID, input)
			if err != nil {
				t.Fatal(err)
			}
			if len(account.Matches) != len(want) || (len(want) > 0 && !cmp.Equal(want, account.Matches)) {
				t.Errorf("input %d: rule %s (-eval +explain):\n%s", i, entry.Rule.ID, cmp.Diff(want, account.Matches))
			}
			held := slices.ContainsFunc(account.Clauses, func(c policy.Clause) bool {
				return c.More > 0 || slices.ContainsFunc(c.Attempts, func(a policy.Attempt) bool { return a.Held })
			})
			if held != (len(want) > 0) {
				t.Errorf("input %d: rule %s: an attempt that held: %t, violations: %d", i, entry.Rule.ID, held, len(want))
			}
			explained += len(want)
		}
	}
	if explained == 0 {
		t.Error("no rule said anything")
	}
}
