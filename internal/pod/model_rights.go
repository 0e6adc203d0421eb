package pod

// APIToken says whether the containers of a pod are given the token of its service account, which the Kubernetes API asks for.
type APIToken struct {
	Mounted bool   `json:"mounted" jsonschema:"Kubernetes mounts it into every container"`
	By      string `json:"by"      enum:"pod,service account,default" jsonschema:"who says so: the pod, its ServiceAccount of the set, or nobody"`
	Path    Path   `json:"path"    jsonschema:"of automountServiceAccountToken, or of the PodSpec where nobody says so"`
}

// Right is something that a container may do and an ordinary one may not. Every scalar is always there.
type Right struct {
	Container string `json:"container" jsonschema:"who has it"`
	Kind      string `json:"kind"      enum:"privileged,capability,host-path,root" jsonschema:"privileged; capability: one that is added; host-path: a directory or file of the node that it mounts; root: it runs as user 0"`
	Name      string `json:"name"      jsonschema:"the capability without CAP_, or the path on the node; empty for the other kinds"`
	HostType  string `json:"host_type" jsonschema:"of a path on the node: its type as written, such as Socket; else empty"`
	Origin    string `json:"origin"    enum:"container,pod,image" jsonschema:"who says so: the container's fields, the pod's, or the default user of the image"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it has it"`
	Text      string `json:"text"      jsonschema:"the right in a few words"`
	Path      Path   `json:"path"      jsonschema:"of the field that gives it; of the missing runAsUser where the image does"`
}
