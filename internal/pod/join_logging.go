package pod

// Logging holds log streams: who follows which file, and whether anybody writes it.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Logging struct {
	Misdirected []Misdirected `json:"misdirected,omitempty" jsonschema:"what kubectl logs and exec miss, because they pick the first container of a pod without a default"`
}

func (d *draft) joinLogging() {
	d.joinMisdirected()
}
