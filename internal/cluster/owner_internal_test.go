package cluster

import (
	"encoding/json"
	"slices"
	"testing"
)

const managed = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","managedFields":[
{"manager":"kubectl","operation":"Update","fieldsV1":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:args":{},"f:image":{},"f:name":{}}},"f:restartPolicy":{}}}},
{"manager":"injector","operation":"Apply","fieldsV1":{"f:metadata":{"f:finalizers":{"v:\"a\"":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"proxy\"}":{"f:name":{},"f:image":{}}}}}},
{"manager":"broken","fieldsV1":{"f:spec":{"f:containers":{"k:{":{},"x":7}}}}]},
"spec":{"restartPolicy":"Always","containers":[{"name":"proxy","image":"p"},{"name":"app","image":"a","args":["--x"]}]}}`

// TestOwners: who set a value is who the server names for it, for what it holds, or for all of it.
func TestOwners(t *testing.T) {
	r := Resource{APIVersion: "v1", Kind: "Pod"}
	o, err := r.object(&item{raw: json.RawMessage(managed)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path []any
		want []string
	}{
		{[]any{"spec", "containers", 0, "image"}, []string{"injector"}},
		{[]any{"spec", "containers", 1, "image"}, []string{"kubectl"}},
		{[]any{"spec", "containers", 1}, []string{"kubectl"}},
		{[]any{"spec", "containers", 1, "args", 0}, []string{"kubectl"}},
		{[]any{"spec", "containers", 1, "ports"}, nil},
		{[]any{"spec", "containers", 9}, nil},
		{[]any{"spec", "restartPolicy"}, []string{"kubectl"}},
		{[]any{"spec"}, []string{"broken", "injector", "kubectl"}},
		{nil, nil},
	} {
		if got := o.Owners(tt.path); !slices.Equal(got, tt.want) {
			t.Errorf("%v: got %q, want %q", tt.path, got, tt.want)
		}
	}
}
