package pod

// ProgramUse is a program that a container starts by its name: in its command line, a script, a probe or a hook.
type ProgramUse struct {
	Name      string `json:"name"      jsonschema:"base name of the program"`
	Held      string `json:"held"      enum:"no,unknown" jsonschema:"no: the image is known not to hold it, and nothing in sight brings it"`
	Phase     string `json:"phase"     enum:"init,run,hook,probe" jsonschema:"init, run, hook or probe"`
	Waits     bool   `json:"waits"     jsonschema:"it is tried until it succeeds"`
	Condition bool   `json:"condition" jsonschema:"in a condition"`
	Ignorable bool   `json:"ignorable" jsonschema:"its failure is tolerated"`
	Fallback  bool   `json:"fallback"  jsonschema:"another command takes its place when it fails"`
	Passed    bool   `json:"passed"    jsonschema:"the script goes on when it fails: something follows, or it is in a loop, and nothing says set -e"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"of held"`
	Path      Path   `json:"path"      jsonschema:"of the command, or of the handler's command"`
}
