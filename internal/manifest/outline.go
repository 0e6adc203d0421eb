package manifest

// stubbed are keys whose values make up most of an object and say nothing of what it is: they are passed over until the object is
// judged.
var stubbed = map[string]bool{
	"status": true, "managedFields": true, "annotations": true, "ownerReferences": true, "data": true, "binaryData": true,
	"containers": true, "initContainers": true, "ephemeralContainers": true, "volumes": true, "affinity": true,
	"tolerations": true, "env": true, "volumeClaimTemplates": true,
}

// outline keeps of an object what tells which selectors meet it: its type, its namespace, every map of labels, and which of its parts
// have containers.
func outline(root *Node, is objectType) *Node {
	text := func(s string) *Node { return &Node{Type: String, Text: s} }
	out := &Node{Type: Map, Fields: []Field{{Key: "apiVersion", Value: text(is.apiVersion)}, {Key: "kind", Value: text(is.kind)}}}
	if rest := prune(root, 0); rest != nil {
		out.Fields = append(out.Fields, rest.Fields...)
	}
	return out
}

// prune returns nil when nothing is left.
func prune(n *Node, depth int) *Node {
	out := &Node{Type: n.Type}
	for i := range n.Fields {
		f := Field{Key: n.Fields[i].Key, Value: n.Fields[i].Value}
		switch {
		case f.Key == "labels" && f.Value.Type == Map, f.Key == "namespace" && depth == 1:
		case f.Key == "containers" && f.Value.Type == List:
			f.Value = &Node{Type: List}
		default:
			f.Value = prune(f.Value, depth+1)
		}
		if f.Value != nil {
			out.Fields = append(out.Fields, f)
		}
	}
	for _, item := range n.Items {
		if item = prune(item, depth+1); item != nil {
			out.Items = append(out.Items, item)
		}
	}
	if len(out.Fields)+len(out.Items) == 0 {
		return nil
	}
	return out
}

// EachOutline calls use with an outline of the items that are not held, and how many have it: their types, namespaces, labels and
// pod templates, whose containers are left out. It knows neither names nor places. The order is that of no particular thing.
func (s *Set) EachOutline(use func(o *Object, n int)) {
	for key, n := range s.outlines {
		t := newText("", []byte(key))
		for _, root := range parseJSON(t, 0, len(t.data)).roots {
			if o := newObject(t, chunk{}, root, typeOf(root)); o != nil {
				use(o, n)
			}
		}
	}
}
