package appconf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/appconf"
)

// TestPorts: of texts of any format the ports are found that the program itself serves, and not those of others.
func TestPorts(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"c.toml", "[HTTP]\nHost = \"0.0.0.0\"\nPort = 17000\n[Ibex]\nRPCListen = \"0.0.0.0:20090\"\n[Redis]\nAddress = \"127.0.0.1:6379\"\n", "17000@2 20090@4"},
		{"Corefile", ".:5354 {\n  health :8081\n  ready :8182\n  forward . 10.0.0.1:53\n}\n", "5354@0 8081@1 8182@2"},
		{"m.conf", "listener 1884\n# listener 1885\nlistener 9001\n", "1884@0 9001@2"},
		{"a.yaml", "http:\n  listen: \":8097\"\nmetrics_port: 9197\nadmin:\n  bind_address: 0.0.0.0:9198\n", "8097@1 9197@2 9198@4"},
		{"a.yaml", "database:\n  host: db.example.org\n  port: 5432\nserver:\n  port: 8080\n", "8080@4"},
		{"a.yaml", "Domain:\n  Host: a.example.org\nDatabase:\n  postgres:\n    Host: localhost\n    Port: 5432\n", ""},
		{"a.yaml", "server:\n  host: 0.0.0.0\n  port: 8080\n", "8080@2"},
		{"a.json", `{"server":{"port":8098},"redis_port":6379}`, "8098@0"},
		{".env", "HTTP_PORT=8099\nMETRICS_LISTEN=:9199\nDB_PORT=5432\nSMTP_PORT=25\n", "8099@0 9199@1"},
		{"c.xml", "<clickhouse><http_port>8124</http_port><tcp_port>9005</tcp_port></clickhouse>", "8124@0 9005@0"},
		{"s.properties", "listeners=PLAINTEXT://:9094,CONTROLLER://:9095\nadvertised.port=9096\n", "9094@0 9095@0"},
		{"r.conf", "listeners.tcp.default = 5673\nmanagement.tcp.port = 15673\n", "15673@1"},
		{"l.conf", "input { beats { port => 5045 } tcp { port => 5001 } }\n", "5045@0 5001@0"},
		{"v.hcl", "listener \"tcp\" {\n  address = \"127.0.0.1:8210\"\n}\nlisten = \"127.0.0.1:8211\"\n", "8211@3"},
		{"a.yaml", "url: http://other:8080/\ntime: \"10:30\"\nsupport: 12345\nport: 70000\n", ""},
		{"run.sh", "serve --port 8080\n", ""},
		{"d.json", strings.Repeat(" ", 70_000) + `{"port":8080}`, ""},
	} {
		t.Run(tc.text, func(t *testing.T) {
			var got []string
			for _, s := range appconf.Ports(tc.name, tc.text) {
				got = append(got, fmt.Sprintf("%d@%d", s.Port, s.Line))
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
