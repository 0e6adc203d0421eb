package pod

// Reference is a name by which something means a container, a volume or a port of the pod.
type Reference struct {
	Source     string   `json:"source"     enum:"annotation,autoscaler,vertical-autoscaler,field,pod-monitor,service-monitor" jsonschema:"what names it: an annotation of the pod, a ContainerResource metric, a policy of a VerticalPodAutoscaler, a resourceFieldRef, an endpoint of a PodMonitor or ServiceMonitor"`
	Key        string   `json:"key"        jsonschema:"the annotation, the name of the autoscaler or monitor, or the variable that the field fills"`
	From       string   `json:"from"       jsonschema:"of a field: the container that has it; of a ServiceMonitor: the Service of the set that it selects, if it selects one alone; else empty"`
	Field      string   `json:"field"      jsonschema:"of a field: such as limits.memory; of a monitor: port (by its name, of a Service for a ServiceMonitor, else of a container), targetPort or portNumber (of a container); else empty"`
	Of         string   `json:"of"         enum:"container,volume,port" jsonschema:"what is named; a port by its number or its name"`
	Name       string   `json:"name"       jsonschema:"the name"`
	Found      bool     `json:"found"      jsonschema:"the pod has it; of a monitor: one of the objects that it selects has it"`
	Class      string   `json:"class"      jsonschema:"of a container that is found: its class; else empty"`
	Injectable bool     `json:"injectable" jsonschema:"an injector that podlint knows adds a container of this name"`
	Nearest    string   `json:"nearest"    jsonschema:"a name that is there and is spelt much like it; empty when none is"`
	Choices    []string `json:"choices,omitempty"    jsonschema:"the regular containers and native sidecars, the volumes or the ports that it could name; of a monitor the first 16"`
	Path       Path     `json:"path"       jsonschema:"of the name (may be an @ path)"`
}
