package main

import (
	"os"
	"syscall"
)

// peakMiB is the largest resident set of a process that has ended.
func peakMiB(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(usage.Maxrss) / 1024 // KiB
}
