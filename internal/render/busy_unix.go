//go:build unix

package render

import (
	"time"

	"golang.org/x/sys/unix"
)

// busy is the time that processors have spent on this program; zero when the system does not say.
func busy() time.Duration {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
