package validity_test

import (
	"os"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/validity"
)

// BenchmarkCheck is the cost of a pod that lacks nothing and says much.
func BenchmarkCheck(b *testing.B) {
	data, err := os.ReadFile("../oracle/testdata/pod.yaml")
	if err != nil {
		b.Fatal(err)
	}
	root := manifest.Read([]source.File{{Name: "pod.yaml", Data: data}}, 1).Objects[0].Root
	p := validity.Pod{Root: root, Spec: manifest.Path{"spec"}, Metadata: manifest.Path{"metadata"}, Bare: true}
	for b.Loop() {
		if found := validity.Check(p, nil); len(found) > 0 {
			b.Fatal(found)
		}
	}
}
