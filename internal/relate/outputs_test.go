package relate_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/source"
)

// related makes the model of the only pod of a YAML text, with its relations.
func related(t *testing.T, text string) *pod.Pod {
	t.Helper()
	kb, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	set := manifest.Read([]source.File{{Name: "test.yaml", Data: []byte(text)}}, 1)
	in := pod.NewBuilder(set, pod.Options{Knowledge: kb}).Build(set.Objects[0])
	if len(in) != 1 {
		t.Fatalf("got %d pods, want 1", len(in))
	}
	relate.Attach(in[0])
	return in[0].Pod
}

const handover = `
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - {name: a, image: "busybox:1.36.1", command: [sh, -c, %q], volumeMounts: [{name: data, mountPath: /out, readOnly: true}, {name: part, mountPath: /srv/part}]}
  - {name: b, image: "busybox:1.36.1", command: [sh, -c, %q], volumeMounts: [{name: data, mountPath: /in}, {name: data, mountPath: /sub, subPath: sub}]}
  volumes: [{name: data, emptyDir: {}}, {name: part, emptyDir: {}}]
`

func ends(list []pod.FileEnd) string {
	out := ""
	for _, e := range list {
		who := e.Container
		if e.Self {
			who = "self"
		}
		out += fmt.Sprintf(" %s:%s:%s", who, e.Op, e.Meets)
	}
	return out
}

func TestOutputs(t *testing.T) {
	for _, tc := range []struct {
		name, a, b string
		want       []string // of the first container
	}{
		{"a file that a neighbour reads under another name", "date > /out/x", "cat /in/x", []string{"write data x ro=true readers: b:read:same writers: mounts: /in:true /sub:false"}},
		{"a file of another name", "date > /out/x", "cat /in/y", []string{"write data x ro=true readers: writers: mounts: /in:true /sub:false"}},
		{"a part that a neighbour mounts alone", "date > /out/sub/x", "cat /sub/x", []string{"write data sub/x ro=true readers: b:read:same writers: mounts: /in:true /sub:true"}},
		{"a wildcard", "date > /out/x.txt", "cat /in/*.txt", []string{"write data x.txt ro=true readers: b:read:overlap writers: mounts: /in:true /sub:false"}},
		{"what a neighbour changes", "date > /out/x", "date >> /in/x; rm /in/x", []string{"write data x ro=true readers: writers: b:append:same b:remove:same mounts: /in:true /sub:false"}},
		{"what it does to the file itself", "date > /out/x; rm /out/x", "true", []string{
			"write data x ro=true readers: writers: self:remove:same mounts: /in:true /sub:false",
			"remove data x ro=true readers: writers: self:write:same mounts: /in:true /sub:false",
		}},
		{"on the container's own file system nobody else reads", "date > /tmp/x; cat /tmp/x", "cat /tmp/x", []string{"write   ro=false readers: self:read:same writers: mounts:"}},
		{"a directory above a mount", "chown -R 1 /srv", "true", []string{"chmod   ro=false readers: writers: mounts: holds"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, x := range related(t, fmt.Sprintf(handover, tc.a, tc.b)).Outputs.Get() {
				if x.Container != "a" {
					continue
				}
				line := fmt.Sprintf("%s %s %s ro=%t readers:%s writers:%s mounts:", x.Op, x.Volume, x.In, x.ReadOnly, ends(x.Readers), ends(x.Writers))
				for _, m := range x.Mounts {
					line += fmt.Sprintf(" %s:%t", m.Mount, m.Holds)
				}
				if x.HoldsMount {
					line += " holds"
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
