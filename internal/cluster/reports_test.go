package cluster_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reportKind is a kind of report objects as a cluster has it.
type reportKind struct{ flag, group, version, kind, plural string }

var reportKinds = []reportKind{
	{"openreports", "openreports.io", "v1alpha1", "Report", "reports"},
	{"policyreport", "wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports"},
}

func (k *reportKind) path(namespace string) string {
	return "/apis/" + k.group + "/" + k.version + "/namespaces/" + namespace + "/" + k.plural
}

// definition is a CustomResourceDefinition with the fields of the kind, as far as podlint may set them, and no others.
func (k *reportKind) definition() []byte {
	type m = map[string]any
	text, number, yes := m{"type": "string"}, m{"type": "integer"}, m{"type": "boolean"}
	oneOf := func(words ...string) m { return m{"type": "string", "enum": words} }
	object := func(fields m, required ...string) m {
		o := m{"type": "object", "properties": fields}
		if len(required) > 0 {
			o["required"] = required
		}
		return o
	}
	reference := object(m{"apiVersion": text, "kind": text, "namespace": text, "name": text, "uid": text, "fieldPath": text, "resourceVersion": text})
	counts := m{}
	for _, name := range []string{"pass", "fail", "warn", "error", "skip"} {
		counts[name] = number
	}
	fields := m{
		"apiVersion": text, "kind": text, "metadata": m{"type": "object"}, "scope": reference, "summary": object(counts),
		"results": m{"type": "array", "items": object(m{
			"source": text, "policy": text, "rule": text, "category": text, "message": text, "scored": yes,
			"severity": oneOf("critical", "high", "medium", "low", "info"), "result": oneOf("pass", "fail", "warn", "error", "skip"),
			"timestamp": object(m{"seconds": number, "nanos": number}, "seconds", "nanos"), "resources": m{"type": "array", "items": reference},
			"properties": m{"type": "object", "additionalProperties": text},
		}, "policy")},
	}
	if k.flag == "openreports" {
		fields["source"] = text
	}
	crd := m{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": m{"name": k.plural + "." + k.group},
		"spec": m{
			"group": k.group, "scope": "Namespaced", "names": m{"kind": k.kind, "listKind": k.kind + "List", "plural": k.plural, "singular": strings.ToLower(k.kind)},
			"versions": []any{m{"name": k.version, "served": true, "storage": true, "schema": m{"openAPIV3Schema": object(fields)}}},
		},
	}
	data, err := json.Marshal(crd)
	if err != nil {
		return nil
	}
	return data
}

// filed is a report as the server has it.
type filed struct {
	Metadata struct {
		Name, ResourceVersion string
		Labels, Annotations   map[string]string
		OwnerReferences       []struct{ Kind, Name, UID string }
		ManagedFields         []struct{ Manager, Operation string }
	}
	Source  string
	Scope   struct{ APIVersion, Kind, Namespace, Name, UID string }
	Summary struct{ Fail, Warn int }
	Results []struct {
		Source, Policy, Rule, Category, Severity, Result, Message string
		Scored                                                    bool
		Timestamp                                                 struct{ Seconds int64 }
		Resources                                                 []struct{ Kind, Name, UID, FieldPath string }
		Properties                                                map[string]string
	}
	size int
}

// filed are the reports of a namespace by what they are about, in the order of their parts.
func (c *cluster) filed(k *reportKind, namespace string) map[string][]filed {
	c.t.Helper()
	var list struct{ Items []json.RawMessage }
	if r := c.do(http.MethodGet, k.path(namespace), "application/json", nil); r.status != http.StatusOK || json.Unmarshal(r.body, &list) != nil {
		c.t.Fatal(r.status, r.message)
	}
	out := map[string][]filed{}
	for _, raw := range list.Items {
		f := filed{size: len(raw)}
		if err := json.Unmarshal(raw, &f); err != nil {
			c.t.Fatal(err)
		}
		at := f.Scope.Kind + "/" + f.Scope.Name
		out[at] = append(out[at], f)
	}
	return out
}

// file runs scan --write-reports and returns what it says of the reports.
func (c *cluster) file(k *reportKind, args ...string) string {
	c.t.Helper()
	all := append([]string{"scan", "--kubeconfig", c.kubeconfig(c.server.URL, c.server.CA), "--write-reports", k.flag, "--fail-on=never", "--allow-empty"}, args...)
	cmd := podlint(c.t, all...)
	var stderr log
	cmd.Stderr = &stderr
	if _, err := cmd.Output(); err != nil {
		c.t.Fatalf("%q: %v\n%s", args, err, &stderr)
	}
	return strings.TrimPrefix(strings.TrimSpace(stderr.String()), "note: ")
}

func about(all map[string][]filed) []string { return slices.Sorted(maps.Keys(all)) }

// testReports: what a scan finds stands in the cluster as objects, which come and go with it.
func testReports(t *testing.T, c *cluster) {
	for i := range reportKinds {
		k := &reportKinds[i]
		t.Run(k.flag, func(t *testing.T) {
			c := c.of(t)
			space := "filed-" + k.flag
			in := ", namespace: " + space
			c.must(c.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + space + "}\n"))
			c.must(c.create(deployment("web", in, "unused")))
			c.must(c.create(deployment("good", in, "")))
			c.must(c.create(pod("bare", in, "unused")))
			for i := range 3 {
				c.must(c.create(pod(fmt.Sprintf("replica-%d", i), in+`, ownerReferences: [{apiVersion: example.org/v1, kind: Machine, name: x, uid: "1", controller: true}]`, "unused")))
			}
			config := c.kubeconfig(c.server.URL, c.server.CA)
			if out, err := podlint(t, "scan", "-n", space, "--kubeconfig", config, "--write-reports", k.flag).CombinedOutput(); err == nil || !strings.Contains(string(out), "the cluster has no "+k.plural+" of "+k.group+"/"+k.version) {
				t.Errorf("got %v:\n%s", err, out)
			}
			c.must(c.do(http.MethodPost, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "application/json", k.definition()))
			within(t, "the server knows the reports", func() bool {
				return c.do(http.MethodGet, k.path(space), "application/json", nil).status == http.StatusOK
			})
			if got := c.file(k, "-n", space); got != "3 reports written, 0 as they were, 0 removed" {
				t.Errorf("got %s", got)
			}
			c.compare(k, space, config)
			before := c.filed(k, space)
			if got := c.file(k, "-n", space); got != "0 reports written, 3 as they were, 0 removed" {
				t.Errorf("got %s", got)
			}
			for at, parts := range c.filed(k, space) {
				if was := before[at][0]; parts[0].Metadata.ResourceVersion != was.Metadata.ResourceVersion {
					t.Errorf("a report that says the same was written again:\n%+v\n%+v", was, parts[0])
				}
			}
			c.comeAndGo(k, space)
			c.tampered(k, space)
			c.parts(k, space)
			c.unseen(k, space)
		})
	}
}

// compare looks at whether the reports say what the scan says, of the same objects.
func (c *cluster) compare(k *reportKind, space, config string) {
	c.t.Helper()
	found, _ := report(c.t, "", "scan", "-n", space, "--kubeconfig", config)
	all := c.filed(k, space)
	if got := about(all); !slices.Equal(got, []string{"Deployment/web", "Machine/x", "Pod/bare"}) {
		c.t.Fatalf("got reports about %q", got)
	}
	said := map[string]bool{}
	for at, parts := range all {
		f := parts[0]
		if len(parts) != 1 || f.Metadata.Labels["app.kubernetes.io/managed-by"] != "podlint" || f.Metadata.OwnerReferences[0].UID != f.Scope.UID || f.Scope.Namespace != space ||
			f.Summary.Fail+f.Summary.Warn != len(f.Results) || f.Metadata.ManagedFields[0].Manager != "podlint" || f.Metadata.ManagedFields[0].Operation != "Apply" {
			c.t.Errorf("%s: got %+v", at, f)
		}
		for _, r := range f.Results {
			said[fmt.Sprint(r.Resources[0].Kind, "/", r.Resources[0].Name, " ", r.Rule, " ", r.Severity, " ", r.Result, " ", r.Message, " ", r.Properties["fingerprint"])] = true
			if r.Resources[0].FieldPath == "" || r.Timestamp.Seconds == 0 || r.Policy != r.Rule || r.Source != "podlint" {
				c.t.Errorf("%s: got %+v", at, r)
			}
		}
	}
	if len(said) != len(found.Violations) {
		c.t.Errorf("the reports have %d results, the scan %d violations", len(said), len(found.Violations))
	}
	for _, v := range found.Violations {
		severity := map[string]string{"error": "high", "warning": "medium"}[v.Severity]
		if key := fmt.Sprint(v.Workload.Kind, "/", v.Workload.Name, " ", v.Rule, " ", severity, " fail ", v.Message, " ", v.Fingerprint); !said[key] {
			c.t.Errorf("want %s in %v", key, said)
		}
	}
	if out, err := c.kubectl("", "get", k.plural+"."+k.group, "-n", space, "-o", "name"); err != nil || strings.Count(out, "podlint-") != 3 || !strings.Contains(out, "/podlint-deployment-web-") {
		c.t.Errorf("%v\n%s", err, out)
	}
}

// comeAndGo changes workloads, and looks at what becomes of their reports.
func (c *cluster) comeAndGo(k *reportKind, space string) {
	c.t.Helper()
	in := ", namespace: " + space
	c.replace(deployment("web", in, ""))
	c.do(http.MethodPatch, "/apis/apps/v1/namespaces/"+space+"/deployments/web", "application/merge-patch+json", []byte(`{"spec":{"template":{"spec":{"volumes":null}}}}`))
	c.replace(deployment("good", in, "first"))
	if got := c.file(k, "-n", space); got != "1 report written, 2 as they were, 1 removed" {
		c.t.Errorf("got %s", got)
	}
	if got := about(c.filed(k, space)); !slices.Equal(got, []string{"Deployment/good", "Machine/x", "Pod/bare"}) {
		c.t.Errorf("got reports about %q", got)
	}
	c.do(http.MethodPatch, "/apis/apps/v1/namespaces/"+space+"/deployments/good", "application/merge-patch+json", []byte(`{"spec":{"template":{"spec":{"volumes":[{"name":"first","emptyDir":{}},{"name":"second","emptyDir":{}}]}}}}`))
	if got := c.file(k, "-n", space); got != "1 report written, 2 as they were, 0 removed" {
		c.t.Errorf("got %s", got)
	}
	if got := c.filed(k, space)["Deployment/good"][0]; len(got.Results) != 2 || got.Summary.Fail != 2 {
		c.t.Errorf("got %+v", got)
	}
	for i := range 3 {
		if got := c.file(k, "-A", fmt.Sprintf("--namespaces-shard=%d/3", i+1)); strings.HasSuffix(got, " 0 removed") != true {
			c.t.Errorf("part %d of the namespaces: got %s", i+1, got)
		}
	}
	if got := about(c.filed(k, space)); len(got) != 3 {
		c.t.Errorf("got reports about %q", got)
	}
}

// tampered lets somebody else write into a report: the next scan says so and takes the fields back.
func (c *cluster) tampered(k *reportKind, space string) {
	c.t.Helper()
	name := c.filed(k, space)["Pod/bare"][0].Metadata.Name
	patch := []byte(`{"apiVersion":"` + k.group + "/" + k.version + `","kind":"` + k.kind + `","results":[],"summary":{"fail":0}}`)
	if r := c.do(http.MethodPatch, k.path(space)+"/"+name+"?fieldManager=somebody&force=true", "application/apply-patch+yaml", patch); r.status != http.StatusOK {
		c.t.Fatal(r.message)
	}
	if got := c.filed(k, space)["Pod/bare"][0]; len(got.Results) != 0 {
		c.t.Fatalf("got %+v", got)
	}
	if got := c.file(k, "-n", space); !strings.Contains(got, `fields that somebody else had set are podlint's again: `) || !strings.Contains(got, `conflicts with "somebody"`) || !strings.Contains(got, "1 report written, 2 as they were") {
		c.t.Errorf("got %s", got)
	}
	if got := c.filed(k, space)["Pod/bare"][0]; len(got.Results) != 1 || got.Summary.Fail != 1 {
		c.t.Errorf("got %+v", got)
	}
}

const loudRule = `# METADATA
# title: Many words
# description: Says very much.
# related_resources: [{ref: "https://example.org/words"}]
# custom: {severity: error, confidence: certain, fix: Nothing.}
package podlint.rules.images.loud

violation contains {"msg": sprintf("container %q says %d %s", [c.name, i, words]), "path": array.concat(c.path, ["image"])} if {
	some c in input.pod.containers
	input.pod.workload.name == "bare"
	some i in numbers.range(1, 1500)
}

words := concat("", [w | some i in numbers.range(1, 250); w := "words "])
`

// parts makes a report that is larger than an object may be: it is split, and nothing of it is lost.
func (c *cluster) parts(k *reportKind, space string) {
	c.t.Helper()
	rules := c.t.TempDir()
	if err := os.WriteFile(filepath.Join(rules, "loud.rego"), []byte(loudRule), 0o600); err != nil {
		c.t.Fatal(err)
	}
	if got := c.file(k, "-n", space, "--policy", rules); !strings.Contains(got, " written, ") {
		c.t.Errorf("got %s", got)
	}
	all := c.filed(k, space)["Pod/bare"]
	results, numbers := 0, map[string]bool{}
	for i, part := range all {
		results += len(part.Results)
		if part.size > 1<<20 || part.Metadata.Annotations["podlint.dev/part"] != fmt.Sprintf("%d/%d", i+1, len(all)) {
			c.t.Errorf("part %d of %d has %d KiB, %q", i+1, len(all), part.size>>10, part.Metadata.Annotations)
		}
		for _, r := range part.Results {
			numbers[r.Message] = true
		}
	}
	if results != 1501 || len(numbers) != 1501 || len(all) < 3 {
		c.t.Errorf("got %d results, of which %d differ, in %d parts", results, len(numbers), len(all))
	}
	if got := c.file(k, "-n", space); !strings.HasSuffix(got, fmt.Sprintf("1 report written, 2 as they were, %d removed", len(all)-1)) {
		c.t.Errorf("got %s", got)
	}
}

// unseen hides Deployments: what a scan does not see it does not take for mended.
func (c *cluster) unseen(k *reportKind, space string) {
	c.t.Helper()
	p := c.pretend()
	p.answer = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/deployments") {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"no","code":403}`))
		return true
	}
	c.do(http.MethodDelete, "/api/v1/namespaces/"+space+"/pods/bare?gracePeriodSeconds=0", "application/json", nil)
	cmd := podlint(c.t, "scan", "-n", space, "--kubeconfig", c.kubeconfig(p.url, p.ca), "--write-reports", k.flag)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err == nil || cmd.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "1 removed, 1 left because not everything was judged") {
		c.t.Errorf("got %v, %v:\n%s", err, exit, out)
	}
	if got := about(c.filed(k, space)); !slices.Equal(got, []string{"Deployment/good", "Machine/x"}) {
		c.t.Errorf("got reports about %q", got)
	}
	for _, uri := range p.asked {
		verb := "list"
		if strings.Contains(uri, "fieldManager=") {
			verb = "patch"
		}
		if strings.Contains(uri, "/"+k.plural+"/podlint-") && verb == "list" {
			verb = "delete"
		}
		if !granted(c.t, "podlint-scan", verb, uri, "--write-reports", k.flag) {
			c.t.Errorf("the printed ClusterRole does not grant %s of %s", verb, uri)
		}
	}
}
