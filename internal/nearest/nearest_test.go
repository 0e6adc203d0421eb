package nearest_test

import (
	"testing"

	"github.com/podlint/podlint/internal/nearest"
)

func TestOf(t *testing.T) {
	names := []string{"containers", "initContainers", "volumes", "off", "port", "port-conflict-declared", "mount-read-only", "mount-read-write"}
	for word, want := range map[string]string{
		"port-conf": "port-conflict-declared", "mount-r": "", "por": "port", "conflict": "", // the beginning of one, of two, of none
		"of": "off", "on": "", "o": "", "fof": "off", "xyf": "", "prot": "port", "sort": "port", "spot": "port", "sorted": "", "container": "containers", "volums": "volumes", "xy": "", "": "", "initcontainer": "initContainers",
	} {
		if got := nearest.Of(word, names); got != want {
			t.Errorf("nearest to %q: got %q, want %q", word, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	names := []string{"HTTP", "HTTPS", "TCP"}
	for _, tt := range []struct {
		most       int
		word, want string
	}{{1, "https", "HTTPS"}, {1, "HTTQ", "HTTP"}, {1, "HTQQ", ""}, {2, "HTQQ", "HTTP"}, {0, "tcp", "TCP"}, {0, "TCQ", ""}} {
		if got := nearest.Within(tt.most, tt.word, names); got != tt.want {
			t.Errorf("within %d of %q: got %q, want %q", tt.most, tt.word, got, tt.want)
		}
	}
}
