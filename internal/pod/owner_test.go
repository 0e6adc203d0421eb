package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

const (
	ownedSpec = "spec: {containers: [{name: a, image: x/a}]}"
	template  = "spec: {template: {" + ownedSpec + "}}"
)

// object writes an object that names its controller, "Kind/name" of apps/v1; further text goes into its metadata.
func object(kind, name, controller, rest string) string {
	is, metadata := "apps/v1", "name: "+name
	if kind == "Pod" {
		is = "v1"
	}
	if of, who, ok := strings.Cut(controller, "/"); ok {
		metadata += fmt.Sprintf(", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: u-%s, controller: true}]", of, who, who)
	}
	return fmt.Sprintf("---\napiVersion: %s\nkind: %s\nmetadata: {%s}\n%s\n", is, kind, metadata, rest)
}

// TestControlled: of what a controller made, the controller alone is judged.
func TestControlled(t *testing.T) {
	for name, tt := range map[string]struct {
		objects []string
		want    string
	}{
		"a dump": {
			[]string{
				object("Deployment", "d", "", template), object("ReplicaSet", "r", "Deployment/d", template),
				object("Pod", "p1", "ReplicaSet/r", ownedSpec), object("Pod", "p2", "ReplicaSet/r", ownedSpec),
			}, "d",
		},
		"in any order":         {[]string{object("Pod", "p", "ReplicaSet/r", ownedSpec), object("ReplicaSet", "r", "", template)}, "r"},
		"injected containers":  {[]string{object("ReplicaSet", "r", "", template), object("Pod", "p", "ReplicaSet/r", "spec: {containers: [{name: a, image: x/a}, {name: mesh, image: x/m}]}")}, "r"},
		"controller elsewhere": {[]string{object("Deployment", "d", "", template), object("Pod", "p", "ReplicaSet/r", ownedSpec)}, "d p"},
		"another namespace":    {[]string{object("ReplicaSet", "r, namespace: other", "", template), object("Pod", "p", "ReplicaSet/r", ownedSpec)}, "r p"},
		"another uid":          {[]string{object("ReplicaSet", "r, uid: z", "", template), object("Pod", "p", "ReplicaSet/r", ownedSpec)}, "r p"},
		"the same uid":         {[]string{object("ReplicaSet", "r, uid: u-r", "", template), object("Pod", "p", "ReplicaSet/r", ownedSpec)}, "r"},
		"another template":     {[]string{object("ReplicaSet", "r", "", template), object("Pod", "p", "ReplicaSet/r", "spec: {containers: [{name: a, image: x/b}]}")}, "r p"},
		"no pod to judge":      {[]string{object("Widget", "w", "", "spec: {}"), object("Pod", "p", "Widget/w", ownedSpec)}, "p"},
		"a ring":               {[]string{object("ReplicaSet", "r", "ReplicaSet/s", template), object("ReplicaSet", "s", "ReplicaSet/r", template)}, "r s"},
		"itself":               {[]string{object("ReplicaSet", "r", "ReplicaSet/r", template)}, "r"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, in := range build(t, strings.Join(tt.objects, "")) {
				got = append(got, in.Pod.Workload.Name)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestControlledOwnerOnly: an owner that is no controller makes nothing.
func TestControlledOwnerOnly(t *testing.T) {
	text := object("ReplicaSet", "r", "", template) + strings.Replace(object("Pod", "p", "ReplicaSet/r", ownedSpec), "controller: true", "controller: false", 1)
	if got := build(t, text); len(got) != 2 {
		t.Errorf("got %d pods, want both", len(got))
	}
}

// TestControlledServices: copies of one workload are one workload to a Service.
func TestControlledServices(t *testing.T) {
	labels := "metadata: {labels: {app: a}}, "
	text := object("ReplicaSet", "r", "", strings.Replace(template, "spec: {containers", labels+"spec: {containers", 1)) +
		object("Pod", "p, labels: {app: a}", "ReplicaSet/r", ownedSpec) +
		"---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: a}, ports: [{port: 80}]}\n"
	in := build(t, text)
	if len(in) != 1 || len(in[0].Related.Services) != 1 || in[0].Related.Services[0].Workloads != 1 {
		t.Errorf("got %d pods, %+v, want one workload of the Service", len(in), in[0].Related.Services)
	}
}

// TestControlledInALongList: the controller is an item that is not held.
func TestControlledInALongList(t *testing.T) {
	for _, format := range []string{"json", "yaml"} {
		t.Run(format, func(t *testing.T) {
			list := `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"x/a"}]}}}},
{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"s"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"x/a"}]}}}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"s","controller":true}]},"spec":{"containers":[{"name":"a","image":"x/a"}]}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"q","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"t","controller":true}]},"spec":{"containers":[{"name":"a","image":"x/a"}]}}]}`
			if format == "yaml" {
				_, items, _ := strings.Cut(list, "[\n")
				list = "apiVersion: v1\nkind: List\nitems:\n- " + strings.ReplaceAll(strings.TrimSuffix(items, "]}"), "},\n{", "}\n- {")
			}
			set := manifest.Read([]source.File{{Name: "a." + format, Large: &source.Large{ReaderAt: strings.NewReader(list), Size: int64(len(list))}}}, 1)
			if len(set.Errors) > 0 || set.Items.Len() != 4 {
				t.Fatalf("got %d items and errors %v, want 4 and none", set.Items.Len(), set.Errors)
			}
			b := pod.NewBuilder(set, pod.Options{})
			var got []string
			for i := range set.Items.Len() {
				item := set.Items.At(i)
				o, err := item.Load()
				if err != nil {
					t.Fatal(err)
				}
				for _, in := range b.Build(o) {
					got = append(got, in.Pod.Workload.Name)
				}
			}
			if diff := cmp.Diff([]string{"r", "s", "q"}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
