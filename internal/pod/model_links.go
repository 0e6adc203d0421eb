package pod

// Link is a variable that a program reads, that the manifest does not set, and that Kubernetes sets in every container because of a
// Service of the namespace. Every scalar is always there.
type Link struct {
	Variable  string `json:"variable"  jsonschema:"such as REDIS_PORT"`
	Service   string `json:"service"   jsonschema:"the Service of the set"`
	Near      string `json:"near" enum:"same-build,same-file,same-folder,above-below,sibling" jsonschema:"how near it stands"`
	Form      string `json:"form"      enum:"url,host,port,protocol" jsonschema:"what Kubernetes writes into it: url, as tcp://10.96.0.7:6379; host, an address; port, a number; protocol, as tcp"`
	Port      int    `json:"port"      jsonschema:"the Service's port that it is about; 0 for a host"`
	Origin    string `json:"origin"    enum:"script,flag,image" jsonschema:"who reads it: a script, an argument in which the kubelet replaces it, or the image's program by what is known of it"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it is read, and set by nobody else"`
	Text      string `json:"text"      jsonschema:"the words in which it stands, or the image"`
	Path      Path   `json:"path"      jsonschema:"of these"`
}
