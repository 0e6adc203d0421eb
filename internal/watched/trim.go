package watched

import (
	"encoding/json"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

const (
	// maxObject is the largest object that is held, in bytes of what is left of it.
	maxObject = 256 << 10
	// Of a parsed object, measured: each value takes a node and an entry of a map or a list, beside the text that it was read from and its lines.
	nodeSize   = 220
	objectSize = 1000
)

// lastApplied is an annotation that repeats the whole object.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// read parses what rules may ask of an object. object is nil when there is too much of it, and needed is false when nobody asks.
func (k *kind) read(namespace, name string, raw json.RawMessage) (object *manifest.Object, size int64, needed bool) {
	var root map[string]any
	if json.Unmarshal(raw, &root) != nil {
		return nil, 0, true
	}
	if k.pods {
		if k.made(root) {
			return nil, 0, false
		}
		root = outline(root)
	} else {
		trim(root)
	}
	root["apiVersion"], root["kind"] = k.resource.APIVersion, k.resource.Kind
	data, err := json.Marshal(root)
	if err != nil || len(data) > maxObject {
		return nil, 0, true
	}
	file := source.File{Name: manifest.ClusterName(namespace, k.resource.Kind, name), Data: data}
	set := manifest.ReadCluster([]source.File{file}, 1)
	if len(set.Objects) != 1 {
		return nil, 0, true
	}
	set.Objects[0].Context = true
	return set.Objects[0], int64(3*len(data) + objectSize + nodeSize*nodes(set.Objects[0].Root)), true
}

func nodes(n *manifest.Node) int {
	sum := 1
	for i := range n.Fields {
		sum += nodes(n.Fields[i].Value)
	}
	for _, item := range n.Items {
		sum += nodes(item)
	}
	return sum
}

// made tells whether a controller that holds pods itself has made an object: its own template is known then.
func (k *kind) made(root map[string]any) bool {
	k.cluster.mu.Lock()
	holds := k.cluster.holds
	k.cluster.mu.Unlock()
	meta, _ := root["metadata"].(map[string]any)
	owners, _ := meta["ownerReferences"].([]any)
	for _, o := range owners {
		owner, _ := o.(map[string]any)
		apiVersion, _ := owner["apiVersion"].(string)
		kind, _ := owner["kind"].(string)
		if owner["controller"] == true && holds(apiVersion, kind) {
			return true
		}
	}
	return false
}

// trim takes out what no rule asks for: state, notes of the server, and values that are data.
func trim(root map[string]any) {
	delete(root, "status")
	meta, _ := root["metadata"].(map[string]any)
	for _, key := range []string{"managedFields", "resourceVersion", "generation", "creationTimestamp", "selfLink", "finalizers"} {
		delete(meta, key)
	}
	if annotations, ok := meta["annotations"].(map[string]any); ok {
		delete(annotations, lastApplied)
	}
	blank(root["binaryData"])
	if spec, ok := root["spec"].(map[string]any); ok {
		blank(spec["encryptedData"]) // of a SealedSecret
	}
}

// blank leaves the keys of a map.
func blank(value any) {
	m, _ := value.(map[string]any)
	for key := range m {
		m[key] = ""
	}
}

// outline keeps of a workload what selectors and monitors may meet: names, labels, and the ports of containers.
func outline(root map[string]any) map[string]any {
	meta, _ := root["metadata"].(map[string]any)
	kept := map[string]any{}
	for _, key := range []string{"name", "namespace", "uid", "ownerReferences"} {
		if value, ok := meta[key]; ok {
			kept[key] = value
		}
	}
	delete(root, "status")
	out, _ := prune(root).(map[string]any)
	if out == nil {
		out = map[string]any{}
	}
	if labels, ok := meta["labels"]; ok {
		kept["labels"] = labels
	}
	out["metadata"] = kept
	return out
}

// prune returns nil when nothing is left.
func prune(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return pruneMap(v)
	case []any:
		var out []any
		for _, item := range v {
			if item = prune(item); item != nil {
				out = append(out, item)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func pruneMap(m map[string]any) any {
	out := map[string]any{}
	for key, value := range m {
		switch list, isList := value.([]any); {
		case key == "labels":
		case isList && (key == "containers" || key == "initContainers"):
			value = containers(list)
		default:
			value = prune(value)
		}
		if value != nil {
			out[key] = value
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func containers(list []any) []any {
	out := make([]any, 0, len(list))
	for _, item := range list {
		c, _ := item.(map[string]any)
		kept := map[string]any{}
		for _, key := range []string{"name", "image", "ports"} {
			if value, ok := c[key]; ok {
				kept[key] = value
			}
		}
		out = append(out, kept)
	}
	return out
}
