package pod

import (
	"net"
	"net/url"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// listenFacts reads ":8080", "127.0.0.1:8080", "8080", "http://+:80;https://+:443".
func listenFacts(value string) []fact.Fact {
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ";") {
		v, _, _ = strings.Cut(strings.TrimSpace(v), " ") // options of the listener follow
		speaks := fact.SpokenBy(v)
		if _, rest, found := strings.Cut(v, "://"); found {
			v = rest
		}
		host, port := splitHostPort(strings.TrimRight(v, "/"))
		if port > 0 {
			out = append(out, fact.Fact{Kind: fact.Listen, Host: strings.Trim(host, "+*"), Port: port, Speaks: speaks})
		}
	}
	return out
}

// splitHostPort reads "host:port", ":port", "[::1]:port" and a bare port; port is 0 when there is none.
func splitHostPort(s string) (host string, port int) {
	if p := atoi(s); p > 0 {
		return "", validPort(p)
	}
	h, p, err := net.SplitHostPort(s)
	if err != nil {
		return s, 0
	}
	return h, validPort(atoi(p))
}

func validPort(p int) int {
	if p > 65535 {
		return 0
	}
	return p
}

// endpointFacts reads URLs and socket addresses, comma-separated ones too.
func endpointFacts(value, purpose string) []fact.Fact {
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ",") {
		if f, ok := endpoint(strings.TrimSpace(v)); ok {
			f.Purpose = purpose
			out = append(out, f)
		}
	}
	return out
}

// endpoint reads one URL, host:port or Unix socket.
func endpoint(v string) (fact.Fact, bool) {
	if s, ok := socketPath(v); ok {
		return fact.Fact{Kind: fact.Dial, Socket: s}, true
	}
	v = strings.TrimPrefix(v, "jdbc:")
	scheme, _, found := strings.Cut(v, "://")
	if !found {
		return fact.Fact{}, false
	}
	u, err := url.Parse(v)
	if err != nil || u.Hostname() == "" || isPlaceholder(u.Host) || strings.Contains(u.Host, thisPod) || scheme == "file" {
		return fact.Fact{}, false
	}
	port := validPort(atoi(u.Port()))
	if u.Port() == "" {
		port = schemePorts[u.Scheme]
	}
	return fact.Fact{Kind: fact.Dial, Host: u.Hostname(), Port: port, URL: u.Path, Speaks: fact.SpokenBy(v)}, true
}

// schemePorts are the ports that a URL of the scheme means when it names none.
var schemePorts = map[string]int{
	"http": 80, "https": 443, "ws": 80, "wss": 443, "redis": 6379, "rediss": 6379, "postgres": 5432, "postgresql": 5432,
	"mysql": 3306, "mongodb": 27017, "amqp": 5672, "amqps": 5671, "nats": 4222, "ldap": 389, "ldaps": 636,
}

// socketPath normalises unix:///a/b, unix://a/b, unix:/a/b and npipe forms; ok is false when v is no socket address.
func socketPath(v string) (string, bool) {
	for _, prefix := range []string{"unix:", "unix-abstract:"} {
		if rest, found := strings.CutPrefix(v, prefix); found {
			rest = strings.ReplaceAll(rest, `\`, "/")
			if strings.HasPrefix(rest, "@") {
				return rest, true
			}
			rest = strings.TrimLeft(rest, "/")
			if rest == "" || isPlaceholder(rest) {
				return "", false
			}
			if len(rest) > 1 && rest[1] == ':' {
				return cleanPath(rest), true
			}
			return cleanPath("/" + rest), true
		}
	}
	if strings.HasSuffix(v, ".sock") && strings.HasPrefix(v, "/") && !isPlaceholder(v) {
		return cleanPath(v), true
	}
	return "", false
}

// instanceListen is the setting by which the first Cloud SQL proxy and its wrappers open a port: project:region:instance=tcp:[host:]port.
var instanceListen = pattern.New(`^[\w.-]+(?::[\w.-]+)+=tcp:(?:([\w.]+):)?(\d+)$`)

// instanceFacts reads a list of such settings; without a host the proxy binds 127.0.0.1.
func instanceFacts(value string) []fact.Fact {
	if !strings.Contains(value, "=tcp:") {
		return nil
	}
	var out []fact.Fact
	for v := range strings.SplitSeq(value, ",") {
		m := instanceListen.FindStringSubmatch(strings.TrimSpace(v))
		if m == nil {
			continue
		}
		f := fact.Fact{Kind: fact.Listen, Host: m[1], Port: validPort(atoi(m[2]))}
		if f.Host == "" {
			f.Host = "127.0.0.1"
		}
		out = append(out, f)
	}
	return out
}

// jdbcFacts reads database addresses that are no URL: user:password@tcp(host:port)/db.
func jdbcFacts(value string) []fact.Fact {
	_, rest, found := strings.Cut(value, "@tcp(")
	if !found {
		_, rest, found = strings.Cut(value, "@(")
	}
	if !found {
		return nil
	}
	addr, _, _ := strings.Cut(rest, ")")
	host, port := splitHostPort(addr)
	if port == 0 {
		port = 3306
	}
	if host == "" || isPlaceholder(host) {
		return nil
	}
	return []fact.Fact{{Kind: fact.Dial, Host: host, Port: port, Purpose: fact.PurposeDatabase}}
}
