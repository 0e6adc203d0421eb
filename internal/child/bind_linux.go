package child

import (
	"os"
	"os/exec"
	"syscall"
)

// bind gives a program a group of its own, and its end when podlint is killed.
func bind(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func kill(p *os.Process) error { return killGroup(p) }
