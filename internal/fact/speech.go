package fact

import (
	"net/url"
	"strings"
)

// The protocols that are spoken on listeners and dials. TLS makes HTTP HTTPS; of the others it is said apart.
const (
	HTTP     = "http"
	HTTPS    = "https"
	GRPC     = "grpc"
	OTLPHTTP = "otlp-http"
	OTLPGRPC = "otlp-grpc"
	Postgres = "postgres"
	MySQL    = "mysql"
	Redis    = "redis"
	MongoDB  = "mongodb"
	AMQP     = "amqp"
	NATS     = "nats"
	LDAP     = "ldap"
	FastCGI  = "fastcgi"
)

// Protocols lists them all.
func Protocols() []string {
	return []string{HTTP, HTTPS, GRPC, OTLPHTTP, OTLPGRPC, Postgres, MySQL, Redis, MongoDB, AMQP, NATS, LDAP, FastCGI}
}

// What is known of TLS on a listener or dial.
const (
	Encrypted = "yes"    // TLS or nothing
	Plain     = "no"     // without TLS or nothing
	Either    = "either" // both are taken
)

// Speech is what is spoken above the transport; empty fields: not known.
type Speech struct {
	Protocol string
	TLS      string
	Said     bool // by the address itself: its scheme, or a parameter
}

// Secured is the speech with TLS settled: HTTP with TLS is HTTPS.
func (s Speech) Secured(tls string) Speech {
	s.TLS = tls
	switch {
	case tls == Encrypted && s.Protocol == HTTP:
		s.Protocol = HTTPS
	case tls == Plain && s.Protocol == HTTPS:
		s.Protocol = HTTP
	}
	return s
}

// Or fills in what the speech leaves open.
func (s Speech) Or(other Speech) Speech {
	if s.Protocol == "" {
		s.Protocol = other.Protocol
	}
	if s.TLS == "" {
		s.TLS = other.TLS
	}
	return s.Secured(s.TLS)
}

// Spoken is what the scheme of a URL says.
func Spoken(scheme string) Speech {
	switch scheme = strings.ToLower(scheme); scheme {
	case "http", "ws", "h2c":
		return Speech{HTTP, Plain, true}
	case "https", "wss":
		return Speech{HTTPS, Encrypted, true}
	case "grpc":
		return Speech{GRPC, Plain, true}
	case "grpcs":
		return Speech{GRPC, Encrypted, true}
	case "redis", "valkey":
		return Speech{Redis, Plain, true}
	case "rediss", "valkeys":
		return Speech{Redis, Encrypted, true}
	case "amqp":
		return Speech{AMQP, Plain, true}
	case "amqps":
		return Speech{AMQP, Encrypted, true}
	case "postgres", "postgresql":
		return Speech{Protocol: Postgres}
	case "mysql", "mariadb":
		return Speech{Protocol: MySQL}
	case "mongodb", "mongodb+srv":
		return Speech{Protocol: MongoDB}
	case "nats":
		return Speech{Protocol: NATS}
	case "ldap", "ldaps":
		return ldap(scheme)
	case "fastcgi":
		return Speech{FastCGI, Plain, true}
	}
	return Speech{}
}

// ldap: a connection of ldap:// may ask for TLS once it stands.
func ldap(scheme string) Speech {
	if scheme == "ldaps" {
		return Speech{LDAP, Encrypted, true}
	}
	return Speech{Protocol: LDAP}
}

// SpokenBy is what a URL says: its scheme, and the parameters by which databases are told whether to use TLS. jdbc: in front is passed over.
func SpokenBy(address string) Speech {
	scheme, rest, found := strings.Cut(strings.TrimPrefix(address, "jdbc:"), "://")
	if !found {
		return Speech{}
	}
	s := Spoken(scheme)
	_, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil || s.TLS != "" {
		return s
	}
	return s.SpokenWith(values.Get)
}

// SpokenWith is the speech of a database that is told its settings as name=value pairs (libpq).
func (s Speech) SpokenWith(get func(name string) string) Speech {
	if tls := s.databaseTLS(get); tls != "" {
		s.TLS, s.Said = tls, true
	}
	return s
}

// databaseTLS reads the parameter of a database's address that decides on TLS; empty when it has none.
// https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNECT-SSLMODE, https://www.mongodb.com/docs/manual/reference/connection-string-options/
func (s Speech) databaseTLS(get func(name string) string) string {
	switch s.Protocol {
	case Postgres:
		switch get("sslmode") {
		case "disable":
			return Plain
		case "allow", "prefer":
			return Either
		case "require", "verify-ca", "verify-full":
			return Encrypted
		}
	case MongoDB:
		for _, name := range []string{"tls", "ssl"} {
			switch get(name) {
			case "true":
				return Encrypted
			case "false":
				return Plain
			}
		}
	}
	return ""
}

// Ports is a list of ports.
type Ports struct{ List []int }
