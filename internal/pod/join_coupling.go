package pod

// Coupling holds who hands files to whom, and where that goes wrong.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Coupling struct{}

func (d *draft) joinCoupling() {}
