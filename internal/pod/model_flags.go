package pod

// Flag is one option of a container's command line, whatever it means.
type Flag struct {
	Name  string `json:"name"  jsonschema:"without dashes, in lower case and with - for _"`
	Value string `json:"value" jsonschema:"without quotes; empty when none is given"`
	Path  Path   `json:"path"  jsonschema:"of the value, else of the flag"`
}

// taken are the options of the container's command line. A shell takes none of its script's.
func (c *draftContainer) taken() []Flag {
	var out []Flag
	for _, f := range flags(c.argv) {
		out = append(out, Flag{Name: f.name, Value: f.value, Path: f.path})
	}
	return out
}
