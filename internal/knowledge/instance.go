package knowledge

import (
	"path"
	"strconv"
	"strings"
)

// parseInstance reads one connection name of the Cloud SQL or AlloyDB proxy: "project:region:name" with "?address=&port=&unix-socket="
// (version 2) or "=tcp:host:port" and "=unix:path" (version 1). Port 0 means that the instance names none.
func parseInstance(s string) (endpoint, bool) {
	if name, query, ok := strings.Cut(s, "?"); ok {
		return instanceQuery(name, query), true
	}
	name, tail, ok := strings.Cut(s, "=")
	if !ok {
		return endpoint{}, strings.Contains(name, ":") || strings.Contains(name, "/instances/") || placeholder(name)
	}
	protocol, address, _ := strings.Cut(tail, ":")
	if protocol == "unix" {
		return endpoint{socket: socketPath("unix:" + address)}, true
	}
	return endpoint{}.at(address)
}

func instanceQuery(name, query string) endpoint {
	var e endpoint
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		switch key {
		case "address":
			e.host = value
		case "port":
			if n, err := strconv.Atoi(value); err == nil && n > 0 && n <= 65535 {
				e.port = n
			}
		case "unix-socket":
			e.socket = path.Join("/", value, name)
		case "unix-socket-path":
			e.socket = path.Join("/", value)
		}
	}
	return e
}

// instances reads the connection names that found holds and hands out ports from the first on.
func (s *Setting) instances(found []occurrence, inv Invocation) []located {
	next, _ := strconv.Atoi(inv.firstOf(s.PortFlags))
	dir := inv.firstOf(s.DirFlags)
	var all []located
	for _, o := range found {
		for item := range strings.SplitSeq(o.value, ",") {
			e, ok := parseInstance(item)
			if !ok {
				continue
			}
			switch {
			case e.port != 0 || e.socket != "":
			case dir != "":
				e.socket = path.Join("/", dir, item)
			case next > 0 && next <= 65535:
				e.port = next
				next++
			}
			all = append(all, located{endpoint: e, occurrence: o})
		}
	}
	return all
}
