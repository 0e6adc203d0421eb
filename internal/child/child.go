// Package child runs other programs so that none of them, nor what they start, outlives podlint.
package child

import (
	"os/exec"
	"runtime"
	"time"
)

// wait is what a program that was told to end may take before its pipes are closed.
const wait = 500 * time.Millisecond

// Run runs a program to its end. When the context of cmd ends before, the program and everything that it started are killed. started,
// which may be nil, is told the process once it runs; with an error of it the program is killed.
func Run(cmd *exec.Cmd, started func(pid int) error) error {
	// Linux sends the death signal when the thread that started the program ends, so that thread stays for as long.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	bind(cmd)
	cmd.Cancel = func() error { return kill(cmd.Process) }
	cmd.WaitDelay = wait
	if err := cmd.Start(); err != nil {
		return err
	}
	if started != nil {
		if err := started(cmd.Process.Pid); err != nil {
			_ = kill(cmd.Process) // what it would have said is of no use any more
			_ = cmd.Wait()
			return err
		}
	}
	return cmd.Wait()
}
