package address

import "testing"

func TestPort(t *testing.T) {
	for scheme, want := range map[string]int{
		"http": 80, "HTTPS": 443, "redis": 6379, "rediss": 6379, "valkey": 6379, "postgres": 5432, "postgresql": 5432, "jdbc:postgresql": 5432,
		"postgresql+asyncpg": 5432, "mysql+pymysql": 3306, "mariadb": 3306, "jdbc:mariadb": 3306, "sqlserver": 1433, "jdbc:sqlserver": 1433,
		"mssql+pyodbc": 1433, "ldap": 389, "ldaps": 636, "clickhouse": 9000, "clickhouse+http": 0, "mongodb": 27017, "mongodb+srv": 0, "amqps": 5671,
		"nats": 4222, "http+unix": 0, "tcp": 0, "udp": 0, "grpc": 0, "file": 0, "s3": 0, "unix": 0, "": 0,
	} {
		if got := Port(scheme); got != want {
			t.Errorf("%s: got %d, want %d", scheme, got, want)
		}
	}
}
