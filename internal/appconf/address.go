package appconf

import (
	"net/netip"
	"path"
	"strconv"
	"strings"

	addresses "github.com/podlint/podlint/internal/address"
	"github.com/podlint/podlint/internal/fact"
)

// address is a place on the network or a Unix socket.
type address struct {
	host     string
	port     int
	socket   string
	protocol string // UDP, else empty
	url      string // path part
	scheme   string
	speaks   fact.Speech
}

// parseAddress reads "80", ":80", "*:80", "host:80", "[::1]:80", "host", "scheme://user@host:80/path", "unix:/a.sock", "/a.sock" and
// "@name". It refuses values that hold variables or templates.
func parseAddress(s string) (address, bool) {
	s = strings.Trim(strings.TrimSpace(s), `"'`)
	if s == "" || strings.ContainsAny(s, "$ \t{}<>|") {
		return address{}, false
	}
	if sock := socketPath(s); sock != "" {
		return address{socket: sock}, true
	}
	a := address{speaks: fact.SpokenBy(s)}
	a.scheme, s = cutScheme(s)
	if strings.HasPrefix(a.scheme, "udp") {
		a.protocol = "UDP"
	}
	if i := strings.IndexAny(s, "/?#;"); i >= 0 {
		if s[i] == '/' {
			a.url, _, _ = strings.Cut(s[i:], "?")
		}
		s = s[:i]
	}
	s = s[strings.LastIndexByte(s, '@')+1:]
	host, port, ok := splitHostPort(s)
	if !ok {
		return address{}, false
	}
	a.host, a.port = host, port
	if a.port == 0 {
		a.port = addresses.Port(a.scheme)
	}
	return a, true
}

// cutScheme splits off "http://" and the wrappers of JDBC ("jdbc:postgresql://").
func cutScheme(s string) (scheme, rest string) {
	before, after, found := strings.Cut(s, "://")
	if !found {
		return "", s
	}
	before = before[strings.LastIndexByte(before, ':')+1:]
	return strings.ToLower(before), after
}

// socketPath is the path of a Unix socket that the value names, or "".
func socketPath(s string) string {
	if _, rest, found := strings.Cut(s, "://"); found && strings.HasPrefix(rest, "unix:/") { // http://unix:/run/app.sock:/path, as nginx writes it
		s = rest
	}
	for _, prefix := range []string{"http+unix:", "unixgram:", "unix:", "unix@", "ipc:"} {
		rest, found := strings.CutPrefix(s, prefix)
		if !found {
			continue
		}
		if strings.HasPrefix(rest, "@") {
			return rest
		}
		rest, _, _ = strings.Cut(rest, ":")
		return path.Clean("/" + strings.TrimLeft(rest, "/"))
	}
	if strings.HasPrefix(s, "/") && len(s) > 1 || strings.HasPrefix(s, "@") && len(s) > 1 {
		return strings.TrimSuffix(cleanPath(s), "/")
	}
	return ""
}

// splitHostPort reads "host", "host:port", ":port", "port", "[::1]:port" and "::1".
func splitHostPort(s string) (host string, port int, ok bool) {
	if p, err := strconv.Atoi(s); err == nil {
		return "", p, validPort(p)
	}
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return "", 0, false
		}
		return portAfter(s[1:end], s[end+1:])
	}
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, plainHost(s)
	}
	if strings.Count(s, ":") > 1 {
		_, err := netip.ParseAddr(s)
		return s, 0, err == nil
	}
	return portAfter(s[:i], s[i:])
}

func portAfter(host, rest string) (string, int, bool) {
	if rest == "" {
		return host, 0, plainHost(host)
	}
	p, err := strconv.Atoi(strings.TrimPrefix(rest, ":"))
	return host, p, err == nil && validPort(p) && (host == "" || plainHost(host))
}

func validPort(p int) bool { return p >= 0 && p <= 65535 }

// plainHost tells a host name or IP address from other text.
func plainHost(h string) bool {
	if h == "" || len(h) > 253 {
		return false
	}
	for i := range len(h) {
		c := h[i]
		alnum := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !alnum && !strings.ContainsRune("-._*%+:", rune(c)) {
			return false
		}
	}
	return true
}

// bindHost is the host of a listener: "*" is every interface, which an empty host means too.
func bindHost(h string) string {
	if h == "*" || h == "+" {
		return ""
	}
	return h
}

// loopback tells whether a host is this machine.
func loopback(h string) bool {
	return h == "localhost" || h == "::1" || strings.HasPrefix(h, "127.")
}

// local tells whether the address stays inside the pod.
func (a address) local() bool { return a.socket != "" || loopback(a.host) }

// atoi reads a port; anything else is 0.
func atoi(s string) int {
	p, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || !validPort(p) {
		return 0
	}
	return p
}
