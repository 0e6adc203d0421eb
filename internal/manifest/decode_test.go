package manifest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kindTypes make the Go types of kinds; the kinds of the API that are not here are rare in manifests.
var kindTypes = map[string]func() any{
	"Pod":                     func() any { return new(corev1.Pod) },
	"Deployment":              func() any { return new(appsv1.Deployment) },
	"StatefulSet":             func() any { return new(appsv1.StatefulSet) },
	"DaemonSet":               func() any { return new(appsv1.DaemonSet) },
	"Job":                     func() any { return new(batchv1.Job) },
	"CronJob":                 func() any { return new(batchv1.CronJob) },
	"Service":                 func() any { return new(corev1.Service) },
	"ConfigMap":               func() any { return new(corev1.ConfigMap) },
	"Secret":                  func() any { return new(corev1.Secret) },
	"HorizontalPodAutoscaler": func() any { return new(autoscalingv2.HorizontalPodAutoscaler) },
	"PodDisruptionBudget":     func() any { return new(policyv1.PodDisruptionBudget) },
	"NetworkPolicy":           func() any { return new(networkingv1.NetworkPolicy) },
	"Ingress":                 func() any { return new(networkingv1.Ingress) },
	"ReplicaSet":              func() any { return new(appsv1.ReplicaSet) },
	"ReplicationController":   func() any { return new(corev1.ReplicationController) },
	"Namespace":               func() any { return new(corev1.Namespace) },
	"ServiceAccount":          func() any { return new(corev1.ServiceAccount) },
	"PersistentVolumeClaim":   func() any { return new(corev1.PersistentVolumeClaim) },
	"PersistentVolume":        func() any { return new(corev1.PersistentVolume) },
	"Role":                    func() any { return new(rbacv1.Role) },
	"RoleBinding":             func() any { return new(rbacv1.RoleBinding) },
	"ClusterRole":             func() any { return new(rbacv1.ClusterRole) },
	"ClusterRoleBinding":      func() any { return new(rbacv1.ClusterRoleBinding) },
}

// typed returns a pointer to the Go type of a kind, nil for kinds that the tests leave out.
func typed(kind string) any {
	if of := kindTypes[kind]; of != nil {
		return of()
	}
	return nil
}

// TestCorpusDecodesAsEncodingJSONDoes compares what is filled in, with unknown fields and wrong values as well. Left out are kinds that
// are not in the Kubernetes API, and objects with a name in the wrong case, which encoding/json takes and kubectl does not.
func TestCorpusDecodesAsEncodingJSONDoes(t *testing.T) {
	compared, unsound, cased, foreign := 0, 0, 0, map[string]int{}
	manifests(t, func(name string, data []byte) {
		for _, o := range read(t, name, string(data)).Objects {
			got, want := typed(o.Kind), typed(o.Kind)
			if got == nil {
				foreign[o.Kind]++
				continue
			}
			unknown, err := o.Root.Decode(got)
			wantErr := json.Unmarshal(o.Root.appendJSON(nil), want)
			if hasCaseMistake(unknown) {
				cased++
				continue
			}
			compared++
			if err != nil || len(unknown) > 0 {
				unsound++
			}
			if (err == nil) != (wantErr == nil) {
				t.Errorf("%s %s %s: got error %v, encoding/json says %v", name, o.Kind, o.Name, err, wantErr)
			}
			if diff := cmp.Diff(want, got, wrongLeftOut(err)...); diff != "" {
				t.Errorf("%s %s %s (-encoding/json +podlint):\n%s", name, o.Kind, o.Name, diff)
			}
		}
	})
	t.Logf("%d objects, %d of them with unknown or wrong values; %d with a name in the wrong case; not compared: %v", compared, unsound, cased, foreign)
}

// wrongLeftOut makes nothing of entries that are missing in one map and empty in the other, when there was a wrong value:
// encoding/json puts an empty entry where podlint puts none.
func wrongLeftOut(err *TypeError) cmp.Options {
	if err == nil {
		return nil
	}
	return cmp.Options{cmp.Comparer(func(a, b map[string]string) bool {
		for _, pair := range [...][2]map[string]string{{a, b}, {b, a}} {
			for key, value := range pair[0] {
				if pair[1][key] != value {
					return false
				}
			}
		}
		return true
	})}
}

// hasCaseMistake tells whether a field was left out that encoding/json takes.
func hasCaseMistake(unknown []Unknown) bool {
	for _, u := range unknown {
		if strings.EqualFold(u.Nearest, u.Key) {
			return true
		}
	}
	return false
}

func TestDecode(t *testing.T) {
	doc := `
containers:
- name: app
  env: [{name: A, value: "1"}, {name: B, value: null}]
  resources: {limits: {cpu: 1, memory: 64Mi, ephemeral-storage: 1.5}, requests: {cpu: "${CPU}"}}
  livenessProbe: {httpGet: {port: http}, periodSeconds: 5}
  readinessProbe: {tcpSocket: {port: 80}}
  securityContext: {runAsUser: 10, privileged: yes}
  lifecycle:
terminationGracePeriodSeconds: 30
nodeSelector: {a: b}
`
	roots, errs := parseAll(t, doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var got, want corev1.PodSpec
	if unknown, err := roots[0].Decode(&got); err != nil || len(unknown) > 0 {
		t.Fatal(unknown, err)
	}
	roots[0].field("containers").Value.Items[0].field("resources").Value.field("requests").Value.Fields[0].Value = &Node{Type: Int, Text: "0"}
	if err := json.Unmarshal(roots[0].appendJSON(nil), &want); err != nil {
		t.Fatal(err)
	}
	if got.Containers[0].Resources.Requests.Cpu().IsZero() {
		delete(got.Containers[0].Resources.Requests, "cpu")
		delete(want.Containers[0].Resources.Requests, "cpu")
	} else {
		t.Error("a placeholder became a quantity")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecodeOtherTypes(t *testing.T) {
	type inner struct {
		Bytes []byte            `json:"bytes"`
		Any   any               `json:"any"`
		Map   map[string]*int64 `json:"map"`
		Float float64           `json:"float"`
		Uint  uint8             `json:"uint"`
	}
	type outer struct {
		inner    `json:",inline"`
		Duration metav1.Duration  `json:"duration"`
		Time     *metav1.Time     `json:"time"`
		Micro    metav1.MicroTime `json:"micro"`
		Skipped  string           `json:"-"`
		Plain    string
		Self     *outer `json:"self"`
	}
	roots, _ := parseAll(t, "bytes: aGk=\nany: [1, a, {b: 2.5}]\nmap: {x: 1, z: ~}\nfloat: 2\nuint: 200\nduration: 90s\ntime: 2024-01-02T03:04:05Z\nPlain: p\nself: {Plain: q}\n")
	var got outer
	if unknown, err := roots[0].Decode(&got); err != nil || len(unknown) > 0 {
		t.Fatal(unknown, err)
	}
	if string(got.Bytes) != "hi" || got.Float != 2 || got.Uint != 200 || *got.Map["x"] != 1 || got.Map["z"] != nil {
		t.Errorf("got %+v", got.inner)
	}
	if diff := cmp.Diff([]any{int64(1), "a", map[string]any{"b": 2.5}}, got.Any); diff != "" {
		t.Error(diff)
	}
	if got.Duration.Duration != 90*time.Second || got.Time.Year() != 2024 || got.Plain != "p" || got.Self.Plain != "q" {
		t.Errorf("got %+v", got)
	}
}

func TestDecodeReportsUnknownFields(t *testing.T) {
	roots, _ := parseAll(t, "containers:\n- name: a\n  volumeMount: []\n  Image: b\n  imagePullpolicy: Always\n  zzzzzzzz: 1\n")
	var spec corev1.PodSpec
	got, err := roots[0].Decode(&spec)
	if err != nil {
		t.Fatal(err)
	}
	at := func(key string) Path { return Path{"containers", 0, key} }
	want := []Unknown{
		{at("volumeMount"), "volumeMount", "volumeMounts"},
		{at("Image"), "Image", "image"},
		{at("imagePullpolicy"), "imagePullpolicy", "imagePullPolicy"},
		{at("zzzzzzzz"), "zzzzzzzz", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if spec.Containers[0].Image != "" {
		t.Error("a field in the wrong case was read")
	}
}

func TestDecodeReportsWrongTypes(t *testing.T) {
	tests := map[string]struct {
		doc, want, got string
		path           Path
		span           Span
	}{
		"number for a string":    {"containers: [{env: [{value: 8080}]}]", "a string", "the number 8080", Path{"containers", 0, "env", 0, "value"}, Span{1, 29, 1, 33}},
		"boolean for a string":   {"hostname: yes", "a string", "the boolean yes of YAML 1.1", Path{"hostname"}, Span{1, 11, 1, 14}},
		"map for a list":         {"containers: {name: a}", "a list of objects", "an object", Path{"containers"}, Span{1, 13, 1, 22}},
		"list for a map":         {"securityContext: [a]", "an object", "a list", Path{"securityContext"}, Span{1, 18, 1, 21}},
		"string for a list":      {"containers: [{args: run}]", "a list of strings", `the string "run"`, Path{"containers", 0, "args"}, Span{1, 21, 1, 24}},
		"string for a boolean":   {"hostPID: 'true'", "true or false", `the string "true"`, Path{"hostPID"}, Span{1, 10, 1, 16}},
		"string for a number":    {"priority: high", "a whole number of at most 32 bits", `the string "high"`, Path{"priority"}, Span{1, 11, 1, 15}},
		"fraction":               {"terminationGracePeriodSeconds: 1.5", "a whole number", "the number 1.5", Path{"terminationGracePeriodSeconds"}, Span{1, 32, 1, 35}},
		"number that is too big": {"priority: 3000000000", "a whole number of at most 32 bits", "the number 3000000000", Path{"priority"}, Span{1, 11, 1, 21}},
		"bad quantity":           {"overhead: {cpu: 1 GB}", "a quantity such as 100m or 64Mi", `the string "1 GB"`, Path{"overhead", "cpu"}, Span{1, 17, 1, 21}},
		"map for int or string":  {"containers: [{livenessProbe: {httpGet: {port: {}}}}]", "a whole number or a string", "an object", Path{"containers", 0, "livenessProbe", "httpGet", "port"}, Span{1, 47, 1, 49}},
		"scalar for everything":  {"5", "an object", "the number 5", Path{}, Span{1, 1, 1, 2}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			roots, errs := parseAll(t, tt.doc)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			_, err := roots[0].Decode(new(corev1.PodSpec))
			want := &TypeError{Path: tt.path, Span: tt.span, Want: tt.want, Got: tt.got}
			if diff := cmp.Diff(want, err); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeGoesOnAfterAnError(t *testing.T) {
	roots, _ := parseAll(t, "containers: [{name: 1, image: a}]\npriority: x\nhostname: h\nactiveDeadlineSeconds: ${DEADLINE}\n")
	var spec corev1.PodSpec
	_, errs := roots[0].DecodeAll(&spec)
	if len(errs) != 2 || spec.Hostname != "h" || spec.Containers[0].Image != "a" {
		t.Errorf("got %v and %+v", errs, spec)
	}
	if _, err := roots[0].Decode(nil); err == nil {
		t.Error("decoded into nil")
	}
	var none *Node
	if _, err := none.Decode(&spec); err == nil {
		t.Error("decoded nothing")
	}
}
