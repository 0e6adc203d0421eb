package pod

// Isolation holds privileges, users and secrets, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Isolation struct{}

func (d *draft) joinIsolation() {}
