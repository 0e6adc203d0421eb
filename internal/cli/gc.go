package cli

import (
	"math"
	"os"
	"runtime/debug"

	"github.com/podlint/podlint/internal/source"
)

// A short run ends before its garbage matters, so it runs without the collector up to a limit.
const (
	shortHeap  = 128 << 20 // bytes of heap at which the collector starts in any case
	shortInput = 2 << 20   // bytes of input; a model takes up to 40 times its manifest
	// streamPercent is the garbage that is allowed per live memory while a long List is read: what lives is then mostly the compiled
	// rules, and memory counts more than time.
	streamPercent = 30
	holdInput     = 4 << 20 // bytes of one input up to which all of it is held
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
func tighten(files []source.File) {
	bytes, percent := int64(0), 100
	for i := range files {
		bytes += int64(len(files[i].Data))
		if large := files[i].Large; large != nil {
			bytes += large.Size
			if large.JSON { // a parser of YAML makes so much garbage that time counts as well
				percent = streamPercent
			}
		}
	}
	if bytes <= shortInput || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(math.MaxInt64)
}
