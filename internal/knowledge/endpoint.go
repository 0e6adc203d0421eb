package knowledge

import (
	"net"
	"path"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// endpoint is where something listens or what is dialled.
type endpoint struct {
	host     string
	port     int // 0 when unknown
	socket   string
	protocol string
	path     string // of a URL
	speaks   fact.Speech
}

// parseEndpoints reads a value of the given form. Nothing comes back for a value that names no endpoint; a placeholder gives
// an endpoint without a port.
func parseEndpoints(form, value string) []endpoint {
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	if value == "" {
		return nil
	}
	switch form {
	case "socket":
		return one(endpoint{socket: socketPath(value)}, socketPath(value) != "")
	case "dsn":
		return parseDSN(value)
	case "list":
		var all []endpoint
		for _, item := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
			all = append(all, parseEndpoints("address", item)...)
		}
		return all
	case "port":
		e, ok := parseAddress(value)
		return one(e, ok && (e.port != 0 || placeholder(value)))
	default:
		return one(parseAddress(value))
	}
}

func one(e endpoint, ok bool) []endpoint {
	if !ok {
		return nil
	}
	return []endpoint{e}
}

// parseAddress reads "host:port", ":port", "[v6]:port", a port alone, a URL or a socket.
func parseAddress(s string) (endpoint, bool) {
	if socket := socketPath(s); socket != "" {
		return endpoint{socket: socket}, true
	}
	if strings.Contains(s, "://") {
		return parseURL(s)
	}
	s, rest, _ := strings.Cut(s, "/")
	e := endpoint{}
	switch strings.ToLower(rest) {
	case "udp", "tcp":
		e.protocol = strings.ToUpper(rest)
	case "":
	default:
		e.path = "/" + rest
	}
	return e.at(s)
}

// at fills in host and port from "host:port" and its shorter forms.
func (e endpoint) at(s string) (endpoint, bool) {
	if n, ok := portNumber(s); ok {
		e.port = n
		return e, n != 0
	}
	host, port := splitPort(s)
	e.host = plainHost(host)
	n, ok := portNumber(port)
	e.port = n
	switch {
	case port == "":
		return e, host != "" && validHost(host)
	case ok:
		return e, n != 0 && (host == "" || validHost(host))
	default:
		return e, placeholder(port)
	}
}

// splitPort cuts the port off; an IPv6 address without brackets has none.
func splitPort(s string) (host, port string) {
	if strings.HasPrefix(s, "[") {
		if end := strings.LastIndexByte(s, ']'); end > 0 {
			return s[:end+1], strings.TrimPrefix(s[end+1:], ":")
		}
	}
	if net.ParseIP(s) != nil {
		return s, ""
	}
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// plainHost drops brackets; a star means all interfaces.
func plainHost(h string) string {
	h = strings.TrimSuffix(strings.TrimPrefix(h, "["), "]")
	if h == "*" || h == "+" {
		return ""
	}
	return h
}

// validHost wants what may be a name, an address or a placeholder, so that words such as "a b" are no host.
func validHost(h string) bool {
	if placeholder(h) {
		return true
	}
	h = plainHost(h)
	if _, err := strconv.Atoi(h); err == nil {
		return false // a port out of range
	}
	return !strings.ContainsFunc(h, func(r rune) bool { return !letterOrDigit(r) && !strings.ContainsRune(".-_:%", r) })
}

func letterOrDigit(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

func portNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= 65535 && s[0] != '+'
}

// placeholder tells whether a value holds something that is filled in later, or that a script gives and nobody knows.
func placeholder(s string) bool {
	return strings.ContainsRune(s, '\uFFFD') || strings.Contains(s, "$") || strings.Contains(s, "{{") || strings.Contains(s, "<")
}

// parseURL reads scheme://user@host:port/path; without a port the scheme's own counts.
func parseURL(s string) (endpoint, bool) {
	s = strings.TrimPrefix(s, "jdbc:")
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || strings.ContainsAny(scheme, " /") {
		return endpoint{}, false
	}
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#;"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	e, ok := endpoint{path: urlPath(tail), speaks: fact.SpokenBy(s)}.at(authority)
	scheme = strings.ToLower(scheme)
	if scheme == "udp" || strings.HasSuffix(scheme, "+udp") {
		e.protocol = "UDP"
	}
	if _, has := splitPort(authority); has == "" && e.port == 0 {
		e.port = schemePort(scheme)
	}
	return e, ok
}

func urlPath(tail string) string {
	if !strings.HasPrefix(tail, "/") {
		return ""
	}
	if i := strings.IndexAny(tail, "?#;"); i >= 0 {
		tail = tail[:i]
	}
	return tail
}

// schemePort is the port that a scheme means by itself; the numbers are those of the IANA registry or of the server's manual.
func schemePort(scheme string) int {
	switch scheme {
	case "http", "ws":
		return 80
	case "https", "wss":
		return 443
	case "redis", "rediss", "valkey":
		return 6379
	case "postgres", "postgresql":
		return 5432
	case "mysql", "mariadb":
		return 3306
	case "mongodb":
		return 27017
	case "amqp":
		return 5672
	case "amqps":
		return 5671
	case "nats":
		return 4222
	case "sqlserver":
		return 1433
	default:
		return 0
	}
}

// socketPath normalises "unix:///a", "unix://a", "unix:/a", "/a" and "@name"; empty when s is no socket. Two slashes and a
// relative path mean the same as three, because a container's processes start at the root more often than not.
func socketPath(s string) string {
	rest, unix := cutSocketScheme(s)
	if w := windowsPath(strings.TrimLeft(rest, "/")); w != "" {
		return w
	}
	if unix {
		rest, _, _ = strings.Cut(rest, ":/") // nginx's unix:/run/app.sock:/status
		rest, _, _ = strings.Cut(rest, ";")  // unix:///run/php.sock;/status
	}
	switch {
	case placeholder(s):
		return ""
	case strings.HasPrefix(rest, "@") && len(rest) > 1:
		return rest
	case unix && strings.Trim(rest, "/") != "":
		return path.Clean("/" + strings.TrimLeft(rest, "/"))
	case strings.HasPrefix(s, "/") && len(s) > 1:
		return path.Clean("/" + strings.TrimLeft(s, "/"))
	default:
		return ""
	}
}

func cutSocketScheme(s string) (rest string, found bool) {
	if rest, found = strings.CutPrefix(s, "unix:"); found {
		return rest, true
	}
	return strings.CutPrefix(s, "npipe:")
}

// windowsPath is a path with a drive letter, with forward slashes ("C:/csi/csi.sock"); empty for any other.
func windowsPath(s string) string {
	if len(s) < 4 || s[1] != ':' || s[2] != '\\' && s[2] != '/' || placeholder(s) {
		return ""
	}
	if letter := s[0] | 0x20; letter < 'a' || letter > 'z' {
		return ""
	}
	return s[:2] + path.Clean("/"+strings.ReplaceAll(s[2:], `\`, "/"))
}
