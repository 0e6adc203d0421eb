package nearest_test

import (
	"testing"

	"github.com/podlint/podlint/internal/nearest"
)

func TestOf(t *testing.T) {
	names := []string{"containers", "initContainers", "volumes", "off", "port"}
	for word, want := range map[string]string{"of": "off", "on": "", "o": "", "fof": "off", "xyf": "", "prot": "port", "sort": "port", "spot": "port", "sorted": "", "container": "containers", "volums": "volumes", "xy": "", "": "", "initcontainer": "initContainers"} {
		if got := nearest.Of(word, names); got != want {
			t.Errorf("nearest to %q: got %q, want %q", word, got, want)
		}
	}
}
