//go:build !unix

package child

import (
	"os"
	"os/exec"
)

// bind does nothing where there are no groups of processes.
func bind(*exec.Cmd) {}

func kill(p *os.Process) error { return p.Kill() }
