package policy

import "strings"

// parseTag reads a json tag; plain is false for an option whose rules are left to encoding/json (string).
func parseTag(fieldName, tag string) (name string, omit, zero, plain bool) {
	name, options, _ := strings.Cut(tag, ",")
	if name == "" || strings.ContainsAny(name, "\\\"'`") {
		name = fieldName
	}
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			omit = true
		case "omitzero":
			zero = true
		case "string":
			return name, omit, zero, false
		}
	}
	return name, omit, zero, true
}
