package pod

// CalledService is a Service of the set that containers of the pod call by its name. Every scalar is always there.
type CalledService struct {
	Name      string        `json:"name"      jsonschema:"metadata.name"`
	Namespace string        `json:"namespace" jsonschema:"as written"`
	Near      string        `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Hosts     []string      `json:"hosts"     jsonschema:"the names by which it is called, as dials[].host has them"`
	Type      string        `json:"type"      jsonschema:"ClusterIP when not declared"`
	Headless  bool          `json:"headless"  jsonschema:"clusterIP None: its name leads to the pods themselves"`
	Selects   bool          `json:"selects"   jsonschema:"it has a selector"`
	Complete  bool          `json:"complete"  jsonschema:"no placeholder stands in place of a port, and no patch of the set changes it"`
	Ports     []ExposedPort `json:"ports,omitempty" jsonschema:"what it exposes"`
	Path      Path          `json:"path"      jsonschema:"of the Service (an @ path)"`
}

// ExposedPort is a port of a Service as its callers see it.
type ExposedPort struct {
	Name     string `json:"name"     jsonschema:"of the port; empty when it has none"`
	Port     int    `json:"port"     jsonschema:"its number"`
	Protocol string `json:"protocol" jsonschema:"TCP when not declared"`
	Path     Path   `json:"path"     jsonschema:"of the number (an @ path)"`
}
