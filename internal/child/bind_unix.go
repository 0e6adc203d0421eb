//go:build unix && !linux

package child

import (
	"os"
	"os/exec"
	"syscall"
)

// bind gives a program a group of its own.
func bind(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func kill(p *os.Process) error { return killGroup(p) }
