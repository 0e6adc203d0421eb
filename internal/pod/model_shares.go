package pod

// SharedVolume is a volume that two containers of the manifest which run side by side both mount. Every scalar is always there.
type SharedVolume struct {
	Volume   string     `json:"volume"   jsonschema:"its name"`
	Kind     string     `json:"kind"     jsonschema:"its kind; unknown when the pod has no such volume"`
	Parts    string     `json:"parts"    enum:"meet,apart" jsonschema:"apart: their subPaths have nothing in common"`
	Settings bool       `json:"settings" jsonschema:"it holds settings, or an image's files, that everybody mounts: configMap, secret, projected, downwardAPI, image"`
	Ends     []ShareEnd `json:"ends"     jsonschema:"the two mounts, in start order"`
}

// ShareEnd is one container's mount of a shared volume.
type ShareEnd struct {
	Container   string `json:"container"   jsonschema:"who"`
	MountPath   string `json:"mount_path"  jsonschema:"where"`
	SubPath     string `json:"sub_path"    jsonschema:"which part; empty for all of it"`
	ReadOnly    bool   `json:"read_only"   jsonschema:"mounted read-only"`
	Propagation string `json:"propagation" jsonschema:"mountPropagation, as written; empty when it is not"`
	Socket      bool   `json:"socket"      jsonschema:"it serves, or connects to, a socket there"`
	Path        Path   `json:"path"        jsonschema:"of the mount's entry"`
}
