package pod

// Network holds ports and dials, joined over the containers and the Services.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Network struct{}

func (d *draft) joinNetwork() {}
