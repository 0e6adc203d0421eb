package pod

// RestartRule is one of the rules by which a container is restarted or not when it ends. Every scalar is always there.
type RestartRule struct {
	Action   string  `json:"action"   jsonschema:"such as Restart"`
	Operator string  `json:"operator" jsonschema:"In or NotIn, of its exit codes; empty when it names none"`
	Values   []int32 `json:"values,omitempty" jsonschema:"the exit codes"`
	Path     Path    `json:"path"     jsonschema:"of the rule"`
}

// Drain is a setting that says how long a container goes on after the pod is told to end. Every scalar is always there.
type Drain struct {
	Seconds float64 `json:"seconds" jsonschema:"how long"`
	How     string  `json:"how"     enum:"wait,limit,hook" jsonschema:"wait: that long in any case; limit: at most that long; hook: a preStop hook sleeps that long before the container is told"`
	Setting string  `json:"setting" jsonschema:"the name of the setting; of one inside an annotation's YAML its last key"`
	Text    string  `json:"text"    jsonschema:"name and value, as written"`
	Path    Path    `json:"path"    jsonschema:"of the annotation, or of the line in it"`
}

// Outbound is what the proxy of an injector takes of the pod's outgoing connections. Every scalar is always there.
type Outbound struct {
	Ports    []PortRange `json:"ports,omitempty"   jsonschema:"ports that the proxy does not treat as the others"`
	Narrowed bool        `json:"narrowed"          jsonschema:"other settings of the pod restrict what the proxy takes: ranges of addresses, a list of ports"`
	Waits    bool        `json:"waits"             jsonschema:"the proxy holds a connection back until the client has spoken, to learn its protocol"`
}

// PortRange is a range of ports, both ends included.
type PortRange struct {
	From int    `json:"from" jsonschema:"the first"`
	To   int    `json:"to"   jsonschema:"the last"`
	How  string `json:"how"  enum:"around,opaque" jsonschema:"around: they go around the proxy, by the pod's settings; opaque: it passes them on without looking, by default"`
}
