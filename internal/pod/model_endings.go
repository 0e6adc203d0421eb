package pod

// Stop is something that ends a container which does not end by itself. Every scalar is always there.
type Stop struct {
	Container string `json:"container" jsonschema:"who is ended"`
	By        string `json:"by"        jsonschema:"the container that does it; itself for a wrapper, or for a file that it looks for"`
	How       string `json:"how"       enum:"wrapper,file,call,signal" jsonschema:"wrapper: a tool around its program watches the others; file: its script looks for a file and then kills; call: of an endpoint that ends it; signal: sent by another container"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it is meant for this container"`
}

// Wait is a file without which a container goes no further. Every scalar is always there.
type Wait struct {
	Container string     `json:"container" jsonschema:"who waits"`
	File      string     `json:"file"      jsonschema:"the file, as the container sees it"`
	Volume    string     `json:"volume"    jsonschema:"the volume on which it lies; empty for the container's own file system"`
	Kind      string     `json:"kind"      jsonschema:"that volume's kind, else empty"`
	Phase     string     `json:"phase"     enum:"init,run,hook,probe" jsonschema:"when"`
	Glob      bool       `json:"glob"      jsonschema:"file holds wildcards"`
	Made      bool       `json:"made"      jsonschema:"somebody in sight writes it, or something near it"`
	Mounts    []MayWrite `json:"mounts,omitempty" jsonschema:"who may write on the volume, itself included"`
	Certainty string     `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that it waits"`
	Path      Path       `json:"path"      jsonschema:"of the wait"`
}

// MayWrite is a container that mounts a volume writable.
type MayWrite struct {
	Container string `json:"container" jsonschema:"who"`
	Seen      string `json:"seen"      enum:"all,told,some" jsonschema:"how much is in sight of what it writes there"`
}
