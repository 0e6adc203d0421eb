package pod

// Logging holds log streams: who follows which file, and whether anybody writes it.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Logging struct {
	Misdirected    []Misdirected   `json:"misdirected,omitempty" jsonschema:"what kubectl logs and exec miss, because they pick the first container of a pod without a default"`
	Unrotated      []Unrotated     `json:"unrotated,omitempty" jsonschema:"logs on volumes that grow without a bound in sight"`
	ReadOnlyWrites []ReadOnlyWrite `json:"read_only_writes,omitempty" jsonschema:"files that are written on a read-only root file system"`
}

func (d *draft) joinLogging() {
	d.joinMisdirected()
	d.joinUnrotated()
	d.joinReadOnlyWrites()
}
