package oracle_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/oracle"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/source"
)

// judge says what podlint's rules of category manifest say.
type judge struct {
	query  *policy.Query
	rules  map[string]policy.Rule
	params map[string]map[string]any
	base   *knowledge.Base
}

func newJudge(t *testing.T) *judge {
	t.Helper()
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	j := &judge{base: base, rules: map[string]policy.Rule{}, params: policy.Defaults(engine.Rules())}
	var ids []string
	for _, r := range engine.Rules() {
		if r.Category == "manifest" {
			ids = append(ids, r.ID)
			j.rules[r.ID] = r
		}
	}
	var more []policy.Problem
	j.query, more = engine.Prepare(t.Context(), ids)
	for _, p := range slices.Concat(problems, more) {
		t.Fatal(p)
	}
	return j
}

// finding is an error of category manifest: the rule, and where in the pod as the server names fields.
type finding struct {
	Rule, Message string
	Fields        []string // of the violation first, then of its related places
}

// subject is one pod that an object holds.
type subject struct {
	object   *manifest.Object
	path     manifest.Path // of the PodSpec
	meta     manifest.Path
	findings []finding
}

// read makes the subjects of one file. An object without a pod gives none.
func (j *judge) read(t *testing.T, name string, data []byte) []subject {
	t.Helper()
	set := manifest.Read([]source.File{{Name: name, Data: data}}, 1)
	builder := pod.NewBuilder(set, pod.Options{Knowledge: j.base})
	var out []subject
	for _, o := range set.Objects {
		for _, in := range builder.Build(o) {
			in.Parameters = j.params
			matches, err := j.query.Eval(t.Context(), in)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			s := subject{object: o, path: in.Pod.Path, meta: in.Pod.MetadataPath}
			for _, m := range matches {
				if severity := m.Severity; severity == "error" || severity == "" && j.rules[m.Rule].Severity == "error" {
					f := finding{Rule: m.Rule, Message: m.Message, Fields: []string{s.field(m.Path)}}
					for _, r := range m.Related {
						f.Fields = append(f.Fields, s.field(r.Path))
					}
					s.findings = append(s.findings, f)
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// field writes a path as the server does for a Pod: spec.containers[0].name.
func (s *subject) field(path []any) string {
	switch {
	case len(path) >= len(s.path) && slices.Equal(path[:len(s.path)], []any(s.path)):
		path = append([]any{"spec"}, path[len(s.path):]...)
	case len(path) >= len(s.meta) && slices.Equal(path[:len(s.meta)], []any(s.meta)):
		path = append([]any{"metadata"}, path[len(s.meta):]...)
	}
	var sb strings.Builder
	for i, e := range path {
		switch {
		case e == manifest.AtKey:
		case fmt.Sprintf("%T", e) != "string":
			fmt.Fprintf(&sb, "[%v]", e)
		case i == 0:
			fmt.Fprint(&sb, e)
		default:
			fmt.Fprintf(&sb, ".%v", e)
		}
	}
	return sb.String()
}

// builtIn are the kinds that the server has, and from where on it names the fields of their pods.
var builtIn = map[string]string{
	"v1/Pod": "", "v1/ReplicationController": "spec.template.", "v1/PodTemplate": "template.",
	"apps/v1/Deployment": "spec.template.", "apps/v1/ReplicaSet": "spec.template.", "apps/v1/StatefulSet": "spec.template.", "apps/v1/DaemonSet": "spec.template.",
	"batch/v1/Job": "spec.template.", "batch/v1/CronJob": "spec.jobTemplate.spec.template.",
}

// verdict is what the server says of a subject: of the object, where it has the kind, and of a Pod made as its template says.
type verdict struct {
	whole, pod *oracle.Answer // whole is nil for a kind that the server does not have
	causes     []oracle.Cause // in the pod, fields as in a Pod
	refused    bool           // the object or the Pod
}

// ask sends a subject.
func ask(t *testing.T, server *oracle.Server, s *subject) verdict {
	t.Helper()
	var v verdict
	object, _ := s.object.Root.Any().(map[string]any)
	prefix, known := builtIn[s.object.APIVersion+"/"+s.object.Kind]
	if known || !strings.Contains(strings.Split(s.object.APIVersion, "/")[0], ".") {
		v.whole = create(t, server, object)
		if v.whole.Status == 404 {
			v.causes = append(v.causes, oracle.Cause{Field: "apiVersion", Message: v.whole.Message})
		}
	}
	if known && prefix == "" {
		v.pod, v.refused = v.whole, v.whole.Refused()
		v.causes = append(v.causes, v.pod.Causes...)
		return v
	}
	v.pod = create(t, server, podOf(s))
	v.refused = v.pod.Refused() || v.whole != nil && v.whole.Refused()
	v.causes = append(v.causes, v.pod.Causes...)
	if known {
		v.causes = append(v.causes, inTemplate(s, v.whole, prefix)...)
	}
	return v
}

// inTemplate are the causes that lie in an object's template.
func inTemplate(s *subject, whole *oracle.Answer, prefix string) (out []oracle.Cause) {
	for _, c := range whole.Causes {
		field, ok := strings.CutPrefix(c.Field, prefix)
		if !ok {
			continue
		}
		if field == "labels" { // of the template's metadata
			field = "metadata.labels"
		}
		if s.object.Kind == "StatefulSet" { // whose claims the server counts as volumes, too
			field = volumeIndex.ReplaceAllString(field, "spec.volumes")
		}
		out = append(out, oracle.Cause{Field: field, Message: c.Message})
	}
	return out
}

var volumeIndex = regexp.MustCompile(`^spec\.volumes\[\d+\]`)

func create(t *testing.T, server *oracle.Server, object map[string]any) *oracle.Answer {
	t.Helper()
	if spec, ok := object["spec"].(map[string]any); ok && object["kind"] == "Pod" && unset(spec["serviceAccountName"]) && unset(spec["serviceAccount"]) {
		spec["serviceAccountName"] = "default" // as admission does in a cluster
	}
	a, err := server.Create(t.Context(), object)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func unset(v any) bool { return v == nil || v == "" }

// podOf is the Pod that a controller makes of a template. The claims of a StatefulSet become its volumes.
func podOf(s *subject) map[string]any {
	meta, _ := s.object.Root.Get(s.meta...).Any().(map[string]any)
	if meta == nil {
		meta = map[string]any{}
	}
	delete(meta, "name")
	delete(meta, "namespace")
	meta["generateName"] = "made-"
	spec, _ := s.object.Root.Get(s.path...).Any().(map[string]any)
	if claims := s.object.Root.Get("spec", "volumeClaimTemplates"); claims != nil {
		names := map[string]bool{}
		var made, volumes []any
		for _, claim := range claims.Items {
			name := claim.Str("metadata", "name")
			names[name] = true
			made = append(made, map[string]any{"name": name, "persistentVolumeClaim": map[string]any{"claimName": name}})
		}
		declared, _ := spec["volumes"].([]any)
		for _, v := range declared {
			m, _ := v.(map[string]any)
			if name, _ := m["name"].(string); !names[name] {
				volumes = append(volumes, v)
			}
		}
		spec["volumes"] = append(volumes, made...)
	}
	return map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}
}
