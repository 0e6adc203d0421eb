package manifest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// patchDirectives are the keys by which a strategic merge patch says what is to be done with what lies beside them; the last two have the name of a
// list behind a slash (https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md). No API
// has such a field.
var patchDirectives = []string{"$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/"}

// directed marks as patches the objects that say what is to be done with others: nobody applies them as they stand. Those of which nothing said
// so before are counted in a note.
func (r *reader) directed() {
	texts := map[string]bool{}
	for _, k := range r.texts {
		texts[k.text.name] = slices.ContainsFunc(patchDirectives, func(d string) bool { return bytes.Contains(k.text.data, []byte(d)) })
	}
	count, first := 0, ""
	for _, o := range r.set.Objects {
		if o.Patch || !texts[o.File] || r.set.Cluster || !directs(o.Root) {
			continue
		}
		o.Patch = true
		if count++; first == "" {
			first = fmt.Sprintf("%s:%d", o.File, o.Line)
		}
	}
	if count > 0 {
		r.set.Notes = append(r.set.Notes, fmt.Sprintf("%d %s with $patch or the like, which no kustomization of the set names: not judged (first %s)",
			count, map[bool]string{true: "patch", false: "patches"}[count == 1], first))
	}
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
