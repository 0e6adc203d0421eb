package pod

// Process holds signals and the shared process namespace, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Process struct{}

func (d *draft) joinProcess() {}
