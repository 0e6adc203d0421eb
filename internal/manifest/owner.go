package manifest

import (
	"hash/maphash"
	"strings"
)

// Owner is the controller of an object, as the object names it.
type Owner struct {
	APIVersion, Kind string
	// Object is nil when it is an item of a List that is not held.
	Object *Object
}

// Controller returns the controller of an object when it is in the set, and whether it is.
func (s *Set) Controller(o *Object) (owner Owner, ok bool) {
	refs := o.Root.Get("metadata", "ownerReferences")
	if refs == nil {
		return Owner{}, false
	}
	for _, ref := range refs.Items {
		if c := ref.Get("controller"); c == nil || c.Type != Bool || c.Text != "true" {
			continue
		}
		owner = Owner{APIVersion: ref.Str("apiVersion"), Kind: ref.Str("kind")}
		name := ref.Str("name")
		if found := s.Find(owner.Kind, o.Namespace, name); found != nil && found != o && sameOwner(found, ref) {
			owner.Object = found
			return owner, true
		}
		if s.hasItem(owner.Kind, o.Namespace, name) {
			return owner, true
		}
	}
	return Owner{}, false
}

// sameOwner tells whether an object of the name is the one that a reference means: another one of the same name has another uid.
func sameOwner(o *Object, ref *Node) bool {
	group := func(apiVersion string) string { g, _, _ := strings.Cut(apiVersion, "/"); return g }
	uid, want := o.Root.Str("metadata", "uid"), ref.Str("uid")
	return group(o.APIVersion) == group(ref.Str("apiVersion")) && (uid == "" || want == "" || uid == want)
}

// itemNames tells which items of a List that hold containers and are no Pods are there, at eight bytes for each.
type itemNames struct {
	seed  maphash.Seed
	names map[uint64]bool
}

func newItemNames() itemNames { return itemNames{seed: maphash.MakeSeed(), names: map[uint64]bool{}} }

// add remembers an item; its kind is empty when the List says it.
func (n *itemNames) add(kind, namespace, name string) { n.names[n.hash(kind, namespace, name)] = true }

func (n *itemNames) hash(kind, namespace, name string) uint64 {
	key := keyOf(kind, namespace, name)
	return maphash.Comparable(n.seed, key)
}

func (n *itemNames) has(kind, namespace, name string) bool {
	return len(n.names) > 0 && n.names[n.hash(kind, namespace, name)]
}

// hasItem tells whether a List that is not held has an item of that name, with containers.
func (s *Set) hasItem(kind, namespace, name string) bool {
	for _, l := range s.Items.lists {
		if l.owners.has(kind, namespace, name) || strings.TrimSuffix(l.is.kind, "List") == kind && l.owners.has("", namespace, name) {
			return true
		}
	}
	return false
}

// remember notes the name of an item that may be the controller of others.
func (l *bigList) remember(root *Node, kind, outline string) {
	if kind != "Pod" && strings.Contains(outline, `"containers"`) {
		l.owners.add(kind, root.Str("metadata", "namespace"), root.Str("metadata", "name"))
	}
}
