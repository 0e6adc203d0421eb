package pod

import _ "embed"

// Schema is the JSON Schema of [Input]: schema.json.
//
//go:embed schema.json
var Schema []byte
