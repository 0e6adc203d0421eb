package knowledge

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Naming says where an annotation of a pod holds names of containers or volumes.
type Naming struct {
	// Key is the annotation whose value holds the names, or with Endings the start of keys that hold one.
	Key string `json:"key"`
	// Form is how the value holds them: name, list (separated by commas), names (the same, where numbers and ranges of them are free), mounts (a list
	// of name:path), json (a list of objects with a name, or a map by name). Absent with Endings.
	Form string `json:"form,omitempty"`
	// Endings are what follows the name in the key; an empty one means that the name ends it.
	Endings []string `json:"endings,omitempty"`
	// Of is what is named: container, which is also meant when it is absent, volume, or port (a number or a name).
	Of string `json:"of,omitempty"`
	// Also is an annotation that holds further names in the form json, of what its tool adds to the pod.
	Also string `json:"also,omitempty"`
}

func (n *Naming) check() error {
	what := fmt.Sprintf("names %q", n.Key)
	switch {
	case n.Key == "":
		return errors.New("names has no key")
	case len(n.Endings) > 0 && n.Form != "":
		return fmt.Errorf("%s has both a form and endings, want one of them", what)
	case len(n.Endings) == 0:
		if err := oneOf("form of "+what, n.Form, "name", "list", "names", "mounts", "json"); err != nil {
			return err
		}
	}
	if n.Of == "" {
		return nil
	}
	return oneOf("of in "+what, n.Of, "container", "volume", "port")
}

// Names lists what an annotation names; nothing when the key is another one.
func (n *Naming) Names(key, value string) []string {
	if len(n.Endings) > 0 {
		return n.inKey(key)
	}
	if key != n.Key {
		return nil
	}
	switch n.Form {
	case "json":
		return jsonNames(value)
	case "name":
		return []string{strings.TrimSpace(value)}
	}
	out := strings.Split(value, ",")
	for i := range out {
		if n.Form == "mounts" {
			out[i], _, _ = strings.Cut(out[i], ":")
		}
		out[i] = strings.TrimSpace(out[i])
	}
	if n.Form == "names" {
		out = slices.DeleteFunc(out, func(s string) bool { return strings.Trim(s, "0123456789-") == "" })
	}
	return out
}

func (n *Naming) inKey(key string) []string {
	rest, ok := strings.CutPrefix(key, n.Key)
	for _, e := range n.Endings {
		if name, cut := strings.CutSuffix(rest, e); ok && cut && !strings.Contains(name, ".") {
			return []string{name}
		}
	}
	return nil
}

// Adds tells whether the other annotation adds what is named.
func (n *Naming) Adds(name string, annotations map[string]string) bool {
	return n.Also != "" && slices.Contains(jsonNames(annotations[n.Also]), name)
}

// jsonNames reads a list of objects with a name, or a map whose keys are the names; nothing when it is neither.
func jsonNames(value string) []string {
	var list []struct{ Name string }
	if json.Unmarshal([]byte(value), &list) == nil {
		out := make([]string, len(list))
		for i := range list {
			out[i] = list[i].Name
		}
		return out
	}
	var byName map[string]any
	if json.Unmarshal([]byte(value), &byName) == nil {
		return slices.Sorted(maps.Keys(byName))
	}
	return nil
}
