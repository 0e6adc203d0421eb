package policy

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/podlint/podlint/internal/pod"
)

// Both figures may only fall. A list of the model that one rule reads is likely a verdict, which belongs into the rule; a rule whose body holds
// no condition passes on what Go decided.
const (
	mostSingles   = 59
	mostUnjudging = 0
)

// singles are the lists that one shipped rule may read alone, with all below them and the reason. One that several rules read must be taken out.
var singles = map[string]string{
	"pod.duplicate_keys":                                 "what the parser saw of the text: there is nothing to compare it with",
	"pod.containers.image.retired":                       program,
	"pod.containers.old_flags":                           program,
	"pod.containers.commands.hosts":                      program,
	"pod.containers.commands.network":                    program,
	"pod.containers.commands.processes":                  program,
	"pod.containers.commands.workers":                    program,
	"pod.containers.releases":                            program,
	"pod.containers.image.needs_pid1":                    program,
	"pod.connections.library":                            program,
	"pod.invalid_values.blank":                           "what was rendered can leave a field without a value in one way only: so that it is missing",
	"related.quotas":                                     "an object of the cluster that bears on one thing only, declared resources",
	"pod.containers.service_links":                       "Services of the set as they stand there",
	"related.called":                                     "Services of the set as they stand there",
	"related.namespace.labels":                           asWritten,
	"pod.active_deadline_seconds":                        asWritten,
	"pod.labels":                                         asWritten,
	"pod.qos":                                            asWritten,
	"pod.sysctls":                                        asWritten,
	"pod.connections.port_name":                          asWritten,
	"pod.containers.env.config_map":                      asWritten,
	"pod.containers.env.secret_key":                      asWritten,
	"pod.containers.security.allow_privilege_escalation": asWritten,
	"pod.containers.security.read_only_root_filesystem":  asWritten,
	"pod.containers.security.run_as_group":               asWritten,
	"pod.containers.security.seccomp_profile":            asWritten,
	"pod.containers.security.selinux_level":              asWritten,
	"pod.containers.security.selinux_type":               asWritten,
	"pod.containers.termination_message_path":            asWritten,
	"pod.containers.tty":                                 asWritten,
	"pod.connections.headers":                            asWritten,
	"pod.containers.hooks.command":                       asWritten,
	"pod.containers.probes.command":                      asWritten,
	"pod.containers.restart_policy_rules.action":         asWritten,
	"pod.runtime_class":                                  asWritten,
	"pod.volumes.immutable":                              asWritten,
	"related.network_policies.name":                      asWritten,
}

// program is the reason for what knowledge says of programs and images, a row for each, which users add to and read.
const program = "what is known of a program, from a table that users add to"

// asWritten is the reason for what Kubernetes has a field for, which the model carries as it stands: it decides nothing.
const asWritten = "a field of the Kubernetes API, as it is written"

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

// reading is what one rule reads of the input: the ways that it goes, and those below which it takes everything, of which it reads what it names.
type reading struct {
	ways, whole map[string]bool
	names       map[string]bool // of fields, in the rule and in the library that it imports
}

// follow notes the way to everything of a mask, without the steps into the elements of lists.
func (r *reading) follow(m mask, at string) {
	for key, below := range m {
		way := at
		if key != "*" {
			way = strings.TrimPrefix(at+"."+key, ".")
			r.ways[way] = true
		}
		if below == nil {
			r.whole[way] = true
		}
		r.follow(below, way)
	}
}

// reads tells whether a field of the model is read.
func (r *reading) reads(field string) bool {
	if r.ways[field] {
		return true
	}
	for at := len(field); at > 0; at = strings.LastIndexByte(field[:at], '.') {
		if r.whole[field[:at]] {
			return r.names[field[strings.LastIndexByte(field, '.')+1:]]
		}
	}
	return false
}

var fieldName = regexp.MustCompile(`[.{"]([a-z_0-9]+)`)

// namesIn are the names of fields in a module and in the modules of the library that it imports.
func namesIn(fsys fs.FS, text string, seen map[string]bool) map[string]bool {
	names := map[string]bool{}
	for _, m := range fieldName.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?m)^import data\.podlint\.lib\.(\w+)`).FindAllStringSubmatch(text, -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		lib, err := fs.ReadFile(fsys, "lib/"+m[1]+"/"+m[1]+".rego")
		if err == nil {
			maps.Copy(names, namesIn(fsys, string(lib), seen))
		}
	}
	return names
}

// evidence are the fields that every fact has, whatever it says: how sure it is, and where that was read.
var evidence = []string{"certainty", "origin", "path", "text"}

// fields adds the ways to everything that a schema describes but evidence, without the steps into the elements of lists and the keys of maps.
func fields(schema map[string]any, at string, add func(string)) {
	for _, key := range []string{"items", "additionalProperties"} {
		if below, ok := schema[key].(map[string]any); ok {
			fields(below, at, add)
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, below := range properties {
		way := strings.TrimPrefix(at+"."+name, ".")
		if !slices.Contains(evidence, name) {
			add(way)
		}
		if below, ok := below.(map[string]any); ok {
			fields(below, way, add)
		}
	}
}

// readers are the rules that read each list and field of the pod and of what is related to it, of which one rule at least asks by its name. Who
// takes the whole of what a field belongs to reads it as well, when it names it.
func readers(t *testing.T) map[string][]string {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal(pod.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	e, ready := compiledRules(t)
	list := make([]reading, len(e.rules))
	asked := map[string]bool{}
	for i, r := range e.rules {
		list[i] = reading{ways: map[string]bool{}, whole: map[string]bool{}, names: namesIn(os.DirFS("../../policies"), r.module.text, map[string]bool{})}
		list[i].follow(ready[r.ID].reads, "")
		maps.Copy(asked, list[i].ways)
	}
	out := map[string][]string{}
	fields(schema, "", func(way string) {
		if !asked[way] || !strings.HasPrefix(way, "pod.") && !strings.HasPrefix(way, "related.") {
			return
		}
		for i, r := range e.rules {
			if list[i].reads(way) {
				out[way] = append(out[way], r.ID)
			}
		}
	})
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
	t.Logf("of %d lists and fields that rules read, %d (%d %%) are read by one rule alone, %d more for a reason:\n%s", len(read), len(alone),
		100*len(alone)/len(read), excused, listed(alone))
	if len(alone) > mostSingles {
		t.Errorf("%d lists and fields are read by one rule alone, at most %d were before", len(alone), mostSingles)
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
