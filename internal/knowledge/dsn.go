package knowledge

import (
	"cmp"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// DSN is what a program connects to that is given a database's connection string: a URL, also with several hosts or the directory of a socket,
// the Go MySQL driver's form, or libpq's pairs. nil when the text is none of these, or one of its hosts is not known.
func DSN(s string) []fact.Fact {
	s = strings.TrimSpace(s)
	if !IsDSN(s) || placeholder(s) {
		return nil
	}
	return databases(parseDSN(s))
}

// Conninfo is what a client of libpq connects to that is given its pairs.
func Conninfo(s string) []fact.Fact { return databases(libpq(s)) }

// IsConninfo tells libpq's pairs from other words, where a client of it is given some: pairs alone, of which one is a host.
func IsConninfo(s string) bool {
	hosted := false
	for pair := range strings.FieldsSeq(s) {
		key, _, ok := strings.Cut(pair, "=")
		if !ok {
			return false
		}
		hosted = hosted || key == "host" || key == "hostaddr"
	}
	return hosted
}

func databases(all []endpoint) []fact.Fact {
	var out []fact.Fact
	for _, e := range all {
		out = append(out, fact.Fact{Kind: fact.Dial, Host: e.host, Port: e.port, Socket: e.socket, Purpose: fact.PurposeDatabase})
	}
	return out
}

// IsDSN tells connection strings from other texts by forms that nothing else has; a URL of one host is any URL.
func IsDSN(s string) bool {
	switch {
	case strings.Contains(s, "\n"):
		return false
	case strings.Contains(s, "://"):
		_, rest, _ := strings.Cut(s, "://")
		authority, _, _ := strings.Cut(rest, "/")
		return strings.Contains(authority, ",") && !strings.Contains(rest, "://") || strings.Contains(s, "?host=/") || strings.Contains(s, "&host=/")
	case strings.Contains(s, "@tcp("), strings.Contains(s, "@unix("), strings.Contains(s, "@("):
		return strings.Contains(s, ")")
	}
	return libpqHost.MatchString(s) && libpqKey.MatchString(s)
}

// A host among libpq's pairs, and a pair beside it that few others have.
var (
	libpqHost = pattern.New(`(?:^|\s)host(?:addr)?=`)
	libpqKey  = pattern.New(`(?:^|\s)(?:dbname|user|port|sslmode)=`)
)

// parseDSN reads the address out of a database's connection string: a URL (also with several hosts), the Go MySQL driver's
// user:password@tcp(host:port)/db, or libpq's key=value pairs.
func parseDSN(s string) []endpoint {
	switch {
	case strings.Contains(s, "://"):
		return dsnURL(s)
	case strings.Contains(s, "host=") || strings.Contains(s, "dbname="):
		return libpq(s)
	default:
		return one(goMySQL(s))
	}
}

// dsnURL reads a URL whose authority may be a comma-separated list of hosts.
func dsnURL(s string) []endpoint {
	scheme, rest, _ := strings.Cut(strings.TrimPrefix(s, "jdbc:"), "://")
	authority, tail := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, tail = rest[:i], rest[i:]
	}
	if dir := queryHost(tail); dir != "" && authority[strings.LastIndexByte(authority, '@')+1:] == "" {
		return []endpoint{{socket: postgresSocket(dir, ""), speaks: fact.SpokenBy(s)}}
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	var all []endpoint
	for host := range strings.SplitSeq(authority, ",") {
		if e, ok := parseURL(scheme + "://" + host + tail); ok {
			e.path = ""
			all = append(all, e)
		}
	}
	return all
}

// queryHost is the socket directory in "?host=/var/run/postgresql".
func queryHost(tail string) string {
	_, query, _ := strings.Cut(tail, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if dir, ok := strings.CutPrefix(pair, "host=/"); ok {
			return "/" + dir
		}
	}
	return ""
}

// postgresSocket is the file that libpq opens in a socket directory.
func postgresSocket(dir, port string) string {
	if port == "" {
		port = "5432"
	}
	return path.Join(dir, ".s.PGSQL."+port)
}

// libpq reads "host=localhost port=5432 dbname=x", also with several hosts; without a port it is 5432, without a host nothing is known. The
// address, where one is given, saves it to look the name up.
// See https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
func libpq(s string) []endpoint {
	values := map[string]string{}
	for pair := range strings.FieldsSeq(s) {
		key, value, _ := strings.Cut(pair, "=")
		values[key] = strings.Trim(value, `'"`)
	}
	speaks := fact.Speech{Protocol: fact.Postgres}.SpokenWith(func(name string) string { return values[name] })
	hosts, ports := strings.Split(cmp.Or(values["hostaddr"], values["host"]), ","), strings.Split(values["port"], ",")
	var all []endpoint
	for i, host := range hosts {
		port := cmp.Or(ports[min(i, len(ports)-1)], "5432")
		switch {
		case host == "":
		case strings.HasPrefix(host, "/"):
			all = append(all, endpoint{socket: postgresSocket(host, port), speaks: speaks})
		default:
			all = append(all, one(endpoint{speaks: speaks}.at(host+":"+port))...)
		}
	}
	return all
}

// goMySQL reads user:password@protocol(address)/db; without an address the driver dials 127.0.0.1:3306.
// See https://github.com/go-sql-driver/mysql#dsn-data-source-name
func goMySQL(s string) (endpoint, bool) {
	slash := strings.LastIndexByte(s, '/')
	if open := strings.LastIndexByte(s, ')'); open > slash {
		slash = len(s)
	}
	if slash < 0 {
		return endpoint{}, false
	}
	where := s[strings.LastIndexByte(s[:slash], '@')+1 : slash]
	protocol, address, ok := strings.Cut(where, "(")
	address = strings.TrimSuffix(address, ")")
	switch {
	case placeholder(protocol):
		return endpoint{host: where}, true
	case protocol == "unix" && ok:
		return endpoint{socket: path.Clean("/" + strings.TrimLeft(address, "/"))}, address != ""
	case !ok || address == "":
		return endpoint{host: "127.0.0.1", port: 3306}, where == "" || where == "tcp"
	}
	e, ok := endpoint{}.at(address)
	if _, port := splitPort(address); port == "" {
		e.port = 3306
	}
	return e, ok
}
