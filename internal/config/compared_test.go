package config_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/podlint/podlint/internal/config"
)

// TestEveryKeyIsCompared: whatever key of the configuration a change uses to let more pass, or to have podlint take other things for true, is
// told. A key that is new needs its pair here.
func TestEveryKeyIsCompared(t *testing.T) {
	pairs := map[string][2]string{ // before, now
		"rules":          {"", "rules: {log-loop: off}"},
		"fail-on":        {"", "fail-on: never"},
		"min-severity":   {"", "min-severity: error"},
		"min-confidence": {"", "min-confidence: certain"},
		"doubts":         {"doubts: true", ""},
		"policies":       {"policies: [own]", ""},
		"exclude":        {"", "exclude: [a]"},
		"include":        {"", "include: [a]"},
		"roots":          {"", "roots: [a]"},
		"kube-version":   {"", "kube-version: '1.20'"},
		"images":         {"", "images: [{id: nginx, match: [nginx], role: tool, lifetime: endless}]"},
		"roles":          {"", "roles: [{id: guard, serves: always, path: inward}]"},
		"mirrors":        {"", "mirrors: {registry.corp/hub: docker.io}"},
		"kinds":          {"", "kinds: [{kind: Deployment, group: apps, template: spec.none}]"},
		"workloads":      {"", "workloads: [{kind: Deployment, group: apps, template: spec.none}]"},
		"overrides":      {"", "overrides: [{paths: [a], rules: {app-logs: {minutes: 9}}}]"},
		"render":         {"", "render: {helm: {set: [a=b]}}"},
		"require-reason": {"require-reason: true", ""},
	}
	var schema struct{ Properties map[string]any }
	data, err := os.ReadFile("../../docs/podlint.schema.json")
	if err == nil {
		err = json.Unmarshal(data, &schema)
	}
	if err != nil || len(schema.Properties) < 10 {
		t.Fatalf("got %d keys, %v", len(schema.Properties), err)
	}
	for key := range schema.Properties {
		pair, ok := pairs[key]
		if !ok {
			t.Errorf("what does a change of %s let pass?", key)
			continue
		}
		before, problems := config.Parse([]byte(pair[0]), "c.yaml")
		now, more := config.Parse([]byte(pair[1]), "c.yaml")
		if problems = append(problems, more...); len(problems) > 0 {
			t.Fatal(problems)
		}
		if len(now.Weakened(before, rules(), nil))+len(now.Changed(before, rules(), nil)) == 0 {
			t.Errorf("%q after %q is told by nobody", pair[1], pair[0])
		}
		if same := append(now.Weakened(now, rules(), nil), now.Changed(now, rules(), nil)...); len(same) > 0 {
			t.Errorf("%q after the same: %v", pair[1], same)
		}
	}
}

// TestChanged: what a configuration says of facts is told at its line, each thing once.
func TestChanged(t *testing.T) {
	before, _ := config.Parse([]byte("rules: {app-logs: {minutes: 3}}\nroots: [a]\nrender: {helm: {values: [a.yaml]}}\n"), "c.yaml")
	now, _ := config.Parse([]byte("\nrules:\n  app-logs: {minutes: 7}\nroots: [b]\n\nrender: {helm: {values: [a.yaml]}}\n"), "c.yaml")
	got := now.Changed(before, rules(), nil)
	want := []config.Weakening{
		{At: config.Position{Line: 4, Column: 1}, Message: "roots keeps other folders apart than before"},
		{At: config.Position{Line: 3, Column: 14}, Message: `parameter minutes of rule "app-logs" is 7, it was 3`},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
}
