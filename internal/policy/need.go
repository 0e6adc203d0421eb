package policy

// Need is a condition on an input that a rule cannot fire without.
type Need struct {
	Path []string // of input; "*" stands for some element of a list or a map
	All  []Need
	Any  []Need
}
