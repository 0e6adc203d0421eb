package pod_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/pod"
)

// called writes what a container connects to and what it serves.
func called(c *pod.Container) string {
	var out []string
	for _, d := range c.Dials {
		switch {
		case d.Socket != "":
			out = append(out, "dial "+d.Socket)
		default:
			out = append(out, fmt.Sprintf("dial %s:%d", d.Host, d.Port))
		}
	}
	for _, l := range c.Listens {
		if l.Socket != "" {
			out = append(out, "listen "+l.Socket)
			continue
		}
		out = append(out, fmt.Sprintf("listen %d", l.Port))
	}
	return strings.Join(out, ", ")
}

// TestAddressesInVariables: an address in a variable means the same in whatever form it is written.
func TestAddressesInVariables(t *testing.T) {
	for _, tc := range []struct{ env, want string }{
		{"DATABASE_URL=postgres://u:p@localhost/db", "dial localhost:5432"},
		{"DATABASE_URL=postgresql+asyncpg://u:p@localhost/db", "dial localhost:5432"},
		{"DATABASE_URL=mariadb://u@localhost/db", "dial localhost:3306"},
		{"DATABASE_URL=mysql+pymysql://u@localhost/db", "dial localhost:3306"},
		{"DB=sqlserver://sa@localhost?database=x", "dial localhost:1433"},
		{"SPRING_DATASOURCE_URL=jdbc:sqlserver://localhost;databaseName=x", "dial localhost:1433"},
		{"SPRING_DATASOURCE_URL=jdbc:mariadb://localhost/x", "dial localhost:3306"},
		{"SPRING_DATASOURCE_URL=jdbc:postgresql://localhost:6432/x", "dial localhost:6432"},
		{"LDAP_URL=ldaps://localhost", "dial localhost:636"},
		{"CLICKHOUSE_DSN=clickhouse://default@localhost/x", "dial localhost:9000"},
		{"CACHE_URL=valkey://localhost", "dial localhost:6379"},
		{"CACHE_URL=rediss://:pw@localhost/0", "dial localhost:6379"},
		{"BROKER_URL=amqps://localhost", "dial localhost:5671"},
		{"MONGO_URL=mongodb://localhost/x", "dial localhost:27017"},
		{"MONGO_URL=mongodb://localhost:27017,other:27018/x", "dial localhost:27017, dial other:27018"},
		{"DSN=root@(localhost:3306)/x", "dial localhost:3306"},
		{"DSN=root:pw@tcp(127.0.0.1:3307)/x?parseTime=true", "dial 127.0.0.1:3307"},
		{"DSN=root:pw@tcp(localhost)/x", "dial localhost:3306"},
		{"DSN=root:pw@unix(/run/mysqld/mysqld.sock)/x", "dial /run/mysqld/mysqld.sock"},
		{"DSN=host=localhost port=5433 user=u dbname=x", "dial localhost:5433"},
		{"DSN=user=u host=/var/run/postgresql dbname=x", "dial /var/run/postgresql/.s.PGSQL.5432"},
		{"DATABASE_URL=postgres:///x?host=/var/run/postgresql", "dial /var/run/postgresql/.s.PGSQL.5432"},
		{"DATABASE_URL=postgres://u@/x?host=/cloudsql/p:r:i", "dial /cloudsql/p:r:i/.s.PGSQL.5432"},
		{"DB_HOST=/cloudsql/p:r:i", "dial /cloudsql/p:r:i"},
		{"INSTANCE_UNIX_SOCKET=/cloudsql/p:r:i", "dial /cloudsql/p:r:i"},
		{"DB_SOCKET=/run/mysqld/mysqld.sock", "dial /run/mysqld/mysqld.sock"},
		{"MYSQL_UNIX_PORT=/run/mysqld/mysqld.sock", "dial /run/mysqld/mysqld.sock"},
		{"DOCKER_SOCKET=unix:///var/run/docker.sock", "dial /var/run/docker.sock"},
		{"DD_APM_RECEIVER_SOCKET=/var/run/datadog/apm.socket", "dial /var/run/datadog/apm.socket"},
		{"CACHE_HOST=localhost CACHE_PORT=6379", "dial localhost:6379"},
		{"PGHOST=localhost", "dial localhost:5432"},
		{"PGHOST=localhost PGPORT=6432", "dial localhost:6432"},
		{"REDIS_ADDR=localhost:6380", "dial localhost:6380"},
		{"REDIS_ADDRESS=localhost:6380", "dial localhost:6380"},
		{"QUEUE_ENDPOINT=localhost:9000", "dial localhost:9000"},
		{"QUEUE_ENDPOINT=http://localhost:9000", "dial localhost:9000"},
		{"KAFKA_BROKERS=localhost:9092", "dial localhost:9092"},
		{"KAFKA_BOOTSTRAP_SERVERS=localhost:9092,b:9092", "dial localhost:9092, dial b:9092"},
		{"ETCD_ENDPOINTS=http://localhost:2379,http://b:2379", "dial localhost:2379, dial b:2379"},
		{"DAPR_HTTP_ENDPOINT=http://localhost:3500", "dial localhost:3500"},
		{"DAPR_GRPC_ENDPOINT=localhost:50001", "dial localhost:50001"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", "dial localhost:4317"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=localhost:4318", "dial localhost:4318"},
		{"OTEL_EXPORTER_JAEGER_ENDPOINT=http://localhost:14268/api/traces", "dial localhost:14268"},
		{"STATSD_ADDR=localhost:8125", "dial localhost:8125"},
		{"LISTEN_ADDR=:8080", "listen 8080"},
		{"CORS_ALLOWED_ORIGINS=http://localhost:3000,http://localhost:4000", ""},
		{"OIDC_REDIRECT_URL=http://localhost:8080/oauth2/callback", ""},
		{"KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:9092", ""},
		{"GREETING=postgres is nice", ""},
		{"PATTERN=^/run/x$", ""},
		{"DATA_SOCKET_TIMEOUT=30", ""},
		{"WEB_SOCKET=true", ""},
	} {
		t.Run(tc.env, func(t *testing.T) {
			var env []string
			for _, kv := range splitEnv(tc.env) {
				name, value, _ := strings.Cut(kv, "=")
				env = append(env, fmt.Sprintf("{name: %s, value: %q}", name, value))
			}
			in := build(t, spec("\ncontainers:\n- {name: app, image: x/app, env: ["+strings.Join(env, ", ")+"]}\n"))[0]
			if got := called(in.Pod.Containers[0]); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// splitEnv parts "A=1 B=2" where the second word is a variable, too.
func splitEnv(s string) []string {
	first, second, two := strings.Cut(s, " ")
	if name, _, assigned := strings.Cut(second, "="); two && assigned && strings.ToUpper(name) == name && strings.ToUpper(name) != strings.ToLower(name) {
		return []string{first, second}
	}
	return []string{s}
}

// TestAddressesInFlags: the same for flags of programs that are not known.
func TestAddressesInFlags(t *testing.T) {
	for args, want := range map[string]string{
		"--backend=mariadb://localhost":                      "dial localhost:3306",
		"--ldap-url=ldaps://localhost":                       "dial localhost:636",
		"--store=sqlserver://localhost":                      "dial localhost:1433",
		"--cache=valkey://localhost":                         "dial localhost:6379",
		"--events=clickhouse://localhost":                    "dial localhost:9000",
		"--address=http://mimir.mon.svc:8080":                "dial mimir.mon.svc:8080",
		"--address=0.0.0.0:8080":                             "listen 8080",
		"--db-host=127.0.0.1 --db-port=5432":                 "dial 127.0.0.1:5432",
		"--db-host 127.0.0.1 --db-port 5432":                 "dial 127.0.0.1:5432",
		"--dsn=root@(localhost:3306)/x":                      "dial localhost:3306",
		"--database=root@tcp(localhost:3306)/x":              "dial localhost:3306",
		"--db-socket=/run/mysqld/mysqld.sock":                "dial /run/mysqld/mysqld.sock",
		"--database-url=postgres:///x?host=/run/postgresql":  "dial /run/postgresql/.s.PGSQL.5432",
		"--otlp-endpoint=localhost:4317":                     "dial localhost:4317",
		"--etcd-servers=http://localhost:2379,http://b:2379": "dial localhost:2379, dial b:2379",
		"--cors-allowed-origins=http://localhost:3000":       "",
		"--redirect-url=http://localhost:8080/callback":      "",
		"--advertise-client-urls=http://localhost:2379":      "",
		"--brokers=localhost:9092,b:9092":                    "dial localhost:9092, dial b:9092",
	} {
		words := strings.Fields("/app/run " + args)
		in := build(t, spec("\ncontainers:\n- {name: app, image: x/app, command: [\""+strings.Join(words, "\", \"")+"\"]}\n"))[0]
		if got := called(in.Pod.Containers[0]); got != want {
			t.Errorf("%s: got %q, want %q", args, got, want)
		}
	}
}

// TestAddressBesidePort: a port flag takes the address of its own host flag; that it takes another one is a guess.
func TestAddressBesidePort(t *testing.T) {
	for args, want := range map[string]string{
		"--port=8080 --host=127.0.0.1":                                     "loopback shown",
		"--https-port=8443 --address=127.0.0.1":                            "loopback guessed",
		"--https_port=8443 --https_address=127.0.0.1":                      "loopback shown",
		"--address=127.0.0.1 --https-port=8443 --https-address=0.0.0.0":    "all shown",
		"--server.port=8080 --server.address=127.0.0.1":                    "loopback shown",
		"--secure-port=10257 --bind-address=127.0.0.1":                     "loopback shown",
		"--metrics-port=9090 --bind-address=127.0.0.1":                     "loopback guessed",
		"--http-port=8080 --metrics-port=9090 --metrics-address=127.0.0.1": "all shown, loopback shown",
		"--listen=127.0.0.1:8080 --https-port=8443":                        "loopback shown, all shown",
	} {
		words := strings.Fields("/app/run " + args)
		in := build(t, spec("\ncontainers:\n- {name: app, image: x/app, command: [\""+strings.Join(words, "\", \"")+"\"]}\n"))[0]
		var got []string
		for _, l := range in.Pod.Containers[0].Listens {
			got = append(got, l.Address+" "+l.AddressCertainty)
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s: got %q, want %q", args, got, want)
		}
	}
}

// TestVariablesOfANeighbour: a database that takes the whole ConfigMap of its neighbour does not dial whom that one dials; one that is told so by itself may.
func TestVariablesOfANeighbour(t *testing.T) {
	const objects = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {API_ENDPOINT: \"http://api:80/\"}\n"
	for container, want := range map[string]int{
		"image: mongo:7.0.14, envFrom: [{configMapRef: {name: app}}]":                                         0,
		"image: example.com/app:1, envFrom: [{configMapRef: {name: app}}]":                                    1,
		"image: nginx:1.27.1, envFrom: [{configMapRef: {name: app}}]":                                         1,
		"image: mongo:7.0.14, env: [{name: API_ENDPOINT, value: \"http://api:80/\"}]":                         1,
		"image: mongo:7.0.14, command: [sh, -c, curl http://api:80/], envFrom: [{configMapRef: {name: app}}]": 1,
	} {
		in := build(t, spec("\ncontainers:\n- {name: a, "+container+"}\n")+objects)[0]
		if got := len(in.Pod.Containers[0].Dials); got != want {
			t.Errorf("%s: got %d dials, want %d: %+v", container, got, want, in.Pod.Containers[0].Dials)
		}
	}
}

// TestVariablesOfKnownPrograms: a known program reads the variables that are known of it; what another one means is a guess.
func TestVariablesOfKnownPrograms(t *testing.T) {
	for image, want := range map[string]string{
		"oliver006/redis_exporter:v1.62.0": "known",
		"mongo:7.0.14":                     "guessed",
	} {
		in := build(t, spec("\ncontainers:\n- {name: a, image: \""+image+"\", env: [{name: REDIS_ADDR, value: \"redis://cache.shop:6390\"}]}\n"))[0]
		var got []string
		for _, d := range in.Pod.Containers[0].Dials {
			if d.Port == 6390 {
				got = append(got, d.Certainty)
			}
		}
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", image, diff)
		}
	}
}
