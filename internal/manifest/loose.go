package manifest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// loosePatches marks as patches the objects that are fragments although no kustomization of the set names their file: nobody applies them as they
// stand. named are the files that kustomizations name as patches.
func (r *reader) loosePatches(named map[string]bool) {
	if r.set.Cluster {
		return
	}
	directed, resources, beside := r.directed(), r.resources(), map[seat]bool{}
	for _, o := range r.set.Objects {
		if named[o.File] {
			beside[seatOf(o)] = true
		}
	}
	r.set.loosen(func(o *Object) bool {
		return !resources[o.File] && (directed[o.File] && directs(o.Root) || beside[seatOf(o)] || saysPatch(o.File) && unfinished(o))
	})
}

// Loosen marks as patches the objects that lie in the folder of a patch and are about the same object: they are there to take its place, as that of
// another version does. Objects that kustomizations build from are not among those of the set.
func (s *Set) Loosen(patches []*Object) {
	beside := map[seat]bool{}
	for _, o := range patches {
		beside[seatOf(o)] = true
	}
	s.loosen(func(o *Object) bool { return beside[seatOf(o)] })
	s.index()
}

// loosen marks the objects for which loose holds and counts them in a note.
func (s *Set) loosen(loose func(*Object) bool) {
	count, first := 0, ""
	for _, o := range s.Objects {
		if o.Patch || !loose(o) {
			continue
		}
		o.Patch = true
		if count++; first == "" {
			first = fmt.Sprintf("%s:%d", o.File, o.Line)
		}
	}
	if count > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d %s that no kustomization of the set names: not judged (first %s)",
			count, map[bool]string{true: "patch", false: "patches"}[count == 1], first))
	}
}

// resources are the files that kustomizations build from.
func (r *reader) resources() map[string]bool {
	files := map[string]bool{}
	for _, k := range r.kustomized {
		if list := k.root.Get("resources"); list != nil {
			for _, item := range list.Items {
				files[path.Join(k.dir, item.Text)] = true
			}
		}
	}
	return files
}

// seat is an object by its folder and its name.
type seat struct {
	folder string
	key    objectKey
}

func seatOf(o *Object) seat { return seat{path.Dir(o.File), keyOf(o.Kind, o.Namespace, o.Name)} }

// saysPatch tells whether a file is called a patch, or lies in a folder of patches.
func saysPatch(file string) bool {
	switch path.Base(path.Dir(file)) {
	case "patch", "patches":
		return true
	}
	words := strings.FieldsFunc(path.Base(file), func(r rune) bool { return strings.ContainsRune("-_.", r) })
	return slices.Contains(words, "patch") || slices.Contains(words, "patches")
}

// unfinished tells whether a workload lacks what nobody could apply it without: the selector, the image of a container, a Job's restart policy.
func unfinished(o *Object) bool {
	switch o.Kind {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet":
		return o.Root.Get("spec", "selector") == nil || lacksImage(o.Root.Get("spec", "template", "spec"))
	case "Job":
		return unreadyJob(o.Root.Get("spec", "template", "spec"))
	case "CronJob":
		return unreadyJob(o.Root.Get("spec", "jobTemplate", "spec", "template", "spec"))
	case "Pod":
		return lacksImage(o.Root.Get("spec"))
	}
	return false
}

// unreadyJob tells whether the pod of a Job lacks its restart policy or an image.
func unreadyJob(spec *Node) bool { return spec.Str("restartPolicy") == "" || lacksImage(spec) }

func lacksImage(spec *Node) bool {
	containers := spec.Get("containers")
	return containers == nil || slices.ContainsFunc(containers.Items, func(c *Node) bool { return c.Get("image") == nil })
}
