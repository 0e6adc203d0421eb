package pod

import (
	"slices"
	"strings"
)

// BypassUser is a container that runs as the user whose traffic an injected proxy leaves alone.
type BypassUser struct {
	Container string `json:"container" jsonschema:"who"`
	User      int64  `json:"user"      jsonschema:"the UID"`
	Injector  string `json:"injector"  jsonschema:"id of the injector"`
	Switch    string `json:"switch"    jsonschema:"what switches it on, as key=value"`
	Path      Path   `json:"path"      jsonschema:"of runAsUser"`
}

// joinBypassUsers leaves out init containers, which use it to reach the network before the proxy runs, and the proxy itself.
func (d *draft) joinBypassUsers() {
	for i := range d.pod.Injectors {
		inj := &d.pod.Injectors[i]
		for _, c := range d.containers {
			if inj.UID == nil || c.spec == nil || !c.running() || c.out.Role == "mesh-proxy" || c.overrides(inj.ID) {
				continue
			}
			u := c.out.Security.RunAsUser
			if uid, ok := u.Value.(int64); ok && uid == *inj.UID && (u.Origin == "container" || u.Origin == "pod") {
				d.pod.Network.BypassUsers = append(d.pod.Network.BypassUsers, BypassUser{Container: c.out.Name, User: uid, Injector: inj.ID, Switch: inj.Switch, Path: u.Path})
			}
		}
	}
}

// ExpectedPort is a port on which an injected container waits for the application.
type ExpectedPort struct {
	Annotation string `json:"annotation" jsonschema:"that names the port"`
	Port       int    `json:"port"       jsonschema:"the port"`
	Listening  []int  `json:"listening,omitempty" jsonschema:"ports that the containers declare or bind"`
	Known      bool   `json:"known"      jsonschema:"the ports of every container are known; false when some only declare theirs"`
	Path       Path   `json:"path"       jsonschema:"of the annotation"`
}

// appPortAnnotation names the application's port to Dapr (docs.dapr.io, arguments and annotations).
const appPortAnnotation = "dapr.io/app-port"

// joinExpectedPorts is silent when a container shows no port at all, or when a setting speaks of the number.
func (d *draft) joinExpectedPorts() {
	port := validPort(atoi(d.pod.Annotations[appPortAnnotation]))
	if port == 0 || !slices.ContainsFunc(d.pod.Injectors, func(i Injector) bool { return i.ID == "dapr" }) || d.mentions(port) {
		return
	}
	out := ExpectedPort{Annotation: appPortAnnotation, Port: port, Known: true, Path: d.pod.MetadataPath.With("annotations", appPortAnnotation)}
	for _, c := range d.containers {
		if c.spec == nil || !c.running() {
			continue
		}
		shows, complete := c.ports()
		if !shows {
			return
		}
		out.Known = out.Known && complete
		out.Listening = append(out.Listening, c.tcpPorts()...)
	}
	if !slices.Contains(out.Listening, port) {
		d.pod.Network.ExpectedPorts = append(d.pod.Network.ExpectedPorts, out)
	}
}

func (c *draftContainer) tcpPorts() []int {
	var out []int
	for i := range c.out.Listens {
		if l := &c.out.Listens[i]; l.Protocol == "TCP" && l.Port > 0 {
			out = append(out, l.Port)
		}
	}
	return out
}

// EnvoyClash is a pair of Envoys that use one socket for hot restart.
type EnvoyClash struct {
	First     string `json:"first"      jsonschema:"the container that comes first"`
	Second    string `json:"second"     jsonschema:"the one that fails"`
	FirstPath Path   `json:"first_path" jsonschema:"of the first one's image"`
	Path      Path   `json:"path"       jsonschema:"of the second one's image"`
}

// joinEnvoys compares plain Envoys only: programs that start an Envoy of their own set its base id.
func (d *draft) joinEnvoys() {
	var first *draftContainer
	for _, c := range d.containers {
		if c.spec == nil || !c.running() || c.out.Known != "envoy" || !c.own || !c.sharesBase() {
			continue
		}
		if first == nil {
			first = c
			continue
		}
		d.pod.Network.EnvoyClashes = append(d.pod.Network.EnvoyClashes, EnvoyClash{First: first.out.Name, Second: c.out.Name, FirstPath: first.out.Image.Path, Path: c.out.Image.Path})
	}
}

// sharesBase tells whether the Envoy uses base id 0 and its hot restart (envoyproxy.io, command line options).
func (c *draftContainer) sharesBase() bool {
	for _, w := range c.argv {
		for _, flag := range []string{"--base-id", "--use-dynamic-base-id", "--disable-hot-restart", "--mode"} {
			if strings.Contains(w.text, flag) {
				return false
			}
		}
	}
	return true
}

// SocketDial is a connection to "localhost" that a client library takes for a socket file, where the server is there over TCP only.
type SocketDial struct {
	Container string `json:"container" jsonschema:"who dials"`
	Server    string `json:"server"    jsonschema:"the container that serves the port"`
	Port      int    `json:"port"      jsonschema:"the port that it serves"`
	Text      string `json:"text"      jsonschema:"the evidence"`
	Path      Path   `json:"path"      jsonschema:"of the evidence"`
}

// socketClients are programs whose client library (libmysqlclient, mysqlnd) takes the host "localhost" for the socket file.
var socketClients = []string{"wordpress", "nextcloud", "phpmyadmin", "matomo", "joomla", "drupal", "mediawiki", "php", "mysql", "mariadb"}

// joinSocketDials looks at clients that share no directory with the server in which the socket could lie.
func (d *draft) joinSocketDials() {
	for _, c := range d.containers {
		if c.spec == nil || c.out.Class == "init" {
			continue
		}
		for i := range c.out.Dials {
			dial := &c.out.Dials[i]
			if dial.Host != "localhost" || dial.Port != 3306 || dial.Meets == "" || dial.Origin == "image" || !c.mysqlClient(dial) || d.sharesSocket(c, dial.Meets) {
				continue
			}
			d.pod.Network.SocketDials = append(d.pod.Network.SocketDials, SocketDial{Container: c.out.Name, Server: dial.Meets, Port: dial.Port, Text: dial.Text, Path: dial.Path})
		}
	}
}

func (c *draftContainer) mysqlClient(dial *Dial) bool {
	if dial.Origin == "script" {
		return strings.HasPrefix(base(dial.Text), "mysql") && !strings.Contains(dial.Text, "--protocol")
	}
	return c.own && slices.ContainsFunc(socketClients, func(id string) bool { return strings.HasPrefix(c.out.Known, id) })
}

// sharesSocket tells whether a volume is mounted by both that may hold the socket.
func (d *draft) sharesSocket(c *draftContainer, server string) bool {
	for _, v := range d.pod.Volumes {
		if v.Config {
			continue
		}
		mine, theirs := false, false
		for i := range v.MountedBy {
			mine = mine || v.MountedBy[i].Container == c.out.Name
			theirs = theirs || v.MountedBy[i].Container == server
		}
		if mine && theirs {
			return true
		}
	}
	return false
}

// NativePortName is a port name of a Service that only a native sidecar declares.
type NativePortName struct {
	Service   string `json:"service"   jsonschema:"whose targetPort it is"`
	Name      string `json:"name"      jsonschema:"the name"`
	Container string `json:"container" jsonschema:"the native sidecar"`
	Port      int    `json:"port"      jsonschema:"the number behind the name"`
	Path      Path   `json:"path"      jsonschema:"of targetPort (an @ path)"`
}

func (d *draft) joinNativePortNames() {
	for i := range d.related.Services {
		s := &d.related.Services[i]
		for j := range s.Ports {
			p := &s.Ports[j]
			if p.TargetName == "" || len(p.Containers) != 1 || d.byName[p.Containers[0]].out.Class != "sidecar" {
				continue
			}
			d.pod.Network.NativePortNames = append(d.pod.Network.NativePortNames, NativePortName{Service: s.Name, Name: p.TargetName, Container: p.Containers[0], Port: p.TargetPort, Path: p.Path})
		}
	}
}
