package pod

// Lifecycle holds start order, completion and termination, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Lifecycle struct{}

func (d *draft) joinLifecycle() {}
