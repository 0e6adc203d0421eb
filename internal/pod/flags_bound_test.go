package pod_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBoundAddress holds which addresses under names of their own are listened on.
func TestBoundAddress(t *testing.T) {
	for _, tc := range []struct {
		flag string
		want []string
	}{
		{"--status-addr=0.0.0.0:15021", []string{"a listens 15021 all flag"}},
		{"--monitoringAddr=:15014", []string{"a listens 15014 all flag"}},
		{"--raft.address=[::]:7000", []string{"a listens 7000 all flag"}},
		{"--peer-address=0.0.0.0:7000", []string{"a listens 7000 all flag"}},
		{"--peer-address=:7000", nil},
		{"--redis-addr=:6379", nil},
		{"--status-addr=127.0.0.1:15021", nil},
		{"--advertise-addr=0.0.0.0:7000", nil},
		{"--status-addr=15021", nil},
	} {
		t.Run(tc.flag, func(t *testing.T) {
			got := facts(build(t, spec(`containers: [{name: a, image: "x/a:1.0", args: ["`+tc.flag+`"]}]`))[0], "listen")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
