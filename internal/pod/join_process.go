package pod

// Process holds signals and the shared process namespace, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Process struct {
	LostSignals    []LostSignal    `json:"lost_signals,omitempty"  jsonschema:"signals to a process of another container that the sender cannot see"`
	PauseTargets   []PauseTarget   `json:"pause_targets,omitempty" jsonschema:"uses of process 1 in a pod where that is the pause process"`
	Displaced      []Displaced     `json:"displaced,omitempty"       jsonschema:"containers whose init insists on being process 1 and is not"`
	RefusedSignals []RefusedSignal `json:"refused_signals,omitempty" jsonschema:"signals to processes of another user, in a shared namespace"`
	Sharing        []Sharing       `json:"sharing,omitempty"       jsonschema:"at most one: the shared process namespace, and whether anything shows a use for it"`
}

func (d *draft) joinProcess() {
	for _, c := range d.containers {
		if c.spec != nil {
			d.joinLostSignals(c)
			d.joinPauseTargets(c)
			d.joinRefusedSignals(c)
		}
	}
	d.joinDisplaced()
	d.joinSharing()
}
