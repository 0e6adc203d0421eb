package pod

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// rawObject is the manifest as written; it is only taken apart when a rule asks for it.
type rawObject struct{ node *manifest.Node }

// Any returns the object as encoding/json would decode it.
func (r rawObject) Any() any { return r.node.Any() }

// MarshalJSON writes the object.
func (r rawObject) MarshalJSON() ([]byte, error) { return json.Marshal(r.node.Any()) }

// pathText writes a path in an object as people do: spec.containers[app].image, with the name of an item of a list where it has one, else
// its index.
func pathText(n *manifest.Node, p Path) string {
	var sb strings.Builder
	for i, e := range p {
		if n != nil {
			n = n.Get(e)
		}
		switch e := e.(type) {
		case int:
			fmt.Fprintf(&sb, "[%s]", cmp.Or(text(n, "name"), strconv.Itoa(e)))
		default:
			if i > 0 {
				sb.WriteByte('.')
			}
			fmt.Fprint(&sb, e)
		}
	}
	return sb.String()
}

// text returns the scalar at path, empty when there is none.
func text(n *manifest.Node, path ...any) string {
	if v := n.Get(path...); v != nil && v.Type != manifest.Map && v.Type != manifest.List && v.Type != manifest.Null {
		return v.Text
	}
	return ""
}

// items returns the elements of the list at path.
func items(n *manifest.Node, path ...any) []*manifest.Node {
	if v := n.Get(path...); v != nil {
		return v.Items
	}
	return nil
}

// unsuppressed are annotations without those that suppress: what is said to podlint is no fact of a pod.
func unsuppressed(annotations map[string]string) map[string]string {
	maps.DeleteFunc(annotations, func(key, _ string) bool { return strings.HasPrefix(key, manifest.Suppression) })
	return annotations
}

// stringMap returns the scalars of the map at path by key.
func stringMap(n *manifest.Node, path ...any) map[string]string {
	v := n.Get(path...)
	if v == nil {
		return nil
	}
	out := make(map[string]string, len(v.Fields))
	for i := range v.Fields {
		if value, scalar := scalarText(v.Fields[i].Value); scalar {
			out[v.Fields[i].Key] = value
		}
	}
	return out
}

// scalarText is the text of a scalar, empty for null, as the API server reads it; false for what is none.
func scalarText(n *manifest.Node) (text string, scalar bool) {
	switch n.Type {
	case manifest.Map, manifest.List:
		return "", false
	case manifest.Null:
		return "", true
	}
	return n.Text, true
}
