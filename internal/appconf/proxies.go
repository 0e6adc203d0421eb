package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

func isEnvoy(s *source) bool {
	return s.mentionsAny("socket_address", "static_resources", "dynamic_resources") &&
		s.yaml().hasAny("static_resources", "admin.address", "resources", "dynamic_resources")
}

// readEnvoy reads static listeners, the admin address, endpoints of clusters and access logs.
func readEnvoy(s *source, n *notes) {
	set := s.yaml()
	for _, one := range set.list {
		switch {
		case one.key() == "port_value" || one.key() == "path" && strings.HasSuffix(one.parent(), ".pipe"):
			n.envoyAddress(set, one)
		case one.key() == "path" && envoyLog(set, one):
			n.logTo(one.line, one.value, envoyPurpose(one))
		case one.key() == "access_log_path":
			n.logTo(one.line, one.value, envoyPurpose(one))
		case one.key() == "@type" && strings.Contains(one.value, "StdoutAccessLog"), one.key() == "@type" && strings.Contains(one.value, "StderrAccessLog"):
			n.logTo(one.line, "stdout", fact.PurposeAccess)
		}
	}
}

// envoyPurpose tells the log of the admin interface, which stands beside the ordinary ones, from theirs.
func envoyPurpose(one setting) string {
	if one.path[0] == "admin" {
		return fact.PurposeAudit
	}
	return fact.PurposeAccess
}

// envoyLog tells whether a path belongs to a file access logger.
func envoyLog(set *settings, one setting) bool {
	parent := one.parent()
	return strings.Contains(parent, "access_log") &&
		(strings.HasSuffix(parent, "typed_config") || strings.HasSuffix(parent, ".config") || set.value(parent+".name") == "envoy.file_access_log")
}

func (n *notes) envoyAddress(set *settings, one setting) {
	a := address{port: atoi(one.value)}
	if one.key() == "path" {
		a = address{socket: one.value}
	} else {
		host, _ := set.sibling(one, "address")
		a.host = host.value
	}
	if proto, ok := set.sibling(one, "protocol"); ok && strings.EqualFold(proto.value, "UDP") {
		a.protocol = "UDP"
	}
	path := strings.Join(one.path, ".")
	switch {
	case a.port == 0 && a.socket == "":
	case strings.HasPrefix(path, "admin."):
		n.listenOn(one.line, a, fact.PurposeAdmin, 0)
	case strings.Contains(path, "endpoint.address.") || strings.Contains(path, ".hosts."):
		n.dialTo(one.line, a, fact.PurposeUpstream, 0)
	case strings.Contains(path, "listeners.") || strings.HasPrefix(path, "resources."):
		n.listenOn(one.line, a, "", 0)
	}
}

func isTraefik(s *source) bool {
	if !s.mentionsAny("entryPoints", "entrypoints", "accessLog", "loadBalancer") {
		return false
	}
	set := s.tree()
	return set.hasAny("entryPoints.*.address", "accessLog", "http.services.*.loadBalancer", "tcp.services.*.loadBalancer") &&
		(s.about("traefik") || set.hasAny("entryPoints", "http.services"))
}

func readTraefik(s *source, n *notes) {
	set := s.tree()
	for _, one := range set.all("entryPoints.*.address") {
		value, protocol, _ := strings.Cut(one.value, "/")
		a, ok := parseAddress(value)
		if strings.EqualFold(protocol, "udp") {
			a.protocol = "UDP"
		}
		if ok {
			n.listenOn(one.line, a, traefikPurpose(one.path[1]), 0)
		}
	}
	if log, ok := set.first("log.filePath", "traefikLog.filePath"); ok {
		n.logTo(log.line, log.value, "")
	}
	if log, ok := set.get("accessLog.filePath"); ok {
		n.logTo(log.line, log.value, fact.PurposeAccess)
	}
	for _, one := range set.list {
		if strings.Contains(one.parent(), "oadBalancer.servers.") && (one.key() == "url" || one.key() == "address") {
			n.dial(one.line, one.value, fact.PurposeUpstream, 80)
		}
	}
}

func traefikPurpose(entry string) string {
	switch strings.ToLower(entry) {
	case "metrics":
		return fact.PurposeMetrics
	case "traefik":
		return fact.PurposeAdmin
	case "ping":
		return fact.PurposeHealth
	}
	return ""
}

var squidLine = pattern.New(`(?m)^(?:http_port|http_access|acl\s+\S+\s+src|cache_dir|access_log)\s`)

func isSquid(s *source) bool {
	return (s.about("squid") || s.mentions("http_access ", "http_port ")) && squidLine.MatchString(s.text)
}

func readSquid(s *source, n *notes) {
	for i, line := range s.lines {
		w := words(line)
		if len(w) < 2 {
			continue
		}
		switch w[0] {
		case "http_port", "https_port":
			n.listen(i, w[1], "", 3128)
		case "access_log", "cache_access_log":
			n.logTo(i, squidLog(w[1]), fact.PurposeAccess)
		case "cache_log":
			n.logTo(i, squidLog(w[1]), "")
		case "cache_store_log":
			n.logTo(i, squidLog(w[1]), fact.PurposeAudit)
		case "cache_peer":
			if port := atoi(arg(w, 3)); port != 0 {
				n.dialTo(i, address{host: w[1], port: port}, fact.PurposeUpstream, 0)
			}
		}
	}
}

// squidLog drops the module in front of a log's path ("stdio:/dev/stdout", "daemon:/var/log/squid/access.log").
func squidLog(v string) string {
	for _, module := range []string{"stdio:", "daemon:"} {
		v = strings.TrimPrefix(v, module)
	}
	return v
}

func isVarnish(s *source) bool {
	return strings.HasPrefix(strings.TrimSpace(s.text), "vcl ") || s.mentions("vcl 4") && s.mentions("backend ") || s.ends(".vcl")
}

// readVarnish reads backend default { .host = "127.0.0.1"; .port = "8080"; }.
func readVarnish(s *source, n *notes) {
	list := parseBlocks(s.text, true)
	backends := map[int]*address{}
	lines := map[int]int{}
	var order []int
	for i, d := range list {
		if d.opens && d.name() == "backend" {
			backends[i] = &address{port: 80}
			order = append(order, i)
		}
		a := backends[d.up]
		value := arg(d.words, len(d.words)-1)
		if a == nil || len(d.words) < 2 {
			continue
		}
		switch strings.TrimSuffix(d.name(), "=") {
		case ".host":
			a.host = value
			lines[d.up] = d.line
		case ".port":
			a.port = atoi(value)
		case ".path":
			a.socket, a.port = value, 0
			lines[d.up] = d.line
		}
	}
	for _, i := range order {
		if a := *backends[i]; !unresolved(a.host) {
			n.dialTo(lines[i], a, fact.PurposeUpstream, 0)
		}
	}
}

var oauth2Line = pattern.New(`(?m)^\s*(?:cookie_secret|email_domains|oidc_issuer_url|client_id|upstreams|redirect_url)\s*=`)

func isOAuth2Proxy(s *source) bool {
	return s.mentionsAny("http_address", "upstreams", "https_address", "cookie_secret") && oauth2Line.MatchString(s.text)
}

func readOAuth2Proxy(s *source, n *notes) {
	set := s.toml()
	for _, key := range []string{"http_address", "https_address"} {
		if one, ok := set.get(key); ok {
			n.listen(one.line, one.value, "", 0)
		}
	}
	if one, ok := set.get("metrics_address"); ok {
		n.listen(one.line, one.value, fact.PurposeMetrics, 0)
	}
	for _, one := range set.below("upstreams") {
		if !strings.HasPrefix(one.value, "static:") && !strings.HasPrefix(one.value, "file:") {
			n.dial(one.line, one.value, fact.PurposeUpstream, 0)
		}
	}
	if one, ok := set.get("logging_filename"); ok {
		n.logTo(one.line, one.value, "")
	}
}

var (
	stunnelAccept  = pattern.New(`(?m)^\s*accept\s*=`)
	stunnelConnect = pattern.New(`(?m)^\s*connect\s*=`)
)

func isStunnel(s *source) bool {
	return s.mentions("accept", "connect") && stunnelAccept.MatchString(s.text) && stunnelConnect.MatchString(s.text)
}

func readStunnel(s *source, n *notes) {
	for _, one := range parseLines(s.lines, dialect{comments: ";#", separate: "="}).list {
		switch one.key() {
		case "accept":
			n.listen(one.line, one.value, "", 0)
		case "connect":
			a, ok := parseAddress(one.value)
			if ok && a.host == "" && a.port != 0 {
				a.host = "localhost" // stunnel's default host
			}
			if ok {
				n.dialTo(one.line, a, fact.PurposeUpstream, 0)
			}
		case "output":
			n.logTo(one.line, one.value, "")
		}
	}
}

func isTwemproxy(s *source) bool {
	return s.mentions("listen", "servers") && s.mentionsAny("auto_eject_hosts", "distribution", "hash:", "redis:") && s.yaml().has("*.listen", "*.servers")
}

// readTwemproxy reads pools with "listen: 127.0.0.1:22121" and servers "host:port:weight name".
func readTwemproxy(s *source, n *notes) {
	for _, one := range s.yaml().list {
		switch {
		case len(one.path) == 2 && one.key() == "listen":
			value, _, _ := strings.Cut(one.value, " ")
			n.listen(one.line, value, "", 0)
		case len(one.path) == 3 && one.path[1] == "servers":
			value, _, _ := strings.Cut(one.value, " ")
			if i := strings.LastIndexByte(value, ':'); i > 0 {
				n.dial(one.line, value[:i], fact.PurposeUpstream, 0)
			}
		}
	}
}
