// Package address knows what the addresses of servers mean, wherever they are written: in variables, flags, scripts and configuration files.
package address

import "strings"

// ports are those that a URL of a scheme means when it names none, from IANA's registry of services and the manuals of the servers.
var ports = map[string]int{
	"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21, "ssh": 22, "sftp": 22, "git": 9418, "smtp": 25, "smtps": 465,
	"redis": 6379, "rediss": 6379, "valkey": 6379, "valkeys": 6379, "memcached": 11211,
	"postgres": 5432, "postgresql": 5432, "pgsql": 5432, "postgis": 5432, "mysql": 3306, "mysql2": 3306, "mariadb": 3306,
	"sqlserver": 1433, "mssql": 1433, "oracle": 1521, "mongodb": 27017, "clickhouse": 9000, "cassandra": 9042, "bolt": 7687, "neo4j": 7687,
	"amqp": 5672, "amqps": 5671, "nats": 4222, "mqtt": 1883, "mqtts": 8883, "kafka": 9092, "ldap": 389, "ldaps": 636, "fastcgi": 9000,
}

// Port is the port that a URL of the scheme means when it names none; 0 when there is none that everybody would take. A driver behind the
// scheme (postgresql+asyncpg) and the jdbc: before it change nothing, save what looks the host up elsewhere (mongodb+srv) or speaks something
// else (clickhouse+http).
func Port(scheme string) int {
	scheme = strings.TrimPrefix(strings.ToLower(scheme), "jdbc:")
	name, driver, _ := strings.Cut(scheme, "+")
	if driver == "srv" || strings.HasPrefix(driver, "http") || driver == "unix" {
		return 0
	}
	return ports[name]
}
