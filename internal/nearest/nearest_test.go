package nearest_test

import (
	"testing"

	"github.com/podlint/podlint/internal/nearest"
)

func TestOf(t *testing.T) {
	names := []string{"containers", "initContainers", "volumes"}
	for word, want := range map[string]string{"container": "containers", "volums": "volumes", "xy": "", "": "", "initcontainer": "initContainers"} {
		if got := nearest.Of(word, names); got != want {
			t.Errorf("nearest to %q: got %q, want %q", word, got, want)
		}
	}
}
