package pod_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

const linkedServices = `
---
apiVersion: v1
kind: Service
metadata: {name: my-db}
spec: {selector: {app: db}, ports: [{name: sql, port: 5432}, {port: 53, protocol: UDP}]}
---
apiVersion: v1
kind: Service
metadata: {name: peers}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 1}]}
---
apiVersion: v1
kind: Service
metadata: {name: pgbouncer}
spec: {selector: {app: db}, ports: [{port: 6432}]}
---
apiVersion: v1
kind: Service
metadata: {name: far, namespace: elsewhere}
spec: {selector: {app: db}, ports: [{port: 1}]}
`

func TestLinks(t *testing.T) {
	for name, tt := range map[string]struct {
		spec string
		want []string
	}{
		"script": {
			"containers: [{name: a, image: x/a:1.0, command: [sh, -c, \"nc $MY_DB_SERVICE_HOST ${MY_DB_PORT:-5432}\\n# $MY_DB_PORT_53_UDP\\necho ${MY_DB_SERVICE_PORT_SQL}\"]}]",
			[]string{"MY_DB_SERVICE_HOST my-db host 0 script shown", "MY_DB_PORT my-db url 5432 script shown", "MY_DB_SERVICE_PORT_SQL my-db port 5432 script shown"},
		},
		"argument":     {"containers: [{name: a, image: x/a:1.0, args: ['--db=$(MY_DB_PORT_53_UDP_ADDR)']}]", []string{"MY_DB_PORT_53_UDP_ADDR my-db host 53 flag stated"}},
		"a part of it": {"containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'nc db ${MY_DB_PORT##*:}']}]", nil},
		"set by hand":  {"containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'nc db $MY_DB_PORT'], env: [{name: MY_DB_PORT, value: '1'}]}]", nil},
		"set by the script": {
			"containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'MY_DB_PORT=1; nc db $MY_DB_PORT']}]", nil,
		},
		"perhaps set": {
			"containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'nc db $MY_DB_PORT'], envFrom: [{secretRef: {name: s}}]}]",
			[]string{"MY_DB_PORT my-db url 5432 script guessed"},
		},
		"switched off": {"enableServiceLinks: false\n  containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'nc db $MY_DB_PORT']}]", nil},
		"headless":     {"containers: [{name: a, image: x/a:1.0, command: [sh, -c, 'nc db $PEERS_PORT $FAR_PORT']}]", nil},
		"image":        {"containers: [{name: a, image: 'bitnami/pgbouncer:1.20.1'}]", []string{"PGBOUNCER_PORT pgbouncer url 6432 image"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  " + tt.spec + linkedServices
			set := manifest.Read([]source.File{{Name: "pod.yaml", Data: []byte(text)}}, 1)
			var got []string
			for _, l := range pod.NewBuilder(set, pod.Options{Knowledge: base(t)}).Build(set.Objects[0])[0].Pod.Containers[0].Links {
				s := fmt.Sprintf("%s %s %s %d %s", l.Variable, l.Service, l.Form, l.Port, l.Origin)
				if l.Origin != "image" {
					s += " " + l.Certainty
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
