package pod

// MonitorEndpoint is what a monitor scrapes of the objects that it selects; see [Reference].
type MonitorEndpoint struct {
	Field   string   // port, targetPort or portNumber
	Wanted  string   // the name or number
	Found   bool     // one of the objects of the set that the monitor selects has such a port
	Of      string   // the only Service of the set that a ServiceMonitor selects; else empty
	Nearest string   // a port that is spelt much like it; empty when none is
	Choices []string // the ports that are there, sorted; the first 16
	Path    Path     // of the name or number (an @ path)
}

// Unmet is a requirement of a selector that labels do not meet. Every scalar is always there.
type Unmet struct {
	Key      string `json:"key"      jsonschema:"the label"`
	Wanted   string `json:"wanted"   jsonschema:"the value that is asked for; empty for an expression other than In with one value"`
	Has      string `json:"has"      jsonschema:"the value that is there; empty when the label is missing"`
	Labelled bool   `json:"labelled" jsonschema:"the label is there"`
	Release  string `json:"release"  jsonschema:"the name of a Helm release under which the two would be equal, where the release was given a name for want of a known one; empty when there is none"`
	Path     Path   `json:"path"     jsonschema:"of the requirement"`
}

// NearSelector is a selector that selects nothing in the set, although all of it but one requirement fits this pod, or a Service that leads
// to it. Each such selector is given to one pod: the first that comes nearest. Every scalar is always there.
type NearSelector struct {
	Kind      string `json:"kind"      enum:"Service,ServiceMonitor,PodMonitor,NetworkPolicy,PodDisruptionBudget" jsonschema:"of the object that has the selector"`
	Name      string `json:"name"      jsonschema:"of that object"`
	Of        string `json:"of"        enum:"pod,service" jsonschema:"what it selects"`
	Target    string `json:"target"    jsonschema:"the workload, or the Service, that it nearly selects"`
	Near      string `json:"near" enum:"same-build,same-file,same-folder,above-below" jsonschema:"how near that stands to the selector"`
	Fits      int    `json:"fits"      jsonschema:"how many requirements fit"`
	Key       string `json:"key"       jsonschema:"the label that does not"`
	Wanted    string `json:"wanted"    jsonschema:"the value that is asked for; empty for an expression other than In with one value"`
	Has       string `json:"has"       jsonschema:"the value that is there; empty when the label is missing"`
	Labelled  bool   `json:"labelled"  jsonschema:"the label is there"`
	SpeltLike bool   `json:"spelt_like" jsonschema:"value or key are spelt much like one that is there"`
	Changes   bool   `json:"changes"   jsonschema:"the label is one that programs or controllers set on pods that live, or that differs from one rollout to the next"`
	Maker     string `json:"maker"     jsonschema:"kind and name of a custom resource beside the selector whose controller may make what is asked for; empty when there is none"`
	Unread    string `json:"unread"    jsonschema:"a file near the selector in which something could not be read; empty when there is none"`
	Path      Path   `json:"path"      jsonschema:"of the requirement (an @ path)"`
}
