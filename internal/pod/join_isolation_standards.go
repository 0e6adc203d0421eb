package pod

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// BrokenStandard is a helper that breaks the namespace's Pod Security level, which the app keeps.
type BrokenStandard struct {
	Container string   `json:"container"  jsonschema:"the helper"`
	Apps      []string `json:"apps"       jsonschema:"the containers that keep the level"`
	Level     string   `json:"level"      jsonschema:"baseline or restricted"`
	Namespace string   `json:"namespace"  jsonschema:"the Namespace that enforces it"`
	Breaks    []string `json:"breaks"     jsonschema:"the fields, as the admission plugin names them"`
	LabelPath Path     `json:"label_path" jsonschema:"of the Namespace's label (an @ path)"`
	Path      Path     `json:"path"       jsonschema:"of the first of the fields"`
}

const enforceLabel = "pod-security.kubernetes.io/enforce"

// joinStandards judges every container by the level that the pod's Namespace enforces; what the whole pod breaks is no matter between
// containers.
func (d *draft) joinStandards(all []*draftContainer) {
	ns := d.related.Namespace
	if ns == nil || ns.Name != d.obj.Namespace {
		return
	}
	level := ns.Labels[enforceLabel]
	if level != "baseline" && level != "restricted" || d.breaksByItself() {
		return
	}
	apps, broken := breakersOf(level, all)
	if len(apps) == 0 {
		return
	}
	for _, b := range broken {
		b.Level, b.Namespace, b.Apps = level, ns.Name, apps
		b.LabelPath = ns.Path.With("metadata", "labels", enforceLabel)
		d.pod.Isolation.Standards = append(d.pod.Isolation.Standards, b)
	}
}

// breakersOf finds the apps that keep the level and the helpers that break it; there are none of either when an app breaks it, too.
func breakersOf(level string, all []*draftContainer) (apps []string, broken []BrokenStandard) {
	for _, c := range all {
		breaks, at := c.standard(level)
		switch helper := c.out.Part == "helper"; {
		case len(breaks) == 0 && !helper:
			apps = append(apps, c.out.Name)
		case len(breaks) > 0 && !helper:
			return nil, nil
		case len(breaks) > 0:
			broken = append(broken, BrokenStandard{Container: c.out.Name, Breaks: breaks, Path: at})
		}
	}
	return apps, broken
}

// breaksByItself tells whether the pod as a whole breaks even the baseline.
func (d *draft) breaksByItself() bool {
	if d.spec.HostNetwork || d.spec.HostPID || d.spec.HostIPC {
		return true
	}
	return slices.ContainsFunc(d.pod.Volumes, func(v *Volume) bool { return v.Kind == "hostPath" })
}

// standard lists the fields with which a container breaks a level, and the place of the first.
func (c *draftContainer) standard(level string) (breaks []string, at Path) {
	s := &c.out.Security
	own := s.Path
	add := func(broken bool, field string, where ...any) {
		if !broken {
			return
		}
		if len(breaks) == 0 {
			at = own.With(where...)
		}
		breaks = append(breaks, field)
	}
	add(isSet(&s.Privileged), "privileged", "privileged")
	add(s.SeccompProfile.Value == string(corev1.SeccompProfileTypeUnconfined), "seccompProfile", "seccompProfile")
	add(slices.ContainsFunc(s.CapabilitiesAdded, func(r string) bool { return !allowedRight(r, level) }), "capabilities.add", "capabilities", "add")
	if level == "restricted" {
		escalation, said := s.AllowPrivilegeEscalation.Value.(bool)
		add(!said || escalation, "allowPrivilegeEscalation", "allowPrivilegeEscalation")
		add(!slices.Contains(s.CapabilitiesDropped, "ALL"), "capabilities.drop", "capabilities", "drop")
		add(!isSet(&s.RunAsNonRoot), "runAsNonRoot", "runAsNonRoot")
		add(s.SeccompProfile.Origin == "", "seccompProfile", "seccompProfile")
		uid, said := s.RunAsUser.Value.(int64)
		add(said && uid == 0 && s.RunAsUser.Origin != "image", "runAsUser", "runAsUser")
	}
	return breaks, at
}

// allowedRight: the baseline allows what runtimes give anyway, save raw sockets.
func allowedRight(right, level string) bool {
	if level == "restricted" {
		return right == "NET_BIND_SERVICE"
	}
	return right != "NET_RAW" && slices.Contains(runtimeRights, right)
}
