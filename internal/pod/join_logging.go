package pod

// Logging holds log streams: who follows which file, and whether anybody writes it.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Logging struct{}

func (d *draft) joinLogging() {}
