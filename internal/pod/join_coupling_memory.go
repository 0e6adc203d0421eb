package pod

import "k8s.io/apimachinery/pkg/api/resource"

// MemoryVolume is a shared emptyDir in memory whose content counts against the memory limit of whoever writes it.
type MemoryVolume struct {
	Volume    string `json:"volume"               jsonschema:"the volume"`
	Writer    string `json:"writer"               jsonschema:"of the containers that mount it writable the one with the smallest memory limit"`
	Limit     string `json:"limit"                jsonschema:"that memory limit"`
	SizeLimit string `json:"size_limit,omitempty" jsonschema:"the volume's sizeLimit; absent when it has none"`
	Percent   int    `json:"percent,omitempty"    jsonschema:"sizeLimit in percent of the memory limit; absent without a sizeLimit"`
	Path      Path   `json:"path"                 jsonschema:"of the volume"`
}

// joinMemory compares the emptyDir volumes in memory that running containers share with the memory limits of their writers.
func (d *draft) joinMemory() {
	if d.pod.PodLevelResources || d.related.LimitRange {
		return
	}
	for _, v := range d.pod.Volumes {
		if v.Kind != "emptyDir" || v.Medium != "Memory" || len(v.MountedBy) < 2 {
			continue
		}
		w := d.smallestWriter(v)
		if w == nil {
			continue
		}
		limit := *w.out.Resources.Limits.Memory
		m := MemoryVolume{Volume: v.Name, Writer: w.out.Name, Limit: quantity("memory", limit), Path: v.Path}
		if v.SizeLimit != nil {
			m.SizeLimit = quantity("memory", *v.SizeLimit)
			m.Percent = int(float64(*v.SizeLimit) * 100 / float64(max(1, limit)))
		}
		d.pod.Coupling.Memory = append(d.pod.Coupling.Memory, m)
	}
}

// smallestWriter is the running container with the smallest memory limit that mounts the volume writable. Secrets and identities are small.
func (d *draft) smallestWriter(v *Volume) *draftContainer {
	var smallest *draftContainer
	for i := range v.MountedBy {
		c := d.byName[v.MountedBy[i].Container]
		if v.MountedBy[i].ReadOnly || c.spec == nil || !c.running() {
			continue
		}
		if c.out.Role == "secrets" || c.out.Role == "identity" {
			return nil
		}
		limit := c.out.Resources.Limits.Memory
		if limit != nil && (smallest == nil || *limit < *smallest.out.Resources.Limits.Memory) {
			smallest = c
		}
	}
	return smallest
}

// quantity writes an amount of memory as manifests do.
func quantity(_ string, n int64) string { return resource.NewQuantity(n, resource.BinarySI).String() }
