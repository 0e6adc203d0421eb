package pod

import (
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/shell"
)

// RootImage is a container whose image runs as root, or as a named user, where the pod forbids root and names no user.
type RootImage struct {
	Container string `json:"container"        jsonschema:"who cannot start"`
	Image     string `json:"image"            jsonschema:"its image, as written"`
	UserName  string `json:"user_name,omitempty" jsonschema:"the image's user when it is a name, which nobody can check; absent for root"`
	PodPath   Path   `json:"pod_path"         jsonschema:"of the pod's runAsNonRoot"`
	Path      Path   `json:"path"             jsonschema:"of the container's missing runAsUser"`
}

// RootWork is work that only root can do, in a container that runs as another user.
type RootWork struct {
	Container string `json:"container" jsonschema:"who does it"`
	UID       int64  `json:"uid"       jsonschema:"the user it runs as"`
	By        string `json:"by"        jsonschema:"pod or container: who says so"`
	Does      string `json:"does"      jsonschema:"the program, or port for binding one below 1024"`
	Text      string `json:"text"      jsonschema:"the command, or the port's number"`
	UserPath  Path   `json:"user_path" jsonschema:"of runAsUser"`
	Path      Path   `json:"path"      jsonschema:"of the command or the port"`
}

func (d *draft) joinUsers(all []*draftContainer) {
	for _, c := range all {
		c.joinRootImage()
		c.joinRootWork()
	}
}

// joinRootImage applies to what the pod says: a container that contradicts itself is no matter between containers.
func (c *draftContainer) joinRootImage() {
	s := &c.out.Security
	if !isSet(&s.RunAsNonRoot) || s.RunAsNonRoot.Origin != "pod" || !c.out.Verified || s.RunAsUser.Origin == "container" || s.RunAsUser.Origin == "pod" {
		return
	}
	uid, known := s.RunAsUser.Value.(int64)
	if known && uid != 0 || !known && s.UserName == "" {
		return
	}
	out := RootImage{Container: c.out.Name, Image: c.out.Image.Reference, PodPath: s.RunAsNonRoot.Path, Path: c.path("securityContext", "runAsUser")}
	if !known {
		out.UserName = s.UserName
	}
	c.d.pod.Isolation.RootImages = append(c.d.pod.Isolation.RootImages, out)
}

// rootPrograms only work for root.
var rootPrograms = []string{"chown", "apt", "apt-get", "apk", "yum", "dnf", "microdnf", "sysctl", "modprobe", "iptables", "mount"}

func (c *draftContainer) joinRootWork() {
	u := &c.out.Security.RunAsUser
	uid, ok := u.Value.(int64)
	if !ok || uid == 0 || u.Origin == "image" {
		return
	}
	add := func(does, text string, at Path) {
		c.d.pod.Isolation.RootWork = append(c.d.pod.Isolation.RootWork, RootWork{
			Container: c.out.Name, UID: uid, By: u.Origin, Does: does, Text: text, UserPath: u.Path, Path: at,
		})
	}
	if c.program != nil {
		for i := range c.program.Commands {
			if cmd := &c.program.Commands[i]; needsRoot(cmd, uid) {
				add(cmd.Name, shorten(strings.Join(cmd.Argv, " ")), c.argPath(cmd.At))
			}
		}
	}
	if c.mayBindLow() {
		return
	}
	for i := range c.out.Listens {
		if l := &c.out.Listens[i]; l.bindsLow() {
			add("port", strconv.Itoa(l.Port), l.Path)
		}
	}
}

// bindsLow tells whether the listener is sure to be on a port that only root binds by default.
func (l *Listen) bindsLow() bool { return l.Port > 0 && l.Port < 1024 && l.Effective && l.Verified }

// mayBindLow tells whether the container may bind ports below 1024 without being root, as far as the manifest shows.
func (c *draftContainer) mayBindLow() bool {
	const bind = "NET_BIND_SERVICE"
	return c.d.pod.HostNetwork || c.has(bind) && slices.Contains(c.out.Security.CapabilitiesAdded, bind) || c.d.lowPortsOpen()
}

// lowPortsOpen tells whether the pod's own sysctls let anybody bind ports below 1024.
func (d *draft) lowPortsOpen() bool {
	sc := d.spec.SecurityContext
	if sc == nil {
		return false
	}
	for _, s := range sc.Sysctls {
		if s.Name == "net.ipv4.ip_unprivileged_port_start" {
			return true
		}
	}
	return false
}

// needsRoot tells whether the command fails for another user than root. A change of owner to the user itself, a sysctl that is only read
// and a failure that the script tolerates do not count.
func needsRoot(cmd *shell.Command, uid int64) bool {
	if cmd.Condition || cmd.Ignorable || !slices.Contains(rootPrograms, cmd.Name) {
		return false
	}
	args := slices.DeleteFunc(slices.Clone(cmd.Argv[1:]), func(a string) bool { return strings.HasPrefix(a, "-") })
	switch cmd.Name {
	case "chown":
		owner, _, _ := strings.Cut(strings.Join(args[:min(1, len(args))], ""), ":")
		return owner != "" && owner != strconv.FormatInt(uid, 10) && !strings.ContainsAny(owner, "\uFFFD$`")
	case "sysctl":
		return slices.Contains(cmd.Argv, "-w") || slices.ContainsFunc(args, func(a string) bool { return strings.Contains(a, "=") })
	case "apt", "apt-get", "apk", "yum", "dnf", "microdnf":
		return len(args) > 0 && slices.Contains([]string{"install", "add", "update", "upgrade", "del", "remove"}, args[0])
	case "mount", "iptables", "modprobe":
		return len(args) > 0
	}
	return true
}

// isSet tells whether a boolean field holds.
func isSet(s *Sourced) bool {
	on, _ := s.Value.(bool)
	return on
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
