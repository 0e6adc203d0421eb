package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

func TestPlaces(t *testing.T) {
	p := built(t, `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: a
    image: x/a:1.0
    command: [/conf/run, --rules=/conf/sub/a.json, --dir, /conf/d, -v, /conf, --url=http://h/conf/x, --list=/conf/a:/conf/b, /elsewhere/a.txt]
    env:
    - {name: FILE, value: /conf/run}
    - {name: TREE, value: /one/tree/}
    - {name: APP_HOME, value: /conf/home}
    - {name: TEMPLATE, value: '/conf/{{ name }}'}
    volumeMounts:
    - {name: conf, mountPath: /conf}
    - {name: conf, mountPath: /one, subPath: part}
  - name: b
    image: x/b:1.0
    command: [sh, -c, 'cp /conf/a /tmp/; if [ -f /conf/b ]; then true; fi; serve --with /conf/c.yaml']
    volumeMounts:
    - {name: conf, mountPath: /conf}
  volumes:
  - {name: conf, configMap: {name: conf}}
`)
	want := [][]string{
		{
			"/conf/run run stated runs", "/conf/sub/a.json sub/a.json shown", "/conf/d d guessed dir", "/conf . guessed",
			"/one/tree part/tree guessed dir", "/conf/home home guessed dir",
		},
		{"/conf/c.yaml c.yaml shown"},
	}
	for i, c := range p.Containers {
		var got []string
		for _, n := range c.Places {
			s := n.File + " " + n.In + " " + n.Certainty
			if n.Runs {
				s += " runs"
			}
			if n.Dir {
				s += " dir"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(want[i], got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.Name, diff)
		}
	}
}

func TestCompleteObjects(t *testing.T) {
	const objects = `
---
apiVersion: v1
kind: ConfigMap
metadata: {name: plain}
data: {APP_NAME: a}
binaryData: {b.bin: AA==}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: empty}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: template}
data: {'{{ key }}': a}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: marked, annotations: {service.beta.openshift.io/inject-cabundle: "true"}}
data: {a: a}
---
apiVersion: v1
kind: Secret
metadata: {name: issued}
data: {tls.crt: AA==}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop}
spec: {secretName: issued}
---
apiVersion: v1
kind: Secret
metadata: {name: sealed}
data: {a: AA==}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed}
---
apiVersion: v1
kind: Secret
metadata: {name: token}
type: kubernetes.io/service-account-token
data: {a: AA==}
`
	const workload = `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - {name: a, image: x/a:1.0}
  volumes:
  - name: all
    projected:
      sources:
      - configMap: {name: plain}
      - configMap: {name: empty}
      - configMap: {name: template}
      - configMap: {name: marked}
      - configMap: {name: elsewhere}
      - secret: {name: issued}
      - secret: {name: sealed}
      - secret: {name: token, optional: true, items: [{key: token, path: a/token, mode: 256}]}
      - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
      - serviceAccountToken: {path: sa}
      - clusterTrustBundle: {path: x}
`
	set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(workload + objects)}}, 1)
	in := pod.NewBuilder(set, pod.Options{Knowledge: base(t)}).Build(set.Objects[0])[0]
	got := map[string]bool{}
	for _, o := range append(in.Related.ConfigMaps, in.Related.Secrets...) {
		got[o.Name] = o.Complete
	}
	want := map[string]bool{"plain": true, "empty": false, "template": false, "marked": false, "elsewhere": false, "issued": false, "sealed": false, "token": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("complete (-want +got)\n%s", diff)
	}
	sources := in.Pod.Volumes[0].Sources
	kinds := make([]string, len(sources))
	for i, s := range sources {
		kinds[i] = s.Kind
	}
	wantKinds := []string{"ConfigMap", "ConfigMap", "ConfigMap", "ConfigMap", "ConfigMap", "Secret", "Secret", "Secret", "DownwardAPI", "ServiceAccountToken", "other"}
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Errorf("kinds (-want +got)\n%s", diff)
	}
	if s := sources[7]; !s.Optional || len(s.Items) != 1 || s.Items[0].File != "a/token" || *s.Items[0].Mode != 0o400 {
		t.Errorf("got %+v, want the optional item with its mode", s)
	}
}
