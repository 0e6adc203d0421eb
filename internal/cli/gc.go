package cli

import (
	"math"
	"os"
	"runtime/debug"
)

// A short run ends before its garbage matters, so it runs without the collector up to a limit.
const (
	shortHeap  = 128 << 20 // bytes of heap at which the collector starts in any case
	shortInput = 2 << 20   // bytes of input; a model takes up to 40 times its manifest
)

// relax switches the collector off for a short run, unless the user has set it.
func relax() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(shortHeap)
}

// tighten switches the collector on again when there is more input than a short run has: with the limit alone it would never rest.
func tighten(bytes int) {
	if bytes <= shortInput || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(100)
	debug.SetMemoryLimit(math.MaxInt64)
}
