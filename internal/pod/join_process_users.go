package pod

import "slices"

// Displaced is a container whose init insists on being process 1, in a pod where it cannot be.
type Displaced struct {
	Container string `json:"container" jsonschema:"who"`
	Image     string `json:"image"     jsonschema:"its repository"`
	Field     string `json:"field"     jsonschema:"shareProcessNamespace or hostPID"`
	FieldPath Path   `json:"field_path" jsonschema:"of that field"`
	Path      Path   `json:"path"      jsonschema:"of the image"`
}

func (d *draft) joinDisplaced() {
	var field string
	switch {
	case d.pod.HostPID:
		field = "hostPID"
	case d.pod.ShareProcessNamespace:
		field = "shareProcessNamespace"
	default:
		return
	}
	for _, c := range d.containers {
		if c.spec != nil && c.out.Image.NeedsPID1 && len(c.spec.Command) == 0 {
			d.pod.Process.Displaced = append(d.pod.Process.Displaced, Displaced{
				Container: c.out.Name, Image: c.out.Image.Repository, Field: field,
				FieldPath: d.pod.Path.With(field), Path: c.out.Image.Path,
			})
		}
	}
}

// RefusedSignal is a signal to a process of another user.
type RefusedSignal struct {
	Container string `json:"container"        jsonschema:"the sender"`
	User      int64  `json:"user"             jsonschema:"its UID"`
	Tool      string `json:"tool"             jsonschema:"kill, pkill, killall, nsenter, jcmd..."`
	Signal    string `json:"signal,omitempty" jsonschema:"such as HUP; absent when the tool only enters the process"`
	Target    string `json:"target"           jsonschema:"name of the process"`
	Owner     string `json:"owner"            jsonschema:"the container whose process it is"`
	OwnerUser int64  `json:"owner_user"       jsonschema:"its UID"`
	Path      Path   `json:"path"             jsonschema:"of the command"`
}

// joinRefusedSignals: the kernel lets a process signal those of its own user, or all of them with CAP_KILL (signal(7)). The image's
// default user counts as little as any other guess: only users that the manifest sets are compared.
func (d *draft) joinRefusedSignals(c *draftContainer) {
	if !d.pod.ShareProcessNamespace && !d.pod.HostPID {
		return
	}
	from, ok := c.declaredUser()
	if !ok || from == 0 || c.maySignalAll() {
		return
	}
	for i := range c.out.Signals {
		s := &c.out.Signals[i]
		o := d.byName[s.Reaches]
		if s.Own || o == nil || o.spec == nil {
			continue
		}
		if to, known := o.declaredUser(); known && to != from {
			d.pod.Process.RefusedSignals = append(d.pod.Process.RefusedSignals, RefusedSignal{
				Container: c.out.Name, User: from, Tool: s.Tool, Signal: s.Signal,
				Target: s.Target, Owner: s.Reaches, OwnerUser: to, Path: s.Path,
			})
		}
	}
}

// maySignalAll tells whether the container's capabilities reach the processes of other users.
func (c *draftContainer) maySignalAll() bool {
	return c.out.Security.Privileged.Value == true ||
		slices.ContainsFunc(c.out.Security.CapabilitiesAdded, func(s string) bool { return s == "KILL" || s == "ALL" || s == "SYS_PTRACE" })
}

// declaredUser is the UID that the manifest gives the container.
func (c *draftContainer) declaredUser() (int64, bool) {
	u := c.out.Security.RunAsUser
	uid, ok := u.Value.(int64)
	return uid, ok && (u.Origin == "container" || u.Origin == "pod")
}
