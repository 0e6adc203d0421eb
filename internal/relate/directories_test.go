package relate_test

import (
	"fmt"
	"testing"
)

const beneath = `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers:
  - {name: init, image: "busybox:1.36.1", command: [sh, -c, %q], volumeMounts: [{name: data, mountPath: /d}]}
  containers:
  - {name: a, image: "busybox:1.36.1", command: [sh, -c, %q], volumeMounts: [{name: data, mountPath: /out%s}]}
  - %s
  volumes: [{name: data, %s: {}}, {name: other, emptyDir: {}}]
`

// TestDirectoryThatIsMissing asks for the log that the first regular container writes.
func TestDirectoryThatIsMissing(t *testing.T) {
	const silent = `{name: b, image: "busybox:1.36.1", command: [sleep, "9"], volumeMounts: [{name: data, mountPath: /in, readOnly: true}]}`
	for name, tc := range map[string]struct {
		init, a, sub, b, kind string
		want                  bool
	}{
		"redirect into a directory that nobody makes": {want: true},
		"redirect into the root":                      {a: "while :; do date >> /out/x.log; done"},
		"tee into the same directory makes none":      {init: "date | tee -a /d/logs/y.log", want: true},
		"made before":                                 {init: "mkdir -p /d/logs"},
		"a directory below it made before":            {init: "mkdir -p /d/logs/old"},
		"made by the container itself":                {a: "mkdir /out/logs; while :; do date >> /out/logs/x.log; done"},
		"another directory":                           {init: "mkdir /d/other", want: true},
		"removed only":                                {init: "rm -rf /d/logs", want: true},
		"a tree is copied to the root":                {init: "cp -r /etc/app/. /d"},
		"a program puts files there":                  {init: "wget -O /d/logs/list http://example.org/x"},
		"a neighbour of which little is known":        {b: `{name: b, image: "example.org/b:1.0.0", volumeMounts: [{name: data, mountPath: /in}]}`},
		"that neighbour reads only":                   {b: `{name: b, image: "example.org/b:1.0.0", volumeMounts: [{name: data, mountPath: /in, readOnly: true}]}`, want: true},
		"a neighbour mounts that part":                {b: `{name: b, image: "busybox:1.36.1", command: [sleep, "9"], volumeMounts: [{name: data, mountPath: /in, subPath: logs}]}`},
		"a mount lies in it":                          {sub: "}, {name: other, mountPath: /out/logs/old"},
		"below the part that is mounted":              {sub: ", subPath: x", want: true},
		"a volume of the node":                        {kind: "hostPath"},
		"a part of the name is not known":             {a: "while :; do date >> /out/$(date +%F)/x.log; done"},
	} {
		t.Run(name, func(t *testing.T) {
			or := func(s, other string) string {
				if s == "" {
					return other
				}
				return s
			}
			got := false
			text := fmt.Sprintf(beneath, or(tc.init, "true"), or(tc.a, "while :; do date >> /out/logs/x.log; done"), tc.sub, or(tc.b, silent), or(tc.kind, "emptyDir"))
			for _, x := range related(t, text).Outputs.Get() {
				got = got || x.Container == "a" && x.Op == "append" && x.DirMissing
			}
			if got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}
