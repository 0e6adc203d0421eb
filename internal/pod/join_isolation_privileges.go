package pod

import (
	"path"
	"slices"
	"strings"
)

// MorePrivileged is a helper with privileges that no app of the pod has.
type MorePrivileged struct {
	Container string   `json:"container" jsonschema:"the helper"`
	Apps      []string `json:"apps"      jsonschema:"the apps without these privileges"`
	What      []string `json:"what"      jsonschema:"in a few words each: privileged, capability SYS_TIME, user 0, host path /var/log"`
	Default   bool     `json:"default"   jsonschema:"it rests on the default user of its image alone"`
	Path      Path     `json:"path"      jsonschema:"of the first of them"`
}

// Grant is a right of a running container with which it may rewrite the network or the processes of the pod.
type Grant struct {
	Container string `json:"container" jsonschema:"who has it"`
	Helper    bool   `json:"helper"    jsonschema:"it is a helper; else nothing is known of it"`
	What      string `json:"what"      jsonschema:"privileged, or the capability"`
	App       string `json:"app"       jsonschema:"the app beside it"`
	Path      Path   `json:"path"      jsonschema:"of the capabilities or the privileged field"`
}

// isSet tells whether a boolean field holds.
func isSet(s *Sourced) bool {
	on, _ := s.Value.(bool)
	return on
}

// worksWithHost tells whether the container's trade needs the rights: tunnels, builders, file systems, node agents.
func (c *draftContainer) worksWithHost() bool {
	if c.image != nil && len(c.image.Privileges) > 0 || c.tradesWithHost() {
		return true
	}
	for i := range c.out.Mounts {
		v := c.d.volumes[c.out.Mounts[i].Volume]
		if v != nil && v.Kind == "hostPath" && (strings.HasPrefix(v.Source, "/dev/net") || v.Source == "/dev/fuse") {
			return true
		}
	}
	return slices.Contains([]string{"tunnel", "build-daemon", "fs-mount", "node-agent", "csi", "csi-driver"}, c.out.Role)
}

// hostTrades are words in names of images and programs whose trade needs rights over the network, the file systems or the engine.
var hostTrades = words{
	"vpn", "wireguard", "tailscale", "zerotier", "gluetun", "dind", "dockerd", "buildkit", "buildah", "podman", "kaniko", "fuse", "s3fs", "falco", "tetragon",
	"tcpdump", "tshark", "dumpcap",
}

// tradesWithHost goes by the names of the image and of the program.
func (c *draftContainer) tradesWithHost() bool {
	image := path.Base(c.out.Image.Repository)
	return hostTrades.in(image) || hostTrades.in(c.out.Program) || strings.HasPrefix(image, "wg-") || strings.HasPrefix(c.out.Program, "wg-")
}

func (d *draft) joinPrivileges(apps []*draftContainer) {
	for _, c := range d.companions() {
		if c.out.Part != "helper" {
			continue
		}
		if more := c.morePrivileged(apps); len(more.What) > 0 && !c.worksWithHost() {
			d.pod.Isolation.MorePrivileged = append(d.pod.Isolation.MorePrivileged, more)
		}
	}
}

func (c *draftContainer) morePrivileged(apps []*draftContainer) MorePrivileged {
	out := MorePrivileged{Container: c.out.Name}
	for _, a := range apps {
		out.Apps = append(out.Apps, a.out.Name)
		if isSet(&a.out.Security.Privileged) {
			return out
		}
	}
	s := &c.out.Security
	if isSet(&s.Privileged) {
		out.add("privileged", s.Privileged.Path)
	}
	for _, right := range s.CapabilitiesAdded {
		if !slices.ContainsFunc(apps, func(a *draftContainer) bool { return a.has(right) }) {
			out.add("capability "+right, s.CapabilitiesPath)
		}
	}
	c.hostPathsBeyond(apps, &out)
	if at, firm := c.rootBeside(apps); at != nil {
		out.Default = !firm && len(out.What) == 0
		out.add("user 0", at)
	}
	return out
}

func (m *MorePrivileged) add(what string, at Path) {
	if len(m.What) == 0 {
		m.Path = at
	}
	m.What = append(m.What, what)
}

// hostPathsBeyond adds the host's directories that no app mounts.
func (c *draftContainer) hostPathsBeyond(apps []*draftContainer, out *MorePrivileged) {
	for i := range c.out.Mounts {
		m := &c.out.Mounts[i]
		v := c.d.volumes[m.Volume]
		if v == nil || v.Kind != "hostPath" || harmlessHostPath(v) {
			continue
		}
		if !slices.ContainsFunc(apps, func(a *draftContainer) bool { return a.seesHost(v.Source) }) {
			out.add("host path "+v.Source, m.Path)
		}
	}
}

// runtimeRights are the capabilities that a container has unless it drops them.
var runtimeRights = []string{"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"}

// has tells whether the container holds a capability. Binding low ports is taken for none: runtimes allow it to everybody.
func (c *draftContainer) has(right string) bool {
	s := &c.out.Security
	if right == "NET_BIND_SERVICE" || slices.Contains(s.CapabilitiesAdded, right) || slices.Contains(s.CapabilitiesAdded, "ALL") {
		return true
	}
	return slices.Contains(runtimeRights, right) && !slices.Contains(s.CapabilitiesDropped, right) && !slices.Contains(s.CapabilitiesDropped, "ALL")
}

// harmlessHostPath: sockets of node agents, the time zone, certificates.
func harmlessHostPath(v *Volume) bool {
	p := cleanPath(v.Source)
	for _, dir := range []string{"/run", "/var/run", "/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo", "/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/etc/machine-id", "/dev/shm"} {
		if under(p, dir) && !engineDir(p) {
			return true
		}
	}
	return v.Type == "Socket" || placeholder(p)
}

// seesHost tells whether the container mounts the host's directory or one above it.
func (c *draftContainer) seesHost(dir string) bool {
	for i := range c.out.Mounts {
		if v := c.d.volumes[c.out.Mounts[i].Volume]; v != nil && v.Kind == "hostPath" && under(cleanPath(dir), cleanPath(v.Source)) {
			return true
		}
	}
	return false
}

// rootBeside is the place that makes the container root where every app declares another user; firm is false when that is its image's
// default alone.
func (c *draftContainer) rootBeside(apps []*draftContainer) (at Path, firm bool) {
	u := &c.out.Security.RunAsUser
	if uid, ok := u.Value.(int64); !ok || uid != 0 || u.Origin == "image" && !c.out.Verified {
		return nil, false
	}
	for _, a := range apps {
		theirs := &a.out.Security.RunAsUser
		if uid, ok := theirs.Value.(int64); !ok || uid == 0 || theirs.Origin == "image" {
			return nil, false
		}
	}
	if u.Origin == "image" {
		return c.path("securityContext", "runAsUser"), false
	}
	return u.Path, true
}

// sharedRights are the capabilities that reach beyond the container: into the network and the processes that it shares with its pod.
var sharedRights = []string{"ALL", "NET_ADMIN", "NET_RAW", "SYS_ADMIN", "SYS_PTRACE"}

func (d *draft) joinGrants(apps []*draftContainer) {
	for _, c := range d.companions() {
		if c.out.Part == "app" || c.out.Part != "helper" && c.out.Class == "regular" && c.spec == &d.spec.Containers[0] || c.worksWithHost() {
			continue // a first container of which nothing is known may well be the app
		}
		s := &c.out.Security
		g := Grant{Container: c.out.Name, Helper: c.out.Part == "helper", App: apps[0].out.Name}
		for _, right := range sharedRights {
			if g.What == "" && slices.Contains(s.CapabilitiesAdded, right) {
				g.What, g.Path = right, s.CapabilitiesPath
			}
		}
		if isSet(&s.Privileged) {
			g.What, g.Path = "privileged", s.Privileged.Path
		}
		if g.What != "" {
			d.pod.Isolation.Grants = append(d.pod.Isolation.Grants, g)
		}
	}
}
