package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"github.com/podlint/podlint/internal/source"
)

// A short run ends before its garbage matters, so it runs without the collector up to a limit.
const (
	shortHeap  = 128 << 20 // bytes of heap at which the collector starts in any case
	shortInput = 2 << 20   // bytes of input; a model takes up to 40 times its manifest
	// garbage is how much may lie about beside what lives, in bytes, once there is more input than a short run has. A share of what lives, as
	// Go has it, is little while a long List is read, of which hardly anything lives, and much when many files are held.
	garbage   = 32 << 20
	holdInput = 4 << 20 // bytes of one input up to which all of it is held
)

// relax switches the collector off for a short run, unless the user has set it. Where more than half of the limit lives it is none: little input
// may be built many times, and near the limit the collector would never rest.
func relax() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(shortHeap)
	eachCycle(func() {
		if now := live(); outgrown(now, debug.SetMemoryLimit(-1)) {
			collect(now)
		}
	})
}

// outgrown tells whether a run that holds so many bytes below a limit is none that is short, or was none before.
func outgrown(live uint64, limit int64) bool { return live > shortHeap/2 || limit > shortHeap }

// tighten switches the collector on again when there is more input than a short run has.
func tighten(files []source.File) {
	bytes := int64(0)
	for i := range files {
		bytes += int64(len(files[i].Data))
		if large := files[i].Large; large != nil {
			bytes += large.Size
		}
	}
	if bytes <= shortInput || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	collect(0)
}

// collect switches the collector on, for so many bytes that live.
func collect(live uint64) {
	debug.SetGCPercent(percentFor(live))
	debug.SetMemoryLimit(math.MaxInt64)
}

// servingHeap is what a server's memory is held below, in bytes, as long as what lives fits into it.
const servingHeap = 88 << 20

// less is by how much the heap of a scan is smaller: it judges one namespace at a time, and holds pages of objects beside, in bytes.
const less = 16 << 20

// servingShare is the share of what lives that may lie about while a server judges, in percent, below servingHeap: hardly anything of a review
// lives on, and each cycle of the collector goes through all rules.
const servingShare = 200

// slim lets a program run in a small container, beside so many bytes that it may hold, unless the user has set it. share is that of what lives
// which may lie about, in percent.
func slim(beside int64, share int) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(servingHeap + beside)
	debug.SetGCPercent(share)
}

// scanShare is servingShare of a scan, which holds objects.
const scanShare = 100

// denseShare is the share of what lives that may lie about while rules are compiled for one of them, in percent.
const denseShare = 25

// dense makes what lives lie close together until the function that it returns is called, unless the user has set the collector: what compiling leaves
// between what it keeps is lost to a server as long as it runs.
func dense() (done func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(denseShare)
	return func() { debug.SetGCPercent(before) }
}

// percentFor is the share of so many bytes that live which makes the garbage that is allowed. Much lives where folders are built: with a share
// of a fifth the collector takes as much time as the builds.
func percentFor(live uint64) int {
	const least, most = 50, 400
	return int(min(most, max(least, garbage*100/max(live, 1))))
}

// live is how many bytes the last cycle of the collector left.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// eachCycle calls f after each cycle of the collector, as long as the process runs.
func eachCycle(f func()) {
	runtime.AddCleanup(new([16]byte), func(f func()) {
		f()
		eachCycle(f)
	}, f)
}
