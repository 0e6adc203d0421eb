package manifest

import (
	"bytes"
	"slices"
	"strings"
)

// patchDirectives are the keys by which a strategic merge patch says what is to be done with what lies beside them; the last two have the name of a
// list behind a slash (https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md). No API
// has such a field.
var patchDirectives = []string{"$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/"}

// directed lists the files that hold a directive, or what looks like one.
func (r *reader) directed() map[string]bool {
	files := map[string]bool{}
	for _, k := range r.texts {
		files[k.text.name] = slices.ContainsFunc(patchDirectives, func(d string) bool { return bytes.Contains(k.text.data, []byte(d)) })
	}
	return files
}

// directs tells whether a directive stands anywhere in a value.
func directs(n *Node) bool {
	if n == nil {
		return false
	}
	return slices.ContainsFunc(n.Fields, func(f Field) bool { return isDirective(f.Key) || directs(f.Value) }) || slices.ContainsFunc(n.Items, directs)
}

func isDirective(key string) bool {
	if !strings.HasPrefix(key, "$") {
		return false
	}
	return slices.ContainsFunc(patchDirectives, func(d string) bool {
		return key == d || strings.HasSuffix(d, "/") && strings.HasPrefix(key, d)
	})
}
