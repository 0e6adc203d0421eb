package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// cost is what one run of a program takes: milliseconds, and MiB at the peak. Peak is 0 where the system does not tell.
type cost struct{ cpu, wall, peak float64 }

func (c cost) String() string { return fmt.Sprintf("%.0f / %.0f / %.0f", c.cpu, c.wall, c.peak) }

// over renders c as multiples of another cost.
func (c cost) over(other cost) string {
	return fmt.Sprintf("%.1f / %.1f / %.1f", c.cpu/other.cpu, c.wall/other.wall, c.peak/max(other.peak, 1))
}

// long is how long a program may take to be run again.
const long = 20 * time.Second

// tooLong is how long a program may take at all.
const tooLong = 2 * time.Minute

var errTooLong = errors.New("it takes more than two minutes")

// measure runs a program and returns the medians. The first run warms the caches of the file system and does not count, unless it took
// so long that there is no other. Status 1 means that the program found something.
func (b *bench) measure(ctx context.Context, name string, args ...string) (cost, error) {
	var cpu, wall, peak []float64
	for i := range b.runs + 1 {
		limited, cancel := context.WithTimeout(ctx, tooLong)
		cmd := exec.CommandContext(limited, name, args...)
		start := time.Now()
		out, err := cmd.CombinedOutput()
		took := time.Since(start)
		cancel()
		if took >= tooLong {
			return cost{}, errTooLong
		}
		if failed, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || failed.ExitCode() != 1) {
			return cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, out[:min(len(out), 2000)])
		}
		last := i == 0 && took > long
		if i > 0 || last {
			wall = append(wall, ms(took))
			cpu = append(cpu, ms(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
			peak = append(peak, peakMiB(cmd.ProcessState))
		}
		if last {
			break
		}
	}
	return cost{cpu: median(cpu), wall: median(wall), peak: median(peak)}, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}
