package pod

// Log is where the log of a container, or a part of it, goes. Every scalar is always there.
type Log struct {
	Container   string     `json:"container" jsonschema:"whose log it is"`
	Sink        string     `json:"sink"      enum:"file,stdout,syslog,off" jsonschema:"where it goes; a file that the image links to stdout or stderr, with no volume over the link, is stdout"`
	File        string     `json:"file"      jsonschema:"of a file, or of a link to stdout: as the container sees it; empty when the configuration does not tell"`
	Dir         bool       `json:"dir"       jsonschema:"file is a directory in which the image keeps links to stdout and stderr in place of log files"`
	Volume      string     `json:"volume"    jsonschema:"of a file: the volume on which it lies; empty for the container's own file system"`
	Kind        string     `json:"kind"      jsonschema:"that volume's kind, else empty"`
	In          string     `json:"in"        jsonschema:"the path in the volume, else empty"`
	MountPath   string     `json:"mount_path" jsonschema:"where the container mounts that volume, else empty"`
	Purpose     string     `json:"purpose"   jsonschema:"access, error, audit; empty for the ordinary log"`
	Covered     bool       `json:"covered"   jsonschema:"the image links it to stdout or stderr, but a volume lies over the link"`
	OftenLinked bool       `json:"often_linked" jsonschema:"nothing is known of the image, and those that others build on keep links to stdout or stderr there"`
	Partial     bool       `json:"partial"   jsonschema:"the same lines reach stdout too, or only a part of the log goes here"`
	Rotated     bool       `json:"rotated"   jsonschema:"rotation or a bound is visible"`
	Certainty   string     `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the log goes there"`
	Origin      string     `json:"origin"    enum:"flag,env,script,config,image" jsonschema:"where that was read"`
	Text        string     `json:"text"      jsonschema:"the evidence"`
	Path        Path       `json:"path"      jsonschema:"of the evidence; of the mount for links that it covers"`
	ReadBy      []string   `json:"read_by,omitempty" jsonschema:"running neighbours that follow, ship or read it"`
	Mounts      []Mounting `json:"mounts,omitempty"  jsonschema:"who mounts the volume, in start order: the container and the first 64 others"`
}
