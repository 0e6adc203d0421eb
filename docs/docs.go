// Package docs embeds what the program itself needs of its documentation.
package docs

import _ "embed"

// Schema is the JSON Schema of the configuration.
//
//go:embed podlint.schema.json
var Schema string
