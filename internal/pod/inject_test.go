package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// annotated is a pod with an init container and these annotations, each a line "KEY: VALUE" or a block.
func annotated(lines ...string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    " + strings.Join(lines, "\n    ") + `
spec:
  initContainers:
  - {name: setup, image: "x/setup:1.0"}
  containers:
  - {name: app, image: "x/app:1.0", ports: [{name: web, containerPort: 8080}]}`
}

// TestInjectedOrder holds the start order in which webhooks leave the containers.
func TestInjectedOrder(t *testing.T) {
	const istio, vault = `sidecar.istio.io/inject: "true"`, `vault.hashicorp.com/agent-inject: "true"`
	for name, tc := range map[string]struct{ lines, want string }{
		"istio-init comes last":             {istio, "setup istio-init app istio-proxy"},
		"the later webhook appends":         {istio + "\n    " + vault, "setup istio-init vault-agent-init app istio-proxy vault-agent"},
		"an annotation brings one forward":  {istio + "\n    " + vault + "\n    vault.hashicorp.com/agent-init-first: \"true\"", "vault-agent-init setup istio-init app istio-proxy vault-agent"},
		"a native sidecar comes first":      {istio + "\n    sidecar.istio.io/nativeSidecar: \"true\"\n    " + vault, "istio-init istio-proxy setup vault-agent-init app vault-agent"},
		"an annotation leaves it a classic": {istio + "\n    sidecar.istio.io/nativeSidecar: \"false\"", "setup istio-init app istio-proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for i, c := range built(t, annotated(tc.lines)).Containers {
				if got = append(got, c.Name); c.Order != i {
					t.Errorf("order of %q: got %d, want %d", c.Name, c.Order, i)
				}
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestInjectedSettings holds what annotations say of injected containers.
func TestInjectedSettings(t *testing.T) {
	const consul = `consul.hashicorp.com/connect-inject: "true"`
	for name, tc := range map[string]struct {
		lines []string
		want  []string
	}{
		"a value inside YAML, with its line": {
			[]string{`sidecar.istio.io/inject: "true"`, "proxy.istio.io/config: |", "  concurrency: 2", "  terminationDrainDuration: 1m30s"},
			[]string{"istio-proxy wait 90 terminationDrainDuration [metadata annotations proxy.istio.io/config 1]"},
		},
		"a value inside JSON on one line": {
			[]string{`sidecar.istio.io/inject: "true"`, `proxy.istio.io/config: '{"terminationDrainDuration": "20s", "proxyMetadata": {"EXIT_ON_ZERO_ACTIVE_CONNECTIONS": "true"}}'`},
			[]string{"istio-proxy limit 20 terminationDrainDuration [metadata annotations proxy.istio.io/config]"},
		},
		"no number, no drain": {
			[]string{`dapr.io/enabled: "true"`, "dapr.io/block-shutdown-duration: soon", "dapr.io/graceful-shutdown-seconds: \"-1\""},
			nil,
		},
		"upstreams of each form": {
			[]string{consul, `consul.hashicorp.com/connect-service-upstreams: "a:9001, b.svc.ns.ap:9002:dc1,prepared_query:q:9003,c:web,d,e:0,f:x,g:9004:local_bind_address=127.0.0.9"`},
			[]string{"consul-dataplane listens 9001", "consul-dataplane listens 9002", "consul-dataplane listens 9003", "consul-dataplane listens 8080"},
		},
		"a user": {
			[]string{`vault.hashicorp.com/agent-inject: "true"`, `vault.hashicorp.com/agent-run-as-user: "1337"`},
			[]string{"vault-agent-init user 1337", "vault-agent user 1337"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, settings(built(t, annotated(tc.lines...)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func settings(p *pod.Pod) []string {
	var out []string
	for _, c := range p.Containers {
		for i := range c.Drains {
			x := &c.Drains[i]
			out = append(out, fmt.Sprintf("%s %s %v %s %v", c.Name, x.How, x.Seconds, x.Setting, x.Path))
		}
		for i := range c.Listens {
			if c.Listens[i].Origin == "annotation" {
				out = append(out, fmt.Sprintf("%s listens %d", c.Name, c.Listens[i].Port))
			}
		}
		if uid := c.Security.RunAsUser; c.Class == "injected" && uid.Value != nil {
			out = append(out, fmt.Sprintf("%s user %v", c.Name, uid.Value))
		}
	}
	return out
}

// treated parts the ports that go around a proxy from those that it passes on.
func treated(o *pod.Outbound) (around, opaque []pod.PortRange) {
	for _, r := range o.Ports {
		if r.How == "around" {
			around = append(around, r)
		} else {
			opaque = append(opaque, r)
		}
	}
	return around, opaque
}

// TestOutbound holds which outgoing connections an injected proxy takes.
func TestOutbound(t *testing.T) {
	p := built(t, annotated(`linkerd.io/inject: enabled`, `config.linkerd.io/skip-outbound-ports: "4567, 8000-8010,web,0,9-8"`))
	got := p.Injectors[0].Outbound
	around, opaque := treated(&got)
	if diff := cmp.Diff([]pod.PortRange{{From: 4567, To: 4567, How: "around"}, {From: 8000, To: 8010, How: "around"}}, around); diff != "" {
		t.Errorf("around the proxy (-want +got)\n%s", diff)
	}
	if !got.Waits || got.Narrowed || len(opaque) != 8 {
		t.Errorf("got %+v, want a proxy that waits and passes eight ports on", got)
	}
	ns := "\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n  annotations: {config.linkerd.io/skip-outbound-ports: '3307', proxy.istio.io/config: 'terminationDrainDuration: 90s'}"
	p = built(t, annotated(`linkerd.io/inject: enabled`, `sidecar.istio.io/inject: "true"`)+ns)
	for _, inj := range p.Injectors {
		around, _ := treated(&inj.Outbound)
		if got, want := len(around), map[string]int{"linkerd": 1}[inj.ID]; got != want {
			t.Errorf("%s takes %d settings of the Namespace, want %d", inj.ID, got, want)
		}
	}
	p = built(t, annotated(`sidecar.istio.io/inject: "true"`, `traffic.sidecar.istio.io/includeOutboundIPRanges: 10.0.0.0/8`))
	if got := p.Injectors[0].Outbound; !got.Narrowed || got.Waits {
		t.Errorf("got %+v, want a narrowed one", got)
	}
	p = built(t, annotated(`sidecar.istio.io/inject: "true"`, `traffic.sidecar.istio.io/includeOutboundIPRanges: "*"`))
	if p.Injectors[0].Outbound.Narrowed {
		t.Error("every range of addresses is no restriction")
	}
}
