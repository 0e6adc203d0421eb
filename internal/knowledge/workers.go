package knowledge

import (
	"iter"
	"slices"
	"strconv"
)

// Workers is the number of processes that a command line (argv, the program's name first) tells the program to start and that share memory
// with each other: the largest that one of its flags gives, 2 for a word that means as many as there are devices, 0 when none says so.
func (p Program) Workers(argv []string) int {
	most := 0
	for value := range flagValues(argv, p.WorkerFlags) {
		n, err := strconv.Atoi(value)
		if err != nil && slices.Contains([]string{"auto", "gpu", "cpu"}, value) {
			n = 2
		}
		most = max(most, n)
	}
	return most
}

// flagValues goes through what a command line (argv, the program's name first) gives for each of the flags.
func flagValues(argv, flags []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if len(argv) == 0 {
			return
		}
		inv := Invocation{Args: argv[1:]}
		for _, flag := range flags {
			for _, found := range inv.flag(flag) {
				if !yield(found.value) {
					return
				}
			}
		}
	}
}
