package policy_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/policy"
)

// TestHostilePolicies are policies that would run for ever or eat all memory; each must end in an error within its limits.
func TestHostilePolicies(t *testing.T) {
	doubling := func(step string) string {
		var b strings.Builder
		b.WriteString("_x0 := \"0123456789\"\n")
		name := "_x0"
		for i := range 60 {
			next := "_x" + string(rune('a'+i/26)) + string(rune('a'+i%26))
			b.WriteString(next + " := " + strings.ReplaceAll(step, "$", name) + "\n")
			name = next
		}
		return b.String() + "violation contains {\"msg\": " + name + "}\n"
	}
	nested := func(use string) string {
		return strings.ReplaceAll(doubling(`{"a": $, "b": $}`), "violation contains {\"msg\": _xch}", "violation contains {\"msg\": "+strings.ReplaceAll(use, "$", "_xch")+"}")
	}
	before := runtime.NumGoroutine()
	const long = "_s := concat(\"\", [\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" | numbers.range(1, 50000)[_]])\n"
	for _, tt := range []struct{ name, rego, want string }{
		{"endless range", "violation contains {\"msg\": \"x\"} if count(numbers.range(1, 1000000000)) == 1", "limit passed"},
		{"endless loop", "violation contains {\"msg\": \"y\"} if { r := numbers.range(1, 1000); r[i] + r[j] + r[k] == 0.5 }", "limit passed"},
		{"doubling concat", doubling(`concat("", [$, $])`), "limit passed"},
		{"doubling sprintf", doubling(`sprintf("%s%s", [$, $])`), "sprintf: one call may take and make at most 32 MiB"},
		{"doubling replace", doubling(`replace($, "0", $)`), "limit passed"},
		{"doubling array", strings.ReplaceAll(doubling(`array.concat($, $)`), `"0123456789"`, "[1]"), "limit passed"},
		{"doubling nest, written as JSON", nested("json.marshal($)"), "json.marshal: one call may take and make at most 32 MiB"},
		{"doubling nest, written as YAML", nested("yaml.marshal($)"), "yaml.marshal: one call may"},
		{"doubling nest, printed", nested(`sprintf("%v", [$])`), "sprintf: one call may"},
		{"doubling nest, walked", nested("sprintf(\"%d\", [count([1 | walk($, [_, 5])])])"), "walk: one call may"},
		{"doubling nest, flattened", nested(`sprintf("%d", [count(array.flatten([$.a]))])`), "one call may"},
		{"doubling objects, joined", nested(`sprintf("%d", [count(object.union($, $))])`), "object.union: one call may"},
		{"printed often", "_s := concat(\"\", [\"0123456789\" | numbers.range(1, 100000)[_]])\nviolation contains {\"msg\": sprintf(concat(\"\", [\"%[1]s\" | numbers.range(1, 1000)[_]]), [_s])}", "sprintf: one call may"},
		{"printed wide", "violation contains {\"msg\": sprintf(concat(\"\", [\"%[1]999999s\" | numbers.range(1, 10000)[_]]), [\"x\"])}", "sprintf: one call may"},
		{"printed as wide as asked", "violation contains {\"msg\": sprintf(concat(\"\", [\"%[1]*[2]s\" | numbers.range(1, 10000)[_]]), [999999, \"x\"])}", "sprintf: one call may"},
		{"split into characters", long + "violation contains {\"msg\": \"x\"} if count(split(_s, \"\")) == 1", "split: one call may take apart at most 1 MiB"},
		{"found everywhere", long + "violation contains {\"msg\": \"x\"} if count(indexof_n(_s, \"a\")) == 1", "indexof_n: one call may take apart"},
		{"matched everywhere", long + "violation contains {\"msg\": \"x\"} if count(regex.find_all_string_submatch_n(\"(((a)))\", _s, -1)) == 1", "one call may take apart"},
		{"split by an expression", long + "violation contains {\"msg\": \"x\"} if count(regex.split(\"\", _s)) == 1", "one call may take apart"},
		{"long JSON", long + "violation contains {\"msg\": \"x\"} if count(json.unmarshal(concat(\"\", [\"[\", _s, \"]\"]))) == 1", "json.unmarshal: one call may take apart"},
		{"paths of a graph", "violation contains {\"msg\": \"x\"} if graph.reachable_paths({\"a\": [\"b\"]}, [\"a\"])", "rules may not call graph.reachable_paths: one call can ask for any amount of memory"},
		{"a template", "violation contains {\"msg\": strings.render_template(\"{{.a}}\", {\"a\": 1})}", "rules may not call strings.render_template: one call"},
		{"huge shift", "violation contains {\"msg\": \"x\"} if bits.lsh(1, 100000000000) > 0", "rules may not call bits.lsh: one call can ask for any amount of memory"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			err := evalError(t, tree(tt.rego))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one that says %q", err, tt.want)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			var mem runtime.MemStats
			runtime.ReadMemStats(&mem)
			if mem.HeapSys > 4<<30 {
				t.Errorf("heap grew to %d MiB", mem.HeapSys>>20)
			}
			runtime.GC()
		})
	}
	// What was stopped has come to its end, and with it what it takes.
	for i := 0; runtime.NumGoroutine() > before+2*runtime.GOMAXPROCS(0); i++ {
		if i > 3000 {
			t.Fatalf("%d goroutines go on, %d before", runtime.NumGoroutine(), before)
		}
		runtime.GC() // ends those that wait for more
		time.Sleep(10 * time.Millisecond)
	}
}

// TestLimitNamesTheRule: a rule that never ends is named, the others answer, and no further pod waits for it.
func TestLimitNamesTheRule(t *testing.T) {
	src := files(map[string]string{
		"a.rego": header + "package podlint.rules.coupling.a\n\nviolation contains {\"msg\": \"x\"} if count(numbers.range(1, 1000000000)) == 1\n",
		"b.rego": header + "package podlint.rules.coupling.b\n\nviolation contains {\"msg\": \"y\", \"path\": []} if input.pod\n",
	})
	q := prepare(t, src, policy.Options{Limit: 300 * time.Millisecond})
	start := time.Now()
	for i := range 20 {
		got, err := q.Eval(t.Context(), map[string]any{"pod": i})
		if want := "rule a in own/a.rego: stopped, still running after 300ms: limit passed"; err == nil || err.Error() != want {
			t.Fatalf("input %d: got error %v, want %s", i, err, want)
		}
		if len(got) != 1 || got[0].Rule != "b" {
			t.Errorf("input %d: got %v, want the violation of rule b", i, got)
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("20 inputs took %v", took)
	}
}

// TestRetry: a server asks a rule again for the next input: whoever sends one that it takes too long for must not switch it off for all.
func TestRetry(t *testing.T) {
	src := tree("violation contains {\"msg\": \"x\"} if input.pod == \"wrong\"\n\nviolation contains {\"msg\": \"y\"} if {\n\tinput.pod == \"slow\"\n\tcount(numbers.range(1, 1000000000)) == 1\n}\n")
	for retry, want := range map[bool]int{true: 1, false: 0} {
		q := prepare(t, src, policy.Options{Limit: 300 * time.Millisecond, Retry: retry})
		if _, err := q.Eval(t.Context(), map[string]any{"pod": "slow"}); err == nil {
			t.Fatal("want an error where the limit is passed")
		}
		got, err := q.Eval(t.Context(), map[string]any{"pod": "wrong"})
		if len(got) != want || (err == nil) != retry {
			t.Errorf("asked again %t: got %v, %v", retry, got, err)
		}
	}
}

// evalError is the first problem or error of a source that is expected to have one.
func evalError(t *testing.T, src policy.Source) error {
	t.Helper()
	e, problems := policy.Load([]policy.Source{src}, policy.Options{Limit: 2 * time.Second})
	if len(problems) > 0 {
		return errors.New(problems[0].String())
	}
	q, problems := e.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		return errors.New(problems[0].String())
	}
	_, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{}})
	return err
}

func TestFailingBuiltin(t *testing.T) {
	body := "violation contains {\"msg\": \"x\"} if {\n\tinput.pod\n\tto_number(\"500m\") > 1\n}\n"
	q := prepare(t, tree(body), policy.Options{})
	_, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{}})
	if err == nil || !strings.Contains(err.Error(), "rule sample: own/sample.rego:14:") {
		t.Errorf("got error %v, want one at own/sample.rego:14", err)
	}
}

// TestOneFailsOthersAnswer: a failing rule is an error, and the others' violations are still there.
func TestOneFailsOthersAnswer(t *testing.T) {
	src := files(map[string]string{
		"a.rego": header + "package podlint.rules.coupling.a\n\nviolation contains {\"msg\": \"x\"} if to_number(input.pod.name) > 1\n",
		"b.rego": header + "package podlint.rules.coupling.b\n\nviolation contains {\"msg\": \"y\", \"path\": []} if input.pod.name\n",
	})
	q := prepare(t, src, policy.Options{})
	got, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{"name": "q"}})
	if err == nil || !strings.Contains(err.Error(), "rule a: own/a.rego:12:") {
		t.Errorf("got error %v, want one of rule a", err)
	}
	if len(got) != 1 || got[0].Rule != "b" {
		t.Errorf("got %v, want the violation of rule b", got)
	}
}

func TestCancelledContext(t *testing.T) {
	q := prepare(t, tree("violation contains {\"msg\": \"x\"} if count(numbers.range(1, 1000000000)) == 1\n"), policy.Options{Limit: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := q.Eval(ctx, map[string]any{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want a passed deadline", err)
	}
}

// TestShortestLimit: the watch may look before the evaluation has begun.
func TestShortestLimit(t *testing.T) {
	q := prepare(t, tree("violation contains {\"msg\": \"x\"} if input.pod\n"), policy.Options{Limit: time.Nanosecond})
	for range 2000 {
		if _, err := q.Eval(t.Context(), map[string]any{"pod": true}); err != nil && !strings.Contains(err.Error(), "limit passed") {
			t.Fatal(err)
		}
	}
}

// TestCompileLimit: a user's rules that take longer to compile than they may, and what a compiler that heeds no cancellation gets besides, are
// refused.
func TestCompileLimit(t *testing.T) {
	var b strings.Builder
	for i := range 8_000 {
		fmt.Fprintf(&b, "_f%d(x) := y if y := x + %d\n", i, i)
	}
	b.WriteString("violation contains {\"msg\": sprintf(\"%d\", [_f0(1)])}\n")
	for limit, want := range map[time.Duration]string{time.Millisecond: "compile policies: stopped, still running after 1ms: limit passed", time.Hour: ""} {
		engine, problems := policy.Load([]policy.Source{tree(b.String())}, policy.Options{Compile: limit})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		_, problems = engine.Prepare(t.Context(), nil)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Message
		}
		if got != want {
			t.Errorf("%v: got %q, want %q", limit, got, want)
		}
	}
}
