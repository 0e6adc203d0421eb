package pod

// Logging holds log streams: who follows which file, and whether anybody writes it.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Logging struct {
	FileLogs    []FileLog     `json:"file_logs,omitempty" jsonschema:"logs of running containers that go to files"`
	HiddenLinks []HiddenLinks `json:"hidden_links,omitempty" jsonschema:"links of an image from log files to stdout that a volume covers"`
	Unrotated   []Unrotated   `json:"unrotated,omitempty" jsonschema:"logs on volumes that grow without a bound in sight"`
	Streams     []Stream      `json:"streams,omitempty" jsonschema:"logs that running containers follow"`
	NodeInputs  []NodeInput   `json:"node_inputs,omitempty" jsonschema:"log agents in pods of applications that are configured for the logs of a node"`
	Mixed       []Mixed       `json:"mixed,omitempty" jsonschema:"containers whose commands follow several files into one stream"`
}

func (d *draft) joinLogging() {
	d.joinFileLogs()
	d.joinHiddenLinks()
	d.joinUnrotated()
	d.joinStreams()
	d.joinNodeInputs()
	d.joinMixed()
}
