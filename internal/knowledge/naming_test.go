package knowledge

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesInAnnotations(t *testing.T) {
	tests := []struct {
		name, key, value string
		want             []string
	}{
		{"one name", "pre.hook.backup.velero.io/container", " db ", []string{"db"}},
		{"list", "backup.velero.io/backup-volumes", "data, wal", []string{"data", "wal"}},
		{"name and path", "dapr.io/volume-mounts", "certs:/certs,tmp:/tmp", []string{"certs", "tmp"}},
		{"json list", "sidecar.istio.io/userVolumeMount", `[{"name":"ca","mountPath":"/ca"}]`, []string{"ca"}},
		{"json map", "sidecar.istio.io/userVolumeMount", `{"b":{"mountPath":"/b"},"a":{}}`, []string{"a", "b"}},
		{"no json", "sidecar.istio.io/userVolumeMount", "ca", nil},
		{"in the key", "ad.datadoghq.com/web.logs", "[]", []string{"web"}},
		{"whole rest of the key", "container.apparmor.security.beta.kubernetes.io/web", "runtime/default", []string{"web"}},
		{"pod level", "ad.datadoghq.com/tags", "{}", nil},
		{"check identifier", "ad.datadoghq.com/web.check.id", "nginx", nil},
		{"other key", "example.org/container", "web", nil},
	}
	known := fromYAML(t).annotations.Names
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for i := range known {
				got = append(got, known[i].Names(tt.key, tt.value)...)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumbersAreFreeAmongNames(t *testing.T) {
	n := Naming{Key: "ports", Form: "names"}
	if got := n.Names("ports", "http, 3306,4000-4010, my-9000"); !slices.Equal(got, []string{"http", "my-9000"}) {
		t.Errorf("got %q, want http and my-9000", got)
	}
}

func TestAdds(t *testing.T) {
	n := Naming{Key: "mounts", Form: "json", Also: "volumes"}
	annotations := map[string]string{"volumes": `[{"name":"ca"},{"name":"token"}]`, "other": `[{"name":"no"}]`}
	for name, want := range map[string]bool{"ca": true, "token": true, "no": false} {
		if got := n.Adds(name, annotations); got != want {
			t.Errorf("%s: got %t, want %t", name, got, want)
		}
	}
	if (&Naming{Key: "mounts"}).Adds("ca", annotations) {
		t.Error("an annotation that names no other one adds something")
	}
}
