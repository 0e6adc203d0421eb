package pod

// Request is what the pod asks for of one resource, container by container, as the scheduler adds it up (KEP-753).
type Request struct {
	Resource string  `json:"resource"    enum:"cpu,memory" jsonschema:"the resource"`
	Complete bool    `json:"complete"    jsonschema:"every regular container and native sidecar asks for some"`
	Steady   int64   `json:"steady"      jsonschema:"what runs asks for in all: thousandths of a CPU, or bytes; 0 when a regular container does not say"`
	Shares   []Share `json:"shares,omitempty"      jsonschema:"what each container asks for, in start order: init containers, native sidecars and regular containers"`
}

// Share is what one container asks for.
type Share struct {
	Container string `json:"container" jsonschema:"who"`
	Class     string `json:"class"     enum:"init,sidecar,regular" jsonschema:"an init container asks beside the native sidecars before it, and before the regular containers"`
	Declared  bool   `json:"declared"  jsonschema:"a request, or a limit that stands for one"`
	Unknown   bool   `json:"unknown"   jsonschema:"a placeholder stands in place of an amount"`
	Amount    int64  `json:"amount"    jsonschema:"thousandths of a CPU, or bytes; 0 when it does not say"`
	Path      Path   `json:"path"      jsonschema:"of the request, whether it is there or not"`
}

// Quota is a ResourceQuota of the pod's namespace; both name that namespace, and the quota has no scope.
type Quota struct {
	Name string `json:"name" jsonschema:"metadata.name"`
	Near string `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands: made by one build, in the same file or folder, in a folder above or below, or in a sibling folder"`
	Hard []Hard `json:"hard,omitempty" jsonschema:"the requests and limits for CPU and memory that it counts"`
}

// Hard is a limit of a ResourceQuota that every container must declare a value for.
type Hard struct {
	Field string `json:"field" enum:"requests.cpu,requests.memory,limits.cpu,limits.memory" jsonschema:"what each container must declare"`
	Path  Path   `json:"path"  jsonschema:"of the limit (an @ path)"`
}
