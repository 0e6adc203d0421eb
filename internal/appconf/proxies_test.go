package appconf

import "testing"

func TestEnvoy(t *testing.T) {
	checkSamples(t, "envoy", []sample{
		{name: "listeners and clusters", file: "envoy.yaml", text: `
admin:
  access_log_path: /tmp/admin.log
  address:
    socket_address: { address: 127.0.0.1, port_value: 9901 }
static_resources:
  listeners:
  - name: web
    address:
      socket_address:
        protocol: TCP
        address: 0.0.0.0
        port_value: 10000
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          access_log:
          - name: envoy.access_loggers.file
            typed_config:
              path: /var/log/envoy/access.log
  clusters:
  - name: app
    load_assignment:
      endpoints:
      - lb_endpoints:
        - endpoint:
            address:
              socket_address:
                address: 127.0.0.1
                port_value: 8080
        - endpoint:
            address:
              pipe: { path: /run/app.sock }
`, want: []string{
			"2 log file /tmp/admin.log audit",
			"4 listen 127.0.0.1:9901 admin",
			"12 listen 0.0.0.0:10000",
			"20 log file /var/log/envoy/access.log access",
			"30 dial 127.0.0.1:8080 upstream",
			"33 dial /run/app.sock upstream",
		}},
		{name: "standard output, JSON", file: "envoy.json", text: `
{
  "static_resources": {
    "listeners": [{
      "address": {"pipe": {"path": "/run/envoy.sock"}},
      "access_log": [{"name": "envoy.access_loggers.stdout",
        "typed_config": {"@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog"}}]
    }],
    "clusters": []
  }
}
`, want: []string{
			"4 listen /run/envoy.sock",
			"6 log stdout access",
		}},
	})
}

func TestTraefik(t *testing.T) {
	checkSamples(t, "traefik", []sample{
		{name: "files, YAML", file: "traefik.yml", text: `
entryPoints:
  web:
    address: ":8000"
  dns:
    address: 127.0.0.1:53/udp
  metrics:
    address: :9100
log:
  filePath: /var/log/traefik/traefik.log
accessLog:
  filePath: /var/log/traefik/access.log
`, want: []string{
			"3 listen :8000",
			"5 listen 127.0.0.1:53 udp",
			"7 listen :9100 metrics",
			"9 log file /var/log/traefik/traefik.log",
			"11 log file /var/log/traefik/access.log access",
		}},
		{name: "TOML", file: "traefik.toml", text: `
[entryPoints]
  [entryPoints.web]
    address = ":80"
[accessLog]
[http.services.app.loadBalancer]
  [[http.services.app.loadBalancer.servers]]
    url = "http://127.0.0.1:3000/"
`, want: []string{
			"3 listen :80",
			"7 dial 127.0.0.1:3000/ upstream",
		}},
	})
}

func TestOAuth2Proxy(t *testing.T) {
	checkSamples(t, "oauth2-proxy", []sample{
		{name: "upstreams", file: "oauth2_proxy.cfg", text: `
http_address = "0.0.0.0:4180"
upstreams = [
  "http://127.0.0.1:8080/",
  "static://200"
]
email_domains = ["*"]
cookie_secret = "x"
metrics_address = "127.0.0.1:44180"
`, want: []string{
			"1 listen 0.0.0.0:4180",
			"3 dial 127.0.0.1:8080/ upstream",
			"8 listen 127.0.0.1:44180 metrics",
		}},
	})
}

func TestStunnel(t *testing.T) {
	checkSamples(t, "stunnel", []sample{
		{name: "tunnel", file: "stunnel.conf", text: `
foreground = yes
output = /var/log/stunnel.log
[redis]
client = yes
accept = 127.0.0.1:6379
connect = redis.example:6380
[web]
accept = 8443
connect = 8080
`, want: []string{
			"2 log file /var/log/stunnel.log",
			"5 listen 127.0.0.1:6379",
			"6 dial redis.example:6380 upstream",
			"8 listen :8443",
			"9 dial localhost:8080 upstream",
		}},
	})
}

func TestTwemproxy(t *testing.T) {
	checkSamples(t, "twemproxy", []sample{
		{name: "pool", file: "nutcracker.yml", text: `
alpha:
  listen: 127.0.0.1:22121
  hash: fnv1a_64
  redis: true
  servers:
   - redis-0.redis:6379:1 one
   - 127.0.0.1:6380:1
`, want: []string{
			"2 listen 127.0.0.1:22121",
			"6 dial redis-0.redis:6379 upstream",
			"7 dial 127.0.0.1:6380 upstream",
		}},
	})
}

func TestSpire(t *testing.T) {
	checkSamples(t, "spire", []sample{
		{name: "agent", file: "agent.conf", text: `
agent {
  data_dir = "/run/spire"
  server_address = "spire-server"
  server_port = "8081"
  socket_path = "/run/spire/sockets/agent.sock"
  trust_domain = "shop.example"
}
plugins {
  KeyManager "memory" { plugin_data {} }
}
`, want: []string{
			"2 file write /run/spire dir",
			"3 dial spire-server:8081 upstream",
			"5 listen /run/spire/sockets/agent.sock",
		}},
		{name: "server", file: "server.conf", text: `
server {
  bind_address = "0.0.0.0"
  bind_port = "8081"
  socket_path = "/run/server/api.sock"
  trust_domain = "shop.example"
}
plugins {
}
`, want: []string{
			"3 listen 0.0.0.0:8081",
			"4 listen /run/server/api.sock",
		}},
		{name: "nested listeners", file: "server.conf", text: `
server {
  bind_port = "8081"
  trust_domain = "shop.example"
  federation {
    bundle_endpoint {
      port = 8443
      profile "https_spiffe" {}
    }
  }
}
plugins {
  DataStore "sql" {
    plugin_data {
      database_type = "sqlite3"
    }
  }
}
health_checks {
  listener_enabled = true
  bind_address = "0.0.0.0"
  bind_port = "8080"
}
`, want: []string{
			"2 listen 0.0.0.0:8081",
			"6 listen 0.0.0.0:8443",
			"21 listen 0.0.0.0:8080 health",
		}},
		{name: "health checks switched off", file: "server.conf", text: `
server {
  trust_domain = "shop.example"
}
plugins {}
health_checks {
  bind_port = "8080"
}
`, want: []string{}},
	})
}
