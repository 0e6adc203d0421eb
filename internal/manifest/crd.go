package manifest

import "bytes"

// WithoutSpecs is a YAML text without the specs of its CustomResourceDefinitions, their lines left empty: three quarters of the YAML of many repositories
// are schemas that no pod is made of. It is the text itself when there are none. What is no block style is left as it is.
func WithoutSpecs(data []byte) []byte {
	if !bytes.Contains(data, []byte("\nkind: CustomResourceDefinition")) && !bytes.HasPrefix(data, []byte("kind: CustomResourceDefinition")) {
		return data
	}
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		doc := data[:documentEnd(data)]
		data = data[len(doc):]
		out = append(out, withoutSpec(doc)...)
	}
	return out
}

// documentEnd is where the next document of a text begins.
func documentEnd(data []byte) int {
	if i := bytes.Index(data, []byte("\n---")); i >= 0 {
		return i + len("\n---")
	}
	return len(data)
}

// withoutSpec empties the lines below the top-level spec of a document that is a CustomResourceDefinition. The document may begin with what stands
// behind its "---".
func withoutSpec(doc []byte) []byte {
	if !isDefinition(doc) {
		return doc
	}
	out := make([]byte, 0, len(doc)/4)
	inside := false
	for line := range bytes.Lines(doc) {
		bare := bytes.TrimRight(line, " \t\r\n")
		switch {
		case bytes.Equal(bare, []byte("spec:")):
			inside = true
			out = append(out, "spec: {}"...)
			out = append(out, line[len(bare):]...)
		case len(bare) > 0 && line[0] != ' ' && line[0] != '#' && line[0] != '-':
			inside = false
			out = append(out, line...)
		case inside && !bytes.HasPrefix(line, []byte("---")):
			out = append(out, line[len(bytes.TrimRight(line, "\n")):]...)
		default:
			out = append(out, line...)
		}
	}
	return out
}

// isDefinition tells a definition of the API group that has them, without anchors: an alias may lead from elsewhere to one in the spec. Stars in
// descriptions are no aliases: where there is no anchor, there is nothing that one could mean.
func isDefinition(doc []byte) bool {
	kind, group := false, false
	for line := range bytes.Lines(doc) {
		if line[0] != 'k' && line[0] != 'a' {
			continue
		}
		bare := bytes.TrimRight(line, " \t\r\n")
		kind = kind || bytes.Equal(bare, []byte("kind: CustomResourceDefinition"))
		group = group || bytes.HasPrefix(bare, []byte("apiVersion: apiextensions.k8s.io/"))
	}
	return kind && group && !hasAnchor(doc)
}

// hasAnchor tells whether there may be an anchor in a text: an ampersand where a value begins, before anything but a blank.
func hasAnchor(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '&')
		if i < 0 {
			return false
		}
		at += i
		before := bytes.TrimRight(text[:at], " \t")
		if at+1 < len(text) && !isSpace(text[at+1]) && beginsValue(before, at-len(before)) {
			return true
		}
	}
}

// beginsValue tells whether a value may begin behind what stands before so many blanks: a line break, an indicator, or a tag.
func beginsValue(before []byte, blanks int) bool {
	if len(before) == 0 {
		return true
	}
	switch before[len(before)-1] {
	case '\n', '[', '{', ',':
		return true
	case ':', '-', '?':
		return blanks > 0
	}
	word := before[bytes.LastIndexAny(before, " \t\n")+1:]
	return blanks > 0 && len(word) > 0 && word[0] == '!'
}
