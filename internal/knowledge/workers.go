package knowledge

import (
	"slices"
	"strconv"
)

// Workers is the number of processes that a command line (argv, the program's name first) tells the program to start and that share memory
// with each other: the largest that one of its flags gives, 2 for a word that means as many as there are devices, 0 when none says so.
func (p Program) Workers(argv []string) int {
	most := 0
	if len(p.WorkerFlags) == 0 || len(argv) == 0 {
		return most
	}
	inv := Invocation{Args: argv[1:]}
	for _, flag := range p.WorkerFlags {
		for _, found := range inv.flag(flag) {
			n, err := strconv.Atoi(found.value)
			if err != nil && slices.Contains([]string{"auto", "gpu", "cpu"}, found.value) {
				n = 2
			}
			most = max(most, n)
		}
	}
	return most
}
