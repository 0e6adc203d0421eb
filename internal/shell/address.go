package shell

import (
	"net/url"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// defaultPorts of URL schemes.
var defaultPorts = map[string]int{
	"http": 80, "https": 443, "ftp": 21, "redis": 6379, "rediss": 6379, "postgres": 5432, "postgresql": 5432, "mysql": 3306,
	"mongodb": 27017, "amqp": 5672, "amqps": 5671, "ssh": 22, "git": 9418, "nats": 4222, "ldap": 389,
}

// dial states a connection.
func (c *call) dial(host string, p int) {
	c.dialAs(host, p, "")
}

func (c *call) dialAs(host string, p int, purpose string) {
	f := c.fact(fact.Dial)
	f.Host, f.Port, f.Purpose = known(host), p, purpose
	if f.Host == "" && p == 0 {
		return
	}
	c.e.emit(f)
}

// dialSocket states a connection to a Unix socket.
func (c *call) dialSocket(name, urlPath, purpose string) {
	file, _, ok := c.e.path(name)
	if !ok {
		return
	}
	f := c.fact(fact.Dial)
	f.Socket, f.URL, f.Purpose = file, urlPath, purpose
	c.e.emit(f)
}

// hostPort takes host:port, [::1]:port, :port apart.
func hostPort(s string) (host string, p int) {
	if rest, ok := strings.CutPrefix(s, "["); ok {
		h, tail, _ := strings.Cut(rest, "]")
		return h, port(strings.TrimPrefix(tail, ":"))
	}
	h, tail := cutLast(s, ":")
	if h == "" && !strings.HasPrefix(s, ":") {
		return s, 0
	}
	return h, port(tail)
}

// address is a URL taken apart. It is more forgiving than net/url, since unknown parts may stand anywhere.
type address struct {
	scheme, host, path string
	port               int
}

func parseAddress(s string) address {
	var a address
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		scheme, rest = "http", s
	}
	a.scheme = strings.ToLower(scheme)
	end := strings.IndexAny(rest, "/?#")
	authority := rest
	if end >= 0 {
		authority, a.path = rest[:end], rest[end:]
	}
	_, authority = cutLast(authority, "@")
	a.host, a.port = hostPort(authority)
	if a.port == 0 && !strings.Contains(authority, ":"+unknown) {
		a.port = defaultPorts[a.scheme]
	}
	if a.path != "" {
		a.path, _, _ = strings.Cut(a.path, "?")
		if p, err := url.PathUnescape(a.path); err == nil {
			a.path = p
		}
	}
	a.path = strings.ReplaceAll(plain(a.path), unknown, "*")
	return a
}

// purposeOf tells what a URL's path is for.
func purposeOf(p string) string {
	p = strings.ToLower(strings.TrimSuffix(p, "/"))
	last := p[strings.LastIndexByte(p, '/')+1:]
	switch last {
	case "quitquitquit", "shutdown", "exit", "quit", "terminate", "stop":
		return fact.PurposeQuit
	case "reload":
		return fact.PurposeReload
	case "metrics":
		return fact.PurposeMetrics
	case "health", "healthz", "ready", "readyz", "livez", "healthcheck", "readiness", "liveness", "ping", "_health":
		return fact.PurposeHealth
	}
	if strings.Contains(p, "/reload") {
		return fact.PurposeReload
	}
	if strings.Contains(p, "/health") || strings.Contains(p, "_cluster/health") {
		return fact.PurposeHealth
	}
	return ""
}

// dialURL states a request.
func (c *call) dialURL(s string) {
	a := parseAddress(s)
	if a.scheme == "file" {
		return
	}
	f := c.fact(fact.Dial)
	f.Host, f.Port, f.URL, f.Purpose, f.Speaks = known(a.host), a.port, a.path, purposeOf(a.path), fact.SpokenBy(s)
	if f.Host == "" && strings.HasPrefix(s, unknown) {
		f.Port = 0 // the whole address is unknown
	}
	c.e.emit(f)
}

// waitAddress waits for tcp://host:port, http://..., unix:///path, file:///path or host:port.
func (c *call) waitAddress(s string) {
	c.ctx.wait = true
	switch {
	case strings.HasPrefix(s, "unix://"):
		c.dialSocket(strings.TrimPrefix(s, "unix://"), "", "")
	case strings.HasPrefix(s, "file://"):
		c.file(fact.Read, strings.TrimPrefix(s, "file://"))
	case strings.HasPrefix(s, "http"):
		c.dialURL(s)
	default:
		_, rest := cutLast(s, "://")
		host, p := hostPort(rest)
		c.dial(host, p)
	}
	c.ctx.wait = false
}
