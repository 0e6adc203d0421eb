package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// hostPortFacts pairs X_HOST (or X_ADDR, X_ENDPOINT) with X_PORT.
func (c *draftContainer) hostPortFacts(upper, value string) []fact.Fact {
	stem, ok := addressStem(upper, value)
	if !ok || isPlaceholder(value) || strings.ContainsAny(value, " \n") {
		return nil
	}
	if s, isSocket := socketPath(value); isSocket {
		return []fact.Fact{{Kind: fact.Dial, Socket: s, Purpose: purposeOfName(upper)}}
	}
	if strings.HasPrefix(value, "/") { // the directory of a socket, as libpq and the connectors of Cloud SQL take it
		if strings.HasSuffix(upper, "HOST") {
			return []fact.Fact{{Kind: fact.Dial, Socket: cleanPath(value), Purpose: purposeOfName(upper)}}
		}
		return nil
	}
	if strings.Contains(value, ",") {
		return listedHosts(value, purposeOfName(upper))
	}
	host, port := splitHostPort(value)
	if host == "" || port == 0 && strings.Contains(value, ":") {
		return nil
	}
	return c.hostFacts(stem, upper, host, port)
}

// addressStem is what the name of a variable with an address has in front: DB_ of DB_HOST, or a whole name whose value is a URL without
// its scheme.
func addressStem(upper, value string) (string, bool) {
	if stem, ok := hostStem(upper); ok {
		return stem, true
	}
	if !strings.HasSuffix(upper, "_URL") && !strings.HasSuffix(upper, "_URI") {
		return "", false
	}
	_, port := splitHostPort(value)
	return upper, port > 0 && !strings.HasPrefix(value, ":") && strings.Contains(value, ":")
}

// hostFacts gives a host without a port that of the variable beside it. A wildcard is an address to bind, never one to connect to.
func (c *draftContainer) hostFacts(stem, upper, host string, port int) []fact.Fact {
	if wildcard(host) {
		if port == 0 {
			port = c.siblingPort(stem, "")
		}
		if port == 0 {
			return nil
		}
		return []fact.Fact{{Kind: fact.Listen, Host: host, Port: port}}
	}
	if port == 0 {
		port = c.siblingPort(stem, upper)
	}
	if port == 0 {
		port = c.databaseBeside(stem)
	}
	agent := telemetryAgent(upper, host)
	if port == 0 {
		port = agent.port
	}
	if port == 0 && isLoopback(host) {
		if ports := c.portsBeside(stem); len(ports) > 0 {
			return dialsTo(host, ports, purposeOfName(upper))
		}
		port = c.lonePort(upper)
	}
	return []fact.Fact{{Kind: fact.Dial, Host: host, Port: port, Protocol: agent.protocol, Purpose: purposeOfName(upper)}}
}

// portsBeside are the ports of a host that has several, each in a variable of its own: UPSTREAM_HTTP_PORT and UPSTREAM_DOCKER_PORT beside
// UPSTREAM_HOST.
func (c *draftContainer) portsBeside(stem string) []int {
	var out []int
	for i := range c.spec.Env {
		upper := strings.ToUpper(c.spec.Env[i].Name)
		own, ok := strings.CutSuffix(upper, "_PORT")
		if !ok || !strings.HasPrefix(upper, stem) || c.hasHost(own) {
			continue
		}
		if port := validPort(atoi(c.spec.Env[i].Value)); port > 0 && !slices.Contains(out, port) {
			out = append(out, port)
		}
	}
	return out
}

func dialsTo(host string, ports []int, purpose string) []fact.Fact {
	out := make([]fact.Fact, len(ports))
	for i, port := range ports {
		out[i] = fact.Fact{Kind: fact.Dial, Host: host, Port: port, Purpose: purpose}
	}
	return out
}

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

var hostSuffixes = []string{"HOST", "HOSTNAME", "ADDR", "ADDRESS", "ENDPOINT", "SERVER", "HOSTS", "SERVERS", "BROKER", "BROKERS"}

// hostStem cuts DB_HOST to DB_; names that speak of the program's own address are none.
func hostStem(upper string) (string, bool) {
	if upper == "PGHOST" {
		return "PG", true
	}
	for _, s := range hostSuffixes {
		if stem, ok := strings.CutSuffix(upper, "_"+s); ok {
			for _, own := range []string{"LISTEN", "BIND", "SERVER", "ADVERTISE", "POD", "NODE", "HOST", "HTTP", "GRPC", "WEB"} {
				if stem == own || strings.HasSuffix(stem, "_LISTEN") || strings.HasSuffix(stem, "_BIND") {
					return "", false
				}
			}
			return stem + "_", true
		}
	}
	return "", false
}

func (c *draftContainer) siblingPort(stem, upper string) int {
	for _, name := range []string{stem + "PORT", upper + "_PORT", stem + "SERVICE_PORT"} {
		for k, v := range c.env {
			if strings.EqualFold(k, name) {
				return validPort(atoi(v))
			}
		}
		for i := range c.spec.Env {
			if strings.EqualFold(c.spec.Env[i].Name, name) {
				return validPort(atoi(c.spec.Env[i].Value))
			}
		}
	}
	return databasePort(upper)
}

// databaseBeside is the well-known port of the database that a variable beside the host names: DB_CONNECTION=mysql beside DB_HOST.
func (c *draftContainer) databaseBeside(stem string) int {
	for _, kind := range []string{"CONNECTION", "TYPE", "DRIVER", "CLIENT", "ENGINE", "DIALECT", "ADAPTER", "VENDOR", "KIND"} {
		value := strings.ToUpper(c.env[stem+kind])
		if i := strings.LastIndexByte(value, '.'); i >= 0 { // django.db.backends.mysql
			value = value[i+1:]
		}
		if port := databasePort(value); port > 0 {
			return port
		}
	}
	return 0
}

// databasePort is the well-known port of the database that a variable's name speaks of.
func databasePort(upper string) int {
	for _, w := range []struct {
		word string
		port int
	}{{"MYSQL", 3306}, {"MARIADB", 3306}, {"WORDPRESS_DB", 3306}, {"POSTGRES", 5432}, {"PG", 5432}, {"REDIS", 6379}, {"MONGO", 27017}, {"MEMCACHE", 11211}, {"RABBIT", 5672}} {
		if strings.HasPrefix(upper, w.word) || strings.Contains(upper, "_"+w.word) {
			return w.port
		}
	}
	return 0
}
