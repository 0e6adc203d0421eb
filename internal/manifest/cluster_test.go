package manifest_test

import (
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// TestReadCluster: whoever names an object cannot take it out of sight by that name, and objects of one cluster stand together.
func TestReadCluster(t *testing.T) {
	pod := func(name string) source.File {
		return source.File{Name: "shop/Pod/" + name, Data: []byte(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"` + name + `","namespace":"shop"},"patches":[{"path":"web"}]}`)}
	}
	files := []source.File{pod("00-assert.yaml"), pod("kustomization.yaml"), pod("web"), {
		Name: "shop/Service/web", Data: []byte(`{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"}}`),
	}}
	set := manifest.ReadCluster(files, 1)
	if len(set.Objects) != len(files) || len(set.Errors) > 0 || len(set.Notes) > 0 {
		t.Fatalf("got %d objects, errors %v, notes %v", len(set.Objects), set.Errors, set.Notes)
	}
	for _, o := range set.Objects {
		if o.Patch {
			t.Errorf("%s is not judged", o.File)
		}
		if near := set.Near(set.Objects[0], o); near != manifest.SameFile {
			t.Errorf("%s is %v to the first", o.File, near)
		}
	}
	if marked := manifest.Read(files, 1); !marked.Objects[0].Patch || !marked.Objects[2].Patch {
		t.Error("on disk such names mean something, so the test shows nothing")
	}
}
