// Package policies embeds the shipped rules, their library and the knowledge they rest on.
package policies

import "embed"

// FS holds podlint.rego, lib/, rules/ and knowledge/. The fixtures of the rules stay out.
//
//go:embed *.rego lib/*/*.rego rules/*/*/*.rego all:knowledge
var FS embed.FS

// Fixtures holds the examples of the rules, which only the pages of the rules need.
//
//go:embed rules/*/*/bad rules/*/*/good rules/*/*/fixed
var Fixtures embed.FS
