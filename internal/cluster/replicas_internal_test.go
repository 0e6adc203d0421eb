package cluster

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestReplicas: of what one controller has made that is alike one is read, whatever each replica is given for itself; what differs is read, and what
// holds no containers always.
func TestReplicas(t *testing.T) {
	const spec = `{"nodeName":"NODE","hostname":"NAME","affinity":{"nodeAffinity":{"x":"NODE"}},"containers":[{"name":"app","image":"a:1","args":["--peers=web-0,web-1"],"volumeMounts":[{"name":"kube-api-access-SALT","mountPath":"/t"}]}],` +
		`"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data-NAME"}},{"name":"kube-api-access-SALT","projected":{}}]}`
	object := func(kind, name, owner, spec string) *item {
		text := `{"kind":"` + kind + `","metadata":{"name":"` + name + `","ownerReferences":[{"kind":"X","name":"x","uid":"` + owner + `","controller":true}]},"spec":` +
			strings.NewReplacer("NODE", "node-of-"+name, "NAME", name, "SALT", "abc"+name[len(name)-2:]).Replace(spec) + `}`
		it := &item{raw: json.RawMessage(text)}
		if err := json.Unmarshal(it.raw, &it.head); err != nil {
			t.Fatal(err)
		}
		return it
	}
	with := func(old, other string) string { return strings.ReplaceAll(spec, old, other) }
	kept := newReplicas()
	for _, tt := range []struct {
		what, kind, name, owner, spec string
		want                          bool
	}{
		{"the first", "Pod", "web-00", "1", spec, true},
		{"another one", "Pod", "web-01", "1", spec, false},
		{"one of another controller", "Pod", "api-00", "2", spec, true},
		{"another image", "Pod", "web-02", "1", with("a:1", "a:2"), true},
		{"another argument", "Pod", "web-03", "1", with("--peers=", "--all="), true},
		{"another volume", "Pod", "web-04", "1", with(`"data"`, `"other"`), true},
		{"what a template makes of it", "ReplicaSet", "web-rs-00", "1", `{"replicas":2,"template":{"spec":` + spec + `}}`, true},
		{"another template that is alike", "ReplicaSet", "web-rs-01", "1", `{"replicas":2,"template":{"spec":` + spec + `}}`, false},
		{"a template that differs", "ReplicaSet", "web-rs-02", "1", `{"replicas":2,"template":{"spec":` + with("a:1", "a:3") + `}}`, true},
		{"an old revision", "ReplicaSet", "web-rs-03", "1", `{"replicas":0,"template":{"spec":` + with("a:1", "a:0") + `}}`, false},
		{"a Service", "Service", "one-svc", "1", `{"ports":[{"port":80}]}`, true},
		{"another Service of it", "Service", "two-svc", "1", `{"ports":[{"port":80}]}`, true},
		{"a ConfigMap", "ConfigMap", "one-cm", "1", `null`, true},
		{"another ConfigMap of it", "ConfigMap", "two-cm", "1", `null`, true},
	} {
		if got := kept.keep(&Resource{APIVersion: "v1", Kind: tt.kind}, object(tt.kind, tt.name, tt.owner, tt.spec)); got != tt.want {
			t.Errorf("%s: got %t", tt.what, got)
		}
	}
}
