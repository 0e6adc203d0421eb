package pod

// Reference is a name by which something means a container or a volume of the pod.
type Reference struct {
	Source     string   `json:"source"     enum:"annotation,autoscaler,vertical-autoscaler,field" jsonschema:"what names it: an annotation of the pod, a ContainerResource metric, a policy of a VerticalPodAutoscaler, a resourceFieldRef"`
	Key        string   `json:"key"        jsonschema:"the annotation, the autoscaler's name, or the variable that the field fills"`
	From       string   `json:"from"       jsonschema:"of a field: the container that has it; else empty"`
	Resource   string   `json:"resource"   jsonschema:"of a field: such as limits.memory; else empty"`
	Of         string   `json:"of"         enum:"container,volume,port" jsonschema:"what is named; a port by its number or its name"`
	Name       string   `json:"name"       jsonschema:"the name"`
	Found      bool     `json:"found"      jsonschema:"the pod has it"`
	Class      string   `json:"class"      jsonschema:"of a container that is found: its class; else empty"`
	Injectable bool     `json:"injectable" jsonschema:"an injector that podlint knows adds a container of this name"`
	Nearest    string   `json:"nearest"    jsonschema:"a name of the pod that is spelt much like it; empty when none is"`
	Choices    []string `json:"choices,omitempty"    jsonschema:"the regular containers and native sidecars, or the volumes, that it could name"`
	Path       Path     `json:"path"       jsonschema:"of the name (may be an @ path)"`
}
