package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInlineConfig holds what is read of a configuration within arguments.
func TestInlineConfig(t *testing.T) {
	for _, tc := range []struct {
		name, yaml, kind string
		want             []string
	}{
		{
			"Envoy behind an equals sign", `{name: e, image: "envoyproxy/envoy:v1.32.3", args: ["--config-yaml={admin: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}}"]}`,
			"listen",
			[]string{"e listens 9901 loopback config"},
		},
		{
			"another program's flag of the name", `{name: e, image: "x/y:1.0", args: ["--config-yaml={admin: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}}"]}`,
			"listen", nil,
		},
		{
			"an input of Fluent Bit that listens", `{name: f, image: "fluent/fluent-bit:3.1.6", args: [-i, http, -p, port=8888, -o, stdout]}`,
			"listen",
			[]string{"f listens 8888 all config"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := facts(build(t, spec("containers:\n- "+tc.yaml))[0], tc.kind)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
