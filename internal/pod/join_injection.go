package pod

// Injection holds what injectors add, or are expected to add.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Injection struct{}

func (d *draft) joinInjection() {}
