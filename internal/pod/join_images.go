package pod

// Images holds image references, compared between containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Images struct{}

func (d *draft) joinImages() {}
