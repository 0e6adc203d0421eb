package pod

// LogStream is a log file of one container that another one follows. Every scalar is always there.
type LogStream struct {
	From      string `json:"from"      jsonschema:"whose log it is"`
	To        string `json:"to"        jsonschema:"who follows it, or prints it again and again"`
	Volume    string `json:"volume"    jsonschema:"the volume on which it lies"`
	File      string `json:"file"      jsonschema:"the file as the follower sees it"`
	Aside     bool   `json:"aside"     jsonschema:"it holds something beside the ordinary log: an audit log, slow queries"`
	Printed   bool   `json:"printed"   jsonschema:"it comes out at the follower's own stdout"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"of the weaker end; guessed when nobody is seen to write the file"`
	Path      Path   `json:"path"      jsonschema:"of the follower's command or setting"`
}
