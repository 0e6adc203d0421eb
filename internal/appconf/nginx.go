package appconf

import (
	"strings"

	addresses "github.com/podlint/podlint/internal/address"
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var (
	nginxBlock     = pattern.New(`(?m)(?:^|[{;}])\s*(?:(?:server|http|stream|events)\s*\{|upstream\s+\S+\s*\{|location\s[^;{\n]*\{)`)
	nginxDirective = pattern.New(`(?m)(?:^|[{;}])\s*(?:listen|server_name|proxy_pass|fastcgi_pass|uwsgi_pass|grpc_pass|root|alias|return|worker_connections|worker_processes|access_log|error_log|include|index|pid|user|server)\s[^;\n]*;`)
	nginxFragment  = pattern.New(`(?m)^\s*(?:access_log|error_log|proxy_pass|fastcgi_pass|listen)\s[^;\n]*;`)
)

func isNginx(s *source) bool {
	if !s.mentions(";") || s.isXML() || !s.mentionsAny("server", "http", "stream", "events", "location", "_log", "_pass", "listen") {
		return false
	}
	if nginxBlock.MatchString(s.text) && nginxDirective.MatchString(s.text) {
		return true
	}
	return (s.about("nginx") || s.ends(".conf") && s.by("nginx")) && nginxFragment.MatchString(s.text)
}

// nginxPasses are the directives that hand requests to a backend, with the port of an address that names none.
var nginxPasses = map[string]int{
	"proxy_pass": 80, "fastcgi_pass": 9000, "uwsgi_pass": 0, "scgi_pass": 0, "grpc_pass": 80, "memcached_pass": 11211, "redis_pass": 6379,
	"auth_request_pass": 0,
}

type nginx struct {
	*notes
	list      []directive
	upstreams map[string]bool
	ssl       map[int]bool // block -> it holds "ssl on"
	status    map[int]bool // server block -> it serves stub_status alone
}

func readNginx(s *source, n *notes) {
	x := &nginx{notes: n, list: parseBlocks(s.text, false), upstreams: map[string]bool{}, ssl: map[int]bool{}, status: map[int]bool{}}
	for _, d := range x.list {
		switch d.name() {
		case "upstream":
			x.upstreams[arg(d.words, 1)] = true
		case "ssl":
			x.ssl[d.up] = x.ssl[d.up] || on(arg(d.words, 1))
		}
	}
	for _, d := range x.list {
		x.directive(d)
	}
	x.partial()
}

func (x *nginx) directive(d directive) {
	if d.opens || len(d.words) < 2 {
		return
	}
	value := d.words[1]
	switch name := d.words[0]; name {
	case "listen":
		x.listener(d)
	case "server":
		x.member(d, value)
	case "root", "alias":
		if strings.HasPrefix(value, "/") {
			x.file(d.line, fact.Serve, value, true)
		}
	case "access_log":
		x.logTo(d.line, value, fact.PurposeAccess)
	case "error_log":
		x.logTo(d.line, value, fact.PurposeError)
	default:
		if port, pass := nginxPasses[name]; pass {
			x.backend(d.line, value, port)
		}
	}
}

// member is a "server host:port" of an upstream; a server block is one of the same name that opens.
func (x *nginx) member(d directive, address string) {
	if d.up >= 0 && inside(x.list, d, "upstream") == d.up {
		x.backend(d.line, address, 80)
	}
}

// listener reads "listen [::]:443 ssl", "listen 53 udp" and "listen unix:/run/a.sock".
func (x *nginx) listener(d directive) {
	a, ok := parseAddress(d.words[1])
	if !ok {
		return
	}
	a.speaks = fact.Speech{Protocol: fact.HTTP, TLS: fact.Plain}
	if inside(x.list, d, "stream") >= 0 {
		a.speaks = fact.Speech{} // it may hand TLS through
	}
	for _, w := range d.words[2:] {
		switch w {
		case "udp", "quic":
			a.protocol = "UDP"
		case "ssl":
			a.speaks = a.speaks.Secured(fact.Encrypted)
		}
	}
	if x.oldSSL(d.up) {
		a.speaks = fact.Speech{}
	}
	purpose := ""
	if x.statusOnly(d.up) {
		purpose = fact.PurposeMetrics
	}
	x.listenOn(d.line, a, purpose, 80)
}

// oldSSL tells whether a server block, or what holds it, has the directive "ssl", by which versions before 1.25.1 turn TLS on for all of its
// ports: https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl
func (x *nginx) oldSSL(server int) bool {
	return x.ssl[server] || x.ssl[-1] || server >= 0 && x.ssl[x.list[server].up]
}

// statusOnly tells whether a server block has stub_status and hands nothing else out.
func (x *nginx) statusOnly(server int) bool {
	if known, found := x.status[server]; found || server < 0 {
		return known
	}
	status, content := false, false
	for _, d := range x.list[server+1:] {
		if d.up < server {
			break
		}
		_, pass := nginxPasses[d.name()]
		content = content || pass || d.name() == "root" || d.name() == "alias"
		status = status || d.name() == "stub_status"
	}
	x.status[server] = status && !content
	return x.status[server]
}

// backend adds a dial, unless the value names an upstream block, whose servers are dialled, or a variable.
func (x *nginx) backend(line int, value string, def int) {
	a, ok := parseAddress(value)
	if !ok || x.upstreams[a.host] && a.port == addresses.Port(a.scheme) {
		return
	}
	x.dialTo(line, a, fact.PurposeUpstream, def)
}

// partial marks log files beside which the same block logs to standard output too.
func (x *nginx) partial() {
	type level struct {
		up   int
		name string
	}
	at := map[int]level{}
	both := map[level]bool{}
	for _, d := range x.list {
		if d.name() == "access_log" || d.name() == "error_log" {
			key := level{d.up, d.name()}
			at[d.line] = key
			sink, _ := sinkOf(arg(d.words, 1))
			both[key] = both[key] || sink == fact.SinkStdout
		}
	}
	for i, f := range x.facts {
		if key, found := at[f.At.Line]; f.Kind == fact.Log && found && both[key] {
			x.setPartial(i)
		}
	}
}
