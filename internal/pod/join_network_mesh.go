package pod

import (
	"slices"
	"strings"
)

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
