package pod

// Expectation is a use of what an injector is known to provide, whether it is switched on for this pod or not.
type Expectation struct {
	Container string `json:"container" jsonschema:"who uses it"`
	Injector  string `json:"injector"  jsonschema:"id of the injector"`
	Via       string `json:"via"       enum:"volume,dial,file,variable" jsonschema:"volume: of its CSI driver; dial: of a URL that it alone answers; file: below a directory that it fills; variable: one that tells programs where it is"`
	Text      string `json:"text"      jsonschema:"in a few words: localhost:3500/v1.0/state, /vault/secrets/db, volume data"`
	Off       bool   `json:"off"       jsonschema:"the pod switches it off in so many words"`
	Carried   bool   `json:"carried"   jsonschema:"the manifest has a container of the injector's image, or of a name that it adds"`
	Ignorable bool   `json:"ignorable" jsonschema:"its failure is tolerated"`
	Switch    string `json:"switch"    jsonschema:"what switches it on, as key: value"`
	Namespace bool   `json:"namespace" jsonschema:"a label or annotation of the namespace switches it on as well"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"that the program uses it"`
	Path      Path   `json:"path"      jsonschema:"of the use"`
}
