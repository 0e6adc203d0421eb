// Package policies embeds the shipped rules, their library and the knowledge they rest on.
package policies

import "embed"

// FS holds podlint.rego, lib/, rules/ and knowledge/.
//
//go:embed *.rego all:lib all:rules all:knowledge
var FS embed.FS
