package cli

import (
	"math"
	"testing"
)

// TestOutgrown: near its limit a short run would collect without rest.
func TestOutgrown(t *testing.T) {
	for name, test := range map[string]struct {
		live  uint64
		limit int64
		want  bool
	}{
		"little lives":       {10 << 20, shortHeap, false},
		"much lives":         {100 << 20, shortHeap, true},
		"it was long before": {10 << 20, math.MaxInt64, true},
	} {
		if got := outgrown(test.live, test.limit); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}
