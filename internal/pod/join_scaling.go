package pod

// Scaling holds requests, limits and autoscalers, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Scaling struct{}

func (d *draft) joinScaling() {}
