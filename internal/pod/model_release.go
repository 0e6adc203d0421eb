package pod

// Release is a program of a product whose version the image's tag tells.
type Release struct {
	Product      string `json:"product"       jsonschema:"such as postgresql"`
	Part         string `json:"part"          enum:"server,client" jsonschema:"server: the container serves with it; client: it runs it against a server"`
	Program      string `json:"program"       jsonschema:"base name of a client; empty for a server"`
	Major        int    `json:"major"         jsonschema:"its major version"`
	RefusesNewer bool   `json:"refuses_newer" jsonschema:"of a client: it refuses a server of a higher major version"`
	Certainty    string `json:"certainty"     enum:"known,guessed" jsonschema:"that the image holds this version"`
	Text         string `json:"text"          jsonschema:"the image's tag"`
	Path         Path   `json:"path"          jsonschema:"of the image"`
}
