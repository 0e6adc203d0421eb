package helm

import "golang.org/x/sys/unix"

// maxMemory is the address space that helm may have, in bytes: a loop in a template must not take the machine.
const maxMemory = 4 << 30

// limit bounds the memory of a program that was started.
func limit(pid int) error {
	return unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: maxMemory, Max: maxMemory}, nil)
}
