package pod

import (
	"path"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// volumeKinds names the members of VolumeSource by their index, as their json tags do.
var volumeKinds = func() []string {
	t := reflect.TypeFor[corev1.VolumeSource]()
	out := make([]string, t.NumField())
	for i := range out {
		out[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return out
}()

// readVolumes lists the pod's volumes, those of volumeClaimTemplates included.
func (d *draft) readVolumes() {
	d.volumes = map[string]*Volume{}
	for i := range d.spec.Volumes {
		d.addVolume(d.newVolume(&d.spec.Volumes[i], d.specPath("volumes", i)))
	}
	for _, at := range d.claims() {
		d.addClaim(text(d.obj.Root.Get(at...), "metadata", "name"), at)
	}
}

// claims are the paths of the volume claim templates of the object.
func (d *draft) claims() (all []Path) {
	for _, p := range pathsOr(d.at.kind.Claims, "/spec.volumeClaimTemplates") {
		at, _ := lead(d.at.spec, p)
		for _, list := range expand(d.obj.Root, at) {
			for i := range items(d.obj.Root, list...) {
				all = append(all, list.With(i))
			}
		}
	}
	return all
}

// addClaim adds the volume that a volume claim template makes. It may be one of several pods, and is this one's when a container mounts it.
func (d *draft) addClaim(name string, at Path) {
	v := &Volume{Name: name, Kind: "persistentVolumeClaim", Template: true, Path: at}
	if old := d.volumes[v.Name]; old != nil {
		old.Kind, old.Template = v.Kind, true // the template overrides a volume of the same name
		return
	}
	if d.at.lists == nil || d.at.lists.mounted()[name] {
		d.addVolume(v)
	}
}

func (d *draft) addVolume(v *Volume) {
	d.pod.Volumes = append(d.pod.Volumes, v)
	d.volumes[v.Name] = v
}

func (d *draft) newVolume(src *corev1.Volume, at Path) *Volume {
	v := &Volume{Name: src.Name, Kind: volumeKind(&src.VolumeSource), Path: at}
	s := &src.VolumeSource
	v.Mode = defaultMode(s)
	switch v.Kind {
	case "configMap":
		v.Source = s.ConfigMap.Name
		v.Immutable = d.immutable("ConfigMap", v.Source)
	case "secret":
		v.Source = s.Secret.SecretName
		v.Immutable = d.immutable("Secret", v.Source)
	case "persistentVolumeClaim":
		v.Source = s.PersistentVolumeClaim.ClaimName
	case "hostPath":
		v.Source = s.HostPath.Path
		if s.HostPath.Type != nil {
			v.Type = string(*s.HostPath.Type)
		}
	case "csi":
		v.Source = s.CSI.Driver
	case "emptyDir":
		v.readEmptyDir(s.EmptyDir)
	}
	v.Sources = d.sourcesOf(s, at)
	v.Facility = v.Kind == "hostPath" && hostFacility(v.Source)
	v.Config = v.Kind == "configMap" || v.Kind == "secret" || v.Kind == "projected" || v.Kind == "downwardAPI"
	return v
}

// defaultMode is the mode of the files of a volume of settings, nil when it is not declared.
func defaultMode(s *corev1.VolumeSource) *int32 {
	switch {
	case s.ConfigMap != nil:
		return s.ConfigMap.DefaultMode
	case s.Secret != nil:
		return s.Secret.DefaultMode
	case s.Projected != nil:
		return s.Projected.DefaultMode
	case s.DownwardAPI != nil:
		return s.DownwardAPI.DefaultMode
	}
	return nil
}

func (v *Volume) readEmptyDir(src *corev1.EmptyDirVolumeSource) {
	if src == nil {
		return
	}
	v.Medium = string(src.Medium)
	if src.SizeLimit != nil {
		n := src.SizeLimit.Value()
		v.SizeLimit = &n
	}
}

// volumeKind is the name of the member that is set; a volume without any is an emptyDir.
func volumeKind(s *corev1.VolumeSource) string {
	rv := reflect.ValueOf(s).Elem()
	for i := range rv.NumField() {
		if f := rv.Field(i); f.Kind() == reflect.Pointer && !f.IsNil() {
			return volumeKinds[i]
		}
	}
	return "emptyDir"
}

func (d *draft) readMounts(c *draftContainer) {
	for i := range c.spec.VolumeMounts {
		m := &c.spec.VolumeMounts[i]
		at := c.path("volumeMounts", i)
		out := Mount{Volume: m.Name, Kind: "unknown", MountPath: mountPoint(m.MountPath), SubPath: cleanSub(m.SubPath), ReadOnly: m.ReadOnly, DeclaredRO: m.ReadOnly, Path: at}
		if m.SubPathExpr != "" {
			out.SubPath, out.SubPathExpr = cleanSub(m.SubPathExpr), true
		}
		if m.MountPropagation != nil {
			out.Propagation = string(*m.MountPropagation)
		}
		d.addMount(c, out)
	}
	for i := range c.spec.VolumeDevices {
		m := &c.spec.VolumeDevices[i]
		d.addMount(c, Mount{Volume: m.Name, Kind: "unknown", MountPath: cleanPath(m.DevicePath), Device: true, Path: c.path("volumeDevices", i)})
	}
}

func (d *draft) addMount(c *draftContainer, m Mount) {
	if v := d.volumes[m.Volume]; v != nil {
		m.Kind = v.Kind
		m.ReadOnly = m.ReadOnly || v.Config || v.Kind == "image"
		v.MountedBy = append(v.MountedBy, MountedBy{Container: c.out.Name, Class: c.out.Class, MountPath: m.MountPath, SubPath: m.SubPath, ReadOnly: m.ReadOnly, Path: m.Path})
	}
	c.out.Mounts = append(c.out.Mounts, m)
}

// cleanPath makes a mount path comparable; a Windows path keeps its drive with forward slashes.
func cleanPath(p string) string {
	p = strings.ReplaceAll(p, `\`, "/")
	if p == "" {
		return ""
	}
	return path.Clean(p)
}

// mountPoint is a mount path as the kubelet understands it: a relative one begins at the root.
// https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/kubelet/kubelet_pods.go#L400-L402
func mountPoint(p string) string {
	p = cleanPath(p)
	if p == "" || strings.HasPrefix(p, "/") || len(p) > 1 && p[1] == ':' || isPlaceholder(p) {
		return p
	}
	return "/" + strings.TrimPrefix(p, "./")
}

func cleanSub(p string) string {
	p = strings.Trim(cleanPath(p), "/")
	if p == "." {
		return ""
	}
	return p
}

// spot is where an absolute path of a container lies.
type spot struct {
	mount *Mount
	path  string // in the volume, "." for its root
}

// resolve finds the mount with the longest prefix of file; ok is false when file lies on the container's own file system.
func (c *draftContainer) resolve(file string) (s spot, ok bool) {
	file = cleanPath(file)
	if s, ok = c.resolveIn(file, func(dir string) string { return dir }); !ok && under(Linked(file), "/run") {
		s, ok = c.resolveIn(Linked(file), Linked)
	}
	if s.path == "" {
		s.path = "."
	}
	return s, ok
}

func (c *draftContainer) resolveIn(file string, name func(dir string) string) (s spot, ok bool) {
	best := -1
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		if dir := name(m.MountPath); len(dir) > best && under(file, dir) {
			best, s.mount = len(dir), m
			s.path = path.Join(m.SubPath, strings.TrimPrefix(file[len(strings.TrimSuffix(dir, "/")):], "/"))
		}
	}
	return s, s.mount != nil
}

// Linked is the path behind the links that distributions have: /var/run leads to /run, /var/lock to /run/lock.
func Linked(file string) string {
	if rest, ok := strings.CutPrefix(file, "/var/run"); ok && under(file, "/var/run") {
		return "/run" + rest
	}
	if rest, ok := strings.CutPrefix(file, "/var/lock"); ok && under(file, "/var/lock") {
		return "/run/lock" + rest
	}
	return file
}

// Overlaps tells whether one path of a volume is equal to, above or below the other.
func Overlaps(a, b string) bool { return overlaps(a, b) }

// under tells whether file is dir or lies below it.
func under(file, dir string) bool {
	rest, ok := strings.CutPrefix(file, dir)
	return ok && (rest == "" || rest[0] == '/' || dir == "/")
}

// below is under for paths in a volume.
func below(file, dir string) bool {
	rest, ok := strings.CutPrefix(file, dir)
	return ok && (rest == "" || rest[0] == '/')
}

// overlaps tells whether one volume path is equal to, above or below the other.
func overlaps(a, b string) bool {
	return a == "." || b == "." || below(a, b) || below(b, a)
}
