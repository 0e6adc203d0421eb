package pod

// Unrequested is a resource of which an injected container asks for nothing: no setting gives a request, or a limit that stands for one.
type Unrequested struct {
	Resource  string `json:"resource"  enum:"cpu,memory" jsonschema:"the resource"`
	Certainty string `json:"certainty" enum:"known,guessed" jsonschema:"guessed where whoever installed the injector may have given a request for all pods"`
	Text      string `json:"text"      jsonschema:"the setting by which it is so, empty when it always is"`
	Path      Path   `json:"path"      jsonschema:"of that setting, else of what adds the container"`
}
