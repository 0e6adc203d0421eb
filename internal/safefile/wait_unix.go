//go:build unix

package safefile

import "syscall"

// noWait keeps the opening of a pipe, which took the place of a file, from waiting for a writer.
const noWait = syscall.O_NONBLOCK
