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

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/podlint/podlint/internal/pod"
)

// mostSingles is the share, in hundredths of all that rules read, which one rule alone may read: a list of that kind is likely a verdict, which
// belongs into the rule.
const mostSingles = 10

// singles are the lists that do not count, with all below them and the reason, although one shipped rule alone reads them. One that several
// rules read must be taken out.
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
	"pod.containers.image.no_entrypoint":                 program,
	"pod.containers.image.no_shell":                      program,
	"pod.containers.security.user_name":                  program,
	"pod.containers.declared":                            asWritten,
	"pod.volumes.sources":                                asWritten,
	"pod.volumes.type":                                   asWritten,
	"related.services.ports.name":                        asWritten,
	"pod.containers.lifetime_evidence":                   "where the lifetime was read: evidence, as every fact has it",
	"pod.who.ends.lasts":                                 program,
	"pod.workload.unmet":                                 "a selector beside labels, compared as the API server compares them",
	"pod.workload.name":                                  asWritten,
	"pod.lookups.optional":                               asWritten,
	"pod.shares.kind":                                    asWritten,
	"pod.shares.ends.read_only":                          asWritten,
	"pod.outputs.declared_read_only":                     asWritten,
	"pod.injectors.ends":                                 program,
	"pod.injectors.outbound.ports.how":                   program,
	"pod.injectors.outbound.waits":                       program,
	"pod.logs.often_linked":                              program,
	"pod.containers.image.injectors":                     program,
	"pod.containers.image.shared_memory":                 program,
	"pod.invalid_values.empty":                           "a text that is there and empty, as it is written",
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

// sole are those that count, each a detail of a relation or of a fact that more than one rule reads, and what it says.
var sole = map[string]string{
	"pod.lookups.complete":                "whether all of the volume's files are in sight",
	"pod.lookups.filled_by":               "what a Job may write is asked of a key that is not there",
	"pod.lookups.found":                   "that the file is there",
	"pod.lookups.nearest":                 "a file that is spelt much like it",
	"pod.lookups.pattern":                 "that wildcards stand for the file",
	"pod.lookups.sibling":                 "that the object stands in a sibling folder, so that another may be meant",
	"pod.lookups.variable":                "the variable by which the container is given it",
	"pod.lookups.withheld":                "the condition under which the template writes the key",
	"pod.unknown_fields.belongs":          "the place, one level off, that has such a field",
	"pod.api_token.by":                    "who asks for the token: pod or ServiceAccount, the place to mend",
	"pod.bindings.takers.optional":        "that a program goes on when it cannot bind",
	"pod.connections.carries":             "which of the container's own ports go out over a dial",
	"pod.containers.script.init":          "that the shell is an init, which hands signals on",
	"pod.containers.script.main_kind":     "that a shell stays process 1",
	"pod.containers.script.shell":         "the interpreter",
	"pod.containers.script.trap":          "that the script handles TERM",
	"pod.outputs.guarded":                 "that a file is made only where it was found missing",
	"pod.outputs.private":                 "that a file is left to its owner alone",
	"pod.containers.calls_out":            "that it dials beyond the pod, part of what is known of it",
	"pod.containers.entered":              "that people or tools enter it, part of what is known of it",
	"pod.containers.files.as":             "the user under which a file is used",
	"pod.containers.files.ignorable":      "that a failure of the use is tolerated",
	"pod.containers.files.phase":          "when a file is used: at the start, by a hook, by a probe",
	"pod.containers.files.positions":      "that a file holds read positions, one of its roles",
	"pod.containers.image.moves":          "how a reference moves",
	"pod.containers.image.pinned":         "that a reference stays",
	"pod.containers.names_unseen_env":     "that the command names variables which the set does not show",
	"pod.containers.pid1_outputs":         "redirections to the streams of process 1",
	"pod.containers.pid1_outputs.file":    "the stream that is written to",
	"pod.containers.places.in":            "where in the volume a folder lies",
	"pod.containers.probes.pipeline":      "that a probe's shell command is a pipeline",
	"pod.containers.redirects":            "that it leads the pod's connections to a proxy",
	"pod.containers.script.last":          "the form of the script's last command",
	"pod.containers.script.main":          "the program that is process 1 once start-up is done",
	"pod.containers.script.work":          "what the script does before it only waits",
	"pod.containers.script.work.lifetime": "how long such a command runs",
	"pod.containers.script.work.name":     "the program of such a command",
	"pod.endings.how":                     "how an ending is brought about: quit endpoint, signal, file",
	"pod.expectations.namespace":          "that the namespace switches an injection on as well",
	"pod.expectations.off":                "that the pod itself refuses the injection",
	"pod.expectations.switch":             "the label or annotation that asks for it",
	"pod.handovers.by_name":               "that the reader follows a name, not a file",
	"pod.handovers.delayed":               "that the reader waits for the file",
	"pod.handovers.detached":              "that the reader's end does not end its container",
	"pod.handovers.this_pod":              "that the path is this pod's alone",
	"pod.handovers.writes.renames":        "that the writer moves the file away",
	"pod.logs.mount_path":                 "the mount in which the log file lies",
	"pod.logs.partial":                    "that the file holds a part of the log, or a copy",
	"pod.requests.shares.unknown":         "that the request of a neighbour is not known",
	"pod.unknown_fields.in":               "the path in which the unknown field stands",
	"pod.unknown_fields.nearest":          "the known field of the nearest name",
	"pod.who.fronts":                      "that its role is to stand in front of a server",
	"pod.who.ports.door.answers":          "the status of a login's refusal",
	"pod.who.stdout":                      "that its log reaches its stdout",
	"pod.who.subcommand":                  "the word that tells one program of an image from another",
	"pod.who.tied":                        "who has any tie to another container",
	"pod.workload.for_pods":               "annotations of the workload that pods want",
	"related.account.complete":            "that all rights of the account are in the set",
	"related.monitors.ports":              "the ports that a monitor names",
	"related.service_seen":                "that a Service is in the set",
	"related.services.workloads":          "the workloads that a Service selects",
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
	t.Logf("of %d lists and fields that rules read, %d (%d %%) are read by one rule alone, %d more do not count", len(read), len(alone),
		100*len(alone)/len(read), excused)
	if 100*len(alone) > mostSingles*len(read) {
		t.Errorf("%d of %d lists and fields are read by one rule alone, at most %d %% may be", len(alone), len(read), mostSingles)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(sole)), slices.Sorted(maps.Keys(alone))); diff != "" {
		t.Errorf("those named differ from those that one rule reads (-named +read):\n%s%s", diff, listed(alone))
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
	if len(without) > 0 {
		t.Errorf("%d of %d rules have a violation without a condition of its own:\n%s", len(without), len(e.rules), strings.Join(without, "\n"))
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
