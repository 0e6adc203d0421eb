package knowledge

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
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

// libpq reads "host=localhost port=5432 dbname=x"; without a port it is 5432, without a host nothing is known.
func libpq(s string) []endpoint {
	values := map[string]string{}
	for pair := range strings.FieldsSeq(s) {
		key, value, _ := strings.Cut(pair, "=")
		values[key] = strings.Trim(value, `'"`)
	}
	host, port := values["host"], values["port"]
	speaks := fact.Speech{Protocol: fact.Postgres}.SpokenWith(func(name string) string { return values[name] })
	switch {
	case host == "":
		return nil
	case strings.HasPrefix(host, "/"):
		return []endpoint{{socket: postgresSocket(host, port), speaks: speaks}}
	case port == "":
		port = "5432"
	}
	return one(endpoint{speaks: speaks}.at(host + ":" + port))
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
