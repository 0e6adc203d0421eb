package pod

import "strings"

// lonePort is the port of a loopback host whose variable has no sibling (INSTANCE_HOST beside DB_PORT): the value of the only variable
// that names a port and no host of its own, when no other host is without a port.
func (c *draftContainer) lonePort(host string) int {
	port := 0
	for i := range c.spec.Env {
		e := &c.spec.Env[i]
		upper := strings.ToUpper(e.Name)
		if stem, ok := hostStem(upper); ok && upper != host && c.siblingPort(stem, upper) == 0 {
			return 0
		}
		stem, ok := strings.CutSuffix(upper, "_PORT")
		if !ok || listenVariables[upper] || c.hasHost(stem) {
			continue
		}
		if port != 0 {
			return 0
		}
		port = validPort(atoi(e.Value))
	}
	return port
}

// hasHost tells whether a variable gives the host that goes with STEM_PORT.
func (c *draftContainer) hasHost(stem string) bool {
	for i := range c.spec.Env {
		if s, ok := hostStem(strings.ToUpper(c.spec.Env[i].Name)); ok && s == stem+"_" {
			return true
		}
	}
	return false
}
