//go:build unix

package child

import (
	"errors"
	"os"
	"syscall"
)

// killGroup ends a program with all that it started.
func killGroup(p *os.Process) error {
	if err := syscall.Kill(-p.Pid, syscall.SIGKILL); !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return os.ErrProcessDone
}
