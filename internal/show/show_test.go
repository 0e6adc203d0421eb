package show_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/show"
	"github.com/podlint/podlint/internal/source"
)

// modelled is the first pod of a manifest.
func modelled(t *testing.T, text string) lint.Modelled {
	t.Helper()
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	set := manifest.Read([]source.File{{Name: "web.yaml", Data: []byte(text)}}, 1)
	if len(set.Errors) > 0 {
		t.Fatal(set.Errors)
	}
	in := pod.NewBuilder(set, pod.Options{Knowledge: base}).Build(set.Objects[0])[0]
	relate.Attach(in)
	return lint.Modelled{Workload: lint.WorkloadOf(set.Objects[0]), Input: in}
}

// said is a drawing as lines, of which tests want some.
func said(d *picture.Drawing) []string {
	var out []string
	name := func(at int) string {
		n := &d.Nodes[at]
		if n.Kind == picture.Port {
			return d.Nodes[n.Owner].Name + ":" + n.Name
		}
		return n.Name
	}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		s := string(n.Kind) + " " + name(i)
		for _, more := range []string{n.Class, n.Part, n.By, strings.Join(n.Unseen, ","), strings.Join(n.Notes, ", ")} {
			if more != "" {
				s += " | " + more
			}
		}
		if n.Kind == picture.Port && !n.Sure {
			s += " | not sure"
		}
		for _, p := range n.Pins {
			s += fmt.Sprintf(" | ! %s new=%t", p.Rule, p.New)
		}
		out = append(out, s)
	}
	for _, t := range d.Ties {
		s := fmt.Sprintf("%s -%s-> %s | %s", name(t.From), t.Deed, name(t.To), t.Label)
		if t.Guessed {
			s += " | guessed"
		}
		out = append(out, s)
	}
	return append(out, d.Traits...)
}

func expect(t *testing.T, d *picture.Drawing, want ...string) {
	t.Helper()
	got := said(d)
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("want %q in\n%s", line, strings.Join(got, "\n"))
		}
	}
}

const web = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations: {sidecar.istio.io/inject: "true"}
    spec:
      shareProcessNamespace: true
      initContainers:
        - {name: prepare, image: "busybox:1.36", command: [sh, -c, "echo a > /conf/app.conf"], volumeMounts: [{name: conf, mountPath: /conf}]}
        - {name: tunnel, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1", args: [--port=5432, "p:r:i"], restartPolicy: Always}
      containers:
        - name: app
          image: example.org/shop/web:1
          args: [--listen=:8080, --log-file=/var/log/web.log, "--db=postgres://127.0.0.1:5432/x", "--cache=redis://127.0.0.1:6379", "--mail=smtp://mail.example.org:25"]
          ports: [{name: http, containerPort: 8080}]
          livenessProbe: {httpGet: {path: /healthz, port: http}}
          readinessProbe: {exec: {command: [check, it]}}
          startupProbe: {tcpSocket: {port: nowhere}}
          volumeMounts: [{name: logs, mountPath: /var/log}, {name: conf, mountPath: /etc/conf, readOnly: true}, {name: gone, mountPath: /gone}]
        - name: tail
          image: busybox:1.36
          command: [tail, -F, /logs/web.log]
          volumeMounts: [{name: logs, mountPath: /logs, readOnly: true}]
        - {name: admin, image: example.org/admin:1, command: [sh, -c, "pkill -HUP tail; sleep 9"]}
      volumes: [{name: logs, emptyDir: {}}, {name: conf, emptyDir: {}}, {name: spare, secret: {secretName: s}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}, {port: 81, targetPort: missing}]
`

func TestPod(t *testing.T) {
	d := show.Pod(modelled(t, web), nil, nil)
	expect(t, d,
		"container prepare | init | helper | tool",
		"container istio-proxy | regular | helper | sidecar.istio.io/inject=true | listens,dials,files,logs | mesh-proxy",
		"volume logs | emptyDir",
		"volume spare | secret s, mounted by no container",
		"port app:8080 | http",
		"service web | ClusterIP",
		"prepare -writes-> conf | writes app.conf",
		"app -writes-> logs | writes web.log",
		"tail -reads-> logs | reads web.log",
		"app -reads-> conf | mounts /etc/conf",
		`app -mounts-> volume "gone" | mounts /gone`,
		`unknown volume "gone" | the pod has no such volume`,
		"app -calls-> tunnel:5432 | dials",
		"unknown 127.0.0.1:6379 | nobody in sight answers",
		"host mail.example.org:25 | outside",
		"web -routes-> app:8080 | port 80 to http",
		"web -routes-> port missing | port 81 to missing",
		"kubelet -probes-> app:8080 | liveness /healthz",
		"kubelet -probes-> app | readiness runs check",
		"kubelet -probes-> port nowhere | startup tcp",
		"admin -acts-> tail | signal",
		"containers see each other's processes",
	)
}

// TestPins: a violation is pinned to what its place lies in, else to the container that it names, else to the Service, else to the pod.
func TestPins(t *testing.T) {
	m := modelled(t, web)
	at := func(rule, container, object string, path ...any) lint.Violation {
		return lint.Violation{Rule: rule, Severity: "warning", Container: container, Object: object, Path: path, Workload: m.Workload, Fingerprint: rule, File: "web.yaml", Line: 7}
	}
	other := at("elsewhere", "app", "")
	other.Workload.Name = "other"
	spec := []any{"spec", "template", "spec"}
	d := show.Pod(m, []lint.Violation{
		at("deep", "", "", append(spec, "containers", 0, "ports", 0, "name")...),
		at("volume", "app", "", append(spec, "volumes", 2)...),
		at("named", "tail", "", "spec", "template"),
		at("configured", "app", "ConfigMap/shop/conf", append(spec, "volumes", 2)...),
		at("service", "", "Service/shop/web", "spec", "ports", 0),
		at("pod", "", "", "spec"),
		other,
	}, func(v *lint.Violation) bool { return v.Rule == "deep" })
	expect(t, d,
		"container app | regular | app | listens,dials,files,logs,ends | ! deep new=true | ! configured new=false",
		"volume spare | secret s, mounted by no container | ! volume new=false",
		"service web | ClusterIP | ! service new=false",
	)
	if len(d.Pins) != 1 || d.Pins[0].Rule != "pod" || d.Pins[0].Place != "web.yaml:7" {
		t.Errorf("pins of the pod: %+v", d.Pins)
	}
	if len(d.All()) != 6 {
		t.Errorf("%d pins, want 6: that of another workload is none", len(d.All()))
	}
}

// TestNamesTwice: of two containers of one name each is drawn, and what one does is not said of the other.
func TestNamesTwice(t *testing.T) {
	d := show.Pod(modelled(t, `apiVersion: v1
kind: Pod
metadata: {name: two}
spec:
  containers:
    - {name: a, image: example.org/a, volumeMounts: [{name: v, mountPath: /v}]}
    - {name: a, image: example.org/b}
  volumes: [{name: v, emptyDir: {}}]
`), nil, nil)
	if n := len(d.Ties); n != 1 || d.Ties[0].From != 0 || len(d.Nodes) != 3 {
		t.Errorf("got %s", strings.Join(said(d), "\n"))
	}
}

// TestLimits: a pod of any size gives a drawing of a bounded one, which says what it leaves out.
func TestLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: Pod\nmetadata: {name: many}\nspec:\n  containers:\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  - {name: c%d, image: example.org/c, args: [\"--to=http://h%d.example.org:80\"], volumeMounts: [{name: v0, mountPath: /v}], ports: [", i, i)
		for p := range 20 {
			fmt.Fprintf(&b, "{containerPort: %d},", 1000+p)
		}
		b.WriteString("]}\n")
	}
	b.WriteString("  volumes:\n")
	for i := range 60 {
		fmt.Fprintf(&b, "  - {name: v%d, emptyDir: {}}\n", i)
	}
	d := show.Pod(modelled(t, b.String()), nil, nil)
	if n := len(d.Nodes); n > 600 {
		t.Errorf("%d nodes", n)
	}
	expect(t, d, "12 more of kind container not drawn", "12 more of kind volume not drawn")
	if got := d.Nodes[0].Notes; !cmp.Equal(got, []string{"and 12 more ports"}) {
		t.Errorf("got notes %q", got)
	}
}

// TestSockets: a request goes from who dials over the volume to who serves, and a socket on no volume is not in sight.
func TestSockets(t *testing.T) {
	d := show.Pod(modelled(t, `apiVersion: v1
kind: Pod
metadata: {name: sockets}
spec:
  containers:
    - {name: server, image: registry.k8s.io/sig-storage/csi-provisioner:v5.0.1, args: [--csi-address=/csi/csi.sock], volumeMounts: [{name: s, mountPath: /csi}]}
    - {name: lost, image: registry.k8s.io/sig-storage/csi-attacher:v4.5.0, args: [--csi-address=/run/csi.sock], volumeMounts: [{name: s, mountPath: /csi}]}
    - {name: driver, image: example.org/csi-driver:1, args: [--endpoint=unix:///csi/csi.sock], volumeMounts: [{name: s, mountPath: /csi}]}
  volumes: [{name: s, emptyDir: {}}]
`), nil, nil)
	expect(t, d,
		"server -writes-> s | dials csi.sock",
		"lost -calls-> /run/csi.sock | dials",
		"unknown /run/csi.sock | on no volume",
		"driver -reads-> s | serves csi.sock",
	)
}
