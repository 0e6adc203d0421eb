package cluster

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// manager is who has set fields of an object, as the server notes it (https://kubernetes.io/docs/reference/using-api/server-side-apply/).
type manager struct {
	Name   string         `json:"manager"`
	Fields map[string]any `json:"fieldsV1"`
}

// managersOf are those of an object; none where the server notes nothing that can be read.
func managersOf(raw json.RawMessage) []manager {
	var o struct {
		Metadata struct {
			ManagedFields []manager `json:"managedFields"`
		} `json:"metadata"`
	}
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o.Metadata.ManagedFields
}

// Owners are the managers that have set the value at a path, sorted: keys are texts and indexes are ints.
func (o *Object) Owners(path []any) []string {
	var out []string
	for i := range o.managers {
		if m := &o.managers[i]; m.Name != "" && owns(m.Fields, o.root, path) {
			out = append(out, m.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// owns tells whether the fields of a manager lead along a path to its end, or to something that the manager has set as a whole.
func owns(fields map[string]any, value any, path []any) bool {
	for _, elem := range path {
		if len(fields) == 0 {
			break
		}
		fields, value = step(fields, value, elem)
		if fields == nil {
			return false
		}
	}
	return len(path) > 0
}

// step leads one element on; fields are nil where the manager has set nothing there.
func step(fields map[string]any, value, elem any) (inside map[string]any, at any) {
	switch e := elem.(type) {
	case string:
		m, _ := value.(map[string]any)
		inside, _ = fields["f:"+e].(map[string]any)
		return inside, m[e]
	case int:
		list, _ := value.([]any)
		if e < 0 || e >= len(list) {
			return nil, nil
		}
		return entry(fields, list[e]), list[e]
	}
	return nil, nil
}

// entry are the fields of the entry of a list: the one with its keys, or with its value.
func entry(fields map[string]any, value any) map[string]any {
	for name, inside := range fields {
		kind, text, _ := strings.Cut(name, ":")
		var want any
		if kind != "k" && kind != "v" || json.Unmarshal([]byte(text), &want) != nil {
			continue
		}
		if kind == "v" && reflect.DeepEqual(want, value) || kind == "k" && has(value, want) {
			found, _ := inside.(map[string]any)
			return found
		}
	}
	return nil
}

// has tells whether an entry has the values of some keys.
func has(entry, keys any) bool {
	e, isMap := entry.(map[string]any)
	want, ok := keys.(map[string]any)
	if !isMap || !ok {
		return false
	}
	for key, value := range want {
		if !reflect.DeepEqual(e[key], value) {
			return false
		}
	}
	return true
}
