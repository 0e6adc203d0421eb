package pod

import (
	"strings"
)

// Network holds ports and dials, joined over the containers and the Services.
// Lists are absent when empty, so that a rule over one costs nothing on a pod that has none.
type Network struct {
	InjectedPorts []InjectedPort `json:"injected_ports,omitempty"    jsonschema:"ports of containers that an injector's own container binds too"`
	ExpectedPorts []ExpectedPort `json:"expected_ports,omitempty"    jsonschema:"ports on which an injected container waits for an application that listens elsewhere"`
	SocketDials   []SocketDial   `json:"socket_dials,omitempty"      jsonschema:"connections to localhost that a MySQL client takes for a socket file, where the server is there over TCP only"`
}

func (d *draft) joinNetwork() {
	d.joinInjectedPorts()
	d.joinExpectedPorts()
	d.joinSocketDials()
}

// bound tells whether a program is known to bind the listener's port.
func (l *Listen) bound() bool { return l.Effective && l.Port > 0 }

// certain holds for a listener that a flag, a script or a configuration file asks for, or verified knowledge of the image.
func (l *Listen) certain() bool {
	return l.Effective && l.Verified && l.Origin != "env"
}

func (l *Listen) by() string {
	switch {
	case !l.Effective:
		return "declared"
	case l.Origin == "image" || l.Text == "":
		return "image"
	}
	return l.Text
}

// mentions tells whether a container's command line, variables or probes speak of the port.
func (d *draft) mentions(port int) bool {
	number := itoa(port)
	for _, c := range d.containers {
		for _, w := range c.argv {
			if strings.Contains(w.text, number) {
				return true
			}
		}
		for i := range c.out.Env {
			if strings.Contains(c.out.Env[i].Value, number) {
				return true
			}
		}
		for i := range c.out.Probes {
			if c.out.Probes[i].Port == port {
				return true
			}
		}
	}
	return false
}
