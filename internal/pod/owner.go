package pod

import (
	"github.com/podlint/podlint/internal/manifest"
)

// maxOwners bounds a chain of controllers: Pod, Job, CronJob and what a custom resource adds to it.
const maxOwners = 8

// controlled tells whether the pods of an object are those of its controller, which is in the set and judged in its place. Who made an object
// is what the object says of itself: it is believed when the controller's template has the same containers.
func (b *Builder) controlled(obj *manifest.Object) bool {
	owned := obj
	for range maxOwners {
		owner, ok := b.set.Controller(owned)
		switch {
		case !ok:
			return owned != obj
		case owner.Object == nil:
			return b.Holds(owner.APIVersion, owner.Kind)
		case !b.made(owner.Object, owned):
			return owned != obj
		}
		owned = owner.Object
	}
	return false // they control each other
}

// made tells whether the pod of an object is one that a template of its controller gives: further containers may have been injected.
func (b *Builder) made(owner, obj *manifest.Object) bool {
	for _, of := range b.templates(obj) {
		have := imagesOf(obj.Root, &of)
		if !b.makes(owner, have) {
			return false
		}
	}
	return true
}

// makes tells whether a template of an object has containers, all of which are among those that are given, by name with their images.
func (b *Builder) makes(owner *manifest.Object, have map[string]string) bool {
	for _, t := range b.templates(owner) {
		want := imagesOf(owner.Root, &t)
		same := len(want) > 0
		for name, image := range want {
			got, ok := have[name]
			same = same && ok && got == image
		}
		if same {
			return true
		}
	}
	return false
}

// imagesOf are the images of a pod's containers by their names.
func imagesOf(root *manifest.Node, t *template) map[string]string {
	images := map[string]string{}
	spec := root.Get(t.spec...)
	if t.lists != nil {
		spec = t.lists.node(spec)
	}
	for _, list := range []string{listInit, listContainers} {
		for _, c := range items(spec, list) {
			images[c.Str("name")] = c.Str("image")
		}
	}
	return images
}
