package pod

// Lifecycle holds start order, completion and termination, joined over the containers.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Lifecycle struct {
	DeafProcesses []DeafProcess `json:"deaf_processes,omitempty" jsonschema:"long-running containers, beside others, whose process 1 does not react to TERM"`
	StopSleeps    []StopSleep   `json:"stop_sleeps,omitempty"    jsonschema:"preStop hooks that sleep a constant time"`
	MissingTools  []MissingTool `json:"missing_tools,omitempty"  jsonschema:"hooks and exec probes whose program the image is known not to hold"`
	Idlers        []Idler       `json:"idlers,omitempty"         jsonschema:"regular containers and native sidecars that only wait, beside one that works"`
	OneShots      []OneShot     `json:"one_shots,omitempty"      jsonschema:"regular containers that do something for a neighbour once and then only wait"`
	Exits         []Exit        `json:"exits,omitempty"          jsonschema:"regular containers that end by themselves, in a pod that runs always"`
	Outlivers     []Outliver    `json:"outlivers,omitempty"      jsonschema:"containers that go on when the work of a run-once pod is done"`
	OwnPolicies   []OwnPolicy   `json:"own_policies,omitempty"   jsonschema:"regular containers with a restartPolicy of their own"`
	EndlessInits  []EndlessInit `json:"endless_inits,omitempty"  jsonschema:"init containers that never end"`
}

func (d *draft) joinLifecycle() {
	for _, c := range d.containers {
		if c.spec == nil {
			continue
		}
		d.joinDeaf(c)
		d.joinStopHooks(c)
		d.joinMissingTools(c)
		d.joinIdler(c)
		d.joinOneShot(c)
		d.joinExit(c)
		d.joinOwnPolicy(c)
		d.joinEndlessInit(c)
	}
	d.joinOutlivers()
}

// lives tells whether the container runs for as long as the pod does, or for longer than anybody waits: one that sleeps an hour counts.
func (c *draftContainer) lives() bool {
	if c.spec == nil || !c.running() {
		return false
	}
	return c.out.Lifetime != "finite" || c.waits()
}

// waits tells whether the container ends, or goes on, in nothing but a wait.
func (c *draftContainer) waits() bool {
	return c.idles() || c.program != nil && len(c.program.Work) > 0
}

// idles tells whether the container does nothing but wait.
func (c *draftContainer) idles() bool {
	return c.program != nil && c.program.Idle
}

func (c *draftContainer) namePath() Path { return c.path("name") }
