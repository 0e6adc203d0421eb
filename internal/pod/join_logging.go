package pod

// Logging holds log streams: who follows which file, and whether anybody writes it.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Logging struct {
	Unrotated []Unrotated `json:"unrotated,omitempty" jsonschema:"logs on volumes that grow without a bound in sight"`
}

func (d *draft) joinLogging() {
	d.joinUnrotated()
}
