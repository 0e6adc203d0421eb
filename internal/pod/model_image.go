package pod

// Retired is what became of an image that is gone or frozen.
type Retired struct {
	Instead string `json:"instead" jsonschema:"what took its place"`
	Reason  string `json:"reason"  jsonschema:"what happened to it"`
	Gone    bool   `json:"gone"    jsonschema:"it cannot be pulled any more; else it is frozen or deprecated"`
	Safe    bool   `json:"safe"    jsonschema:"a plain swap of the name works"`
}

// OldFlag is a flag or variable of another generation of the program than the image holds.
type OldFlag struct {
	Flag      string `json:"flag"      jsonschema:"the flag or variable, as written, without its value"`
	Instead   string `json:"instead"   jsonschema:"what this generation calls it; empty when nothing took its place"`
	How       string `json:"how"       enum:"refused,accepted,ignored" jsonschema:"refused: the program ends with an error, or lacks a setting that it needs; accepted: it is still understood under the old name; ignored: nothing comes of it"`
	Certainty string `json:"certainty" enum:"stated,shown,known,guessed" jsonschema:"of what is known of the program"`
	Path      Path   `json:"path"      jsonschema:"of the argument or variable"`
}
