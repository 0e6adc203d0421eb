package validity_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestManyNames: a pod may mount any number of volumes that it lacks, and have any number that nobody mounts. Comparing each with each would
// take minutes.
func TestManyNames(t *testing.T) {
	const n = 20_000
	var mounts, volumes strings.Builder
	for i := range n {
		fmt.Fprintf(&mounts, "{name: mount-%d, mountPath: /%d},", i, i)
		fmt.Fprintf(&volumes, "{name: volume-%d},", i)
	}
	got := check(t, "containers: [{name: app, image: a, volumeMounts: ["+mounts.String()+"]}]\nvolumes: ["+volumes.String()+"]")
	if len(got) != n {
		t.Errorf("got %d values, want %d", len(got), n)
	}
}
