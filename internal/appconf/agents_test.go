package appconf

import "testing"

func TestFluentBit(t *testing.T) {
	checkSamples(t, "fluent-bit", []sample{
		{name: "classic", file: "fluent-bit.conf", text: `
[SERVICE]
    Flush        1
    HTTP_Server  On
    HTTP_Port    2021
[INPUT]
    Name   tail
    Path   /var/log/app/*.log,/var/log/web/access.log
    DB     /var/lib/fluent-bit/pos.db
[INPUT]
    Name   forward
    Listen 127.0.0.1
[INPUT]
    Name   statsd
[FILTER]
    Name   grep
[OUTPUT]
    Name   es
    Host   elastic.logging
    Port   9201
[OUTPUT]
    Name   stdout
    Match  *
[OUTPUT]
    Name   loki
    Host   ${LOKI}
`, want: []string{
			"4 listen 0.0.0.0:2021 metrics",
			"7 file tail /var/log/app/*.log glob",
			"7 file tail /var/log/web/access.log",
			"8 file write /var/lib/fluent-bit/pos.db positions",
			"10 listen 127.0.0.1:24224",
			"13 listen 0.0.0.0:8125 udp",
			"18 dial elastic.logging:9201 telemetry",
			"21 log stdout",
		}},
		{name: "YAML", file: "fluent-bit.yaml", text: `
service:
  http_server: "off"
  log_file: /var/log/fluent-bit.log
pipeline:
  inputs:
    - name: tail
      path: /logs/app.log
      db: /state/app.db
    - name: prometheus_scrape
      host: 127.0.0.1
      port: 9100
      metrics_path: /metrics
  outputs:
    - name: forward
      host: aggregator
    - name: file
      path: /out
`, want: []string{
			"3 log file /var/log/fluent-bit.log",
			"7 file tail /logs/app.log",
			"8 file write /state/app.db positions",
			"10 dial 127.0.0.1:9100/metrics scrape",
			"15 dial aggregator:24224 telemetry",
			"17 file append /out dir",
		}},
	})
}

func TestFluentd(t *testing.T) {
	checkSamples(t, "fluentd", []sample{
		{name: "inputs and outputs", file: "fluent.conf", text: `
<source>
  @type tail
  path /var/log/app/*.log, /var/log/x.%Y%m%d.log
  pos_file /var/log/fluentd/app.pos
  <parse>
    @type json
  </parse>
</source>
<source>
  type forward
  port 24225
</source>
<source>
  @type prometheus
</source>
<match app.**>
  @type copy
  <store>
    @type elasticsearch
    host elastic
    <buffer>
      path /buffers/es
    </buffer>
  </store>
  <store>
    @type forward
    <server>
      host 127.0.0.1
      port 24226
    </server>
  </store>
</match>
<match **>
  @type stdout
</match>
`, want: []string{
			"3 file tail /var/log/app/*.log glob",
			"3 file tail /var/log/x.*.log glob",
			"4 file write /var/log/fluentd/app.pos positions",
			"11 listen 0.0.0.0:24225",
			"13 listen 0.0.0.0:24231 metrics",
			"20 dial elastic:9200 telemetry",
			"22 file write /buffers/es dir",
			"28 dial 127.0.0.1:24226 telemetry",
			"34 log stdout",
		}},
	})
}

func TestBeats(t *testing.T) {
	checkSamples(t, "beats", []sample{
		{name: "filebeat", file: "filebeat.yml", text: `
filebeat.inputs:
- type: log
  paths:
    - /var/log/app/*.log
filebeat.registry.path: /usr/share/filebeat/data/registry
http.enabled: true
output.elasticsearch:
  hosts: ["http://elastic:9200", "127.0.0.1"]
`, want: []string{
			"4 file tail /var/log/app/*.log glob whole",
			"5 file write /usr/share/filebeat/data/registry positions dir",
			"6 listen localhost:5066 metrics",
			"8 dial elastic:9200 telemetry",
			"8 dial 127.0.0.1:9200 telemetry",
		}},
		{name: "nested, to standard output", file: "filebeat.yml", text: `
filebeat:
  inputs:
    - type: filestream
      paths: [/logs/a.log]
output:
  console:
    pretty: true
logging:
  to_files: true
  files:
    path: /var/log/filebeat
    name: filebeat
`, want: []string{
			"4 file tail /logs/a.log whole",
			"7 log stdout",
			"11 log file /var/log/filebeat/filebeat rotated",
		}},
	})
}

func TestPromtail(t *testing.T) {
	checkSamples(t, "promtail", []sample{
		{name: "files", file: "promtail.yaml", text: `
server:
  http_listen_port: 9080
  grpc_listen_port: 0
positions:
  filename: /run/promtail/positions.yaml
clients:
  - url: http://loki:3100/loki/api/v1/push
scrape_configs:
  - job_name: app
    static_configs:
      - targets: [localhost]
        labels:
          __path__: /var/log/{app,web}/*.log
`, want: []string{
			"2 listen :9080",
			"5 file write /run/promtail/positions.yaml positions",
			"7 dial loki:3100/loki/api/v1/push telemetry",
			"13 file tail /var/log/*/*.log glob whole",
		}},
	})
}

func TestLoki(t *testing.T) {
	checkSamples(t, "loki", []sample{
		{name: "server", file: "loki.yaml", text: `
server:
  http_listen_port: 3100
  grpc_listen_address: 127.0.0.1
  grpc_listen_port: 9095
schema_config:
  configs: []
`, want: []string{
			"2 listen :3100",
			"4 listen 127.0.0.1:9095",
		}},
	})
}

func TestAlloy(t *testing.T) {
	checkSamples(t, "alloy", []sample{
		{name: "files", file: "config.alloy", text: `
local.file_match "app" {
  path_targets = [{"__path__" = "/var/log/app/*.log"}]
}
loki.source.file "app" {
  targets    = local.file_match.app.targets
  forward_to = [loki.write.far.receiver]
}
loki.write "far" {
  endpoint {
    url = "http://loki:3100/loki/api/v1/push"
  }
}
otelcol.receiver.otlp "in" {
  grpc {
    endpoint = "127.0.0.1:4317"
  }
}
`, want: []string{
			"2 file tail /var/log/app/*.log glob whole",
			"10 dial loki:3100/loki/api/v1/push telemetry",
			"15 listen 127.0.0.1:4317",
		}},
	})
}

func TestGrafana(t *testing.T) {
	checkSamples(t, "grafana", []sample{
		{name: "server", file: "grafana.ini", text: `
[server]
http_addr = 127.0.0.1
http_port = 3001
`, want: []string{
			"3 listen 127.0.0.1:3001",
		}},
		{name: "address alone", file: "grafana.ini", text: `
[server]
http_addr = 127.0.0.1
`, want: []string{
			"2 listen 127.0.0.1:3000",
		}},
		{name: "port alone", file: "custom.ini", text: `
[paths]
data = /var/lib/grafana
[server]
http_port = 3001
`, want: []string{
			"4 listen :3001",
		}},
		{name: "dashboards", file: "provider.yaml", text: `
apiVersion: 1
providers:
  - name: default
    type: file
    options:
      path: /var/lib/grafana/dashboards
`, want: []string{
			"6 file read /var/lib/grafana/dashboards dir",
		}},
		{name: "sources", file: "datasources.yaml", text: `
apiVersion: 1
datasources:
  - name: Prometheus
    url: http://localhost:9090
`, want: []string{
			"4 dial localhost:9090 upstream",
		}},
	})
}

func TestLitestream(t *testing.T) {
	checkSamples(t, "litestream", []sample{
		{name: "databases", file: "litestream.yml", text: `
addr: ":9090"
dbs:
  - path: /data/app.db
    replicas:
      - url: s3://bucket/app
      - url: file:///backup/app
  - dir: /data/tenants
    pattern: "*.db"
    replica: {url: s3://bucket/tenants}
`, want: []string{
			"1 listen :9090 metrics",
			"3 file read /data/app.db",
			"6 file write /backup/app dir",
			"7 file read /data/tenants dir",
		}},
	})
}

func TestVector(t *testing.T) {
	checkSamples(t, "vector", []sample{
		{name: "quoted keys with dots", file: "vector.toml", text: `
[sources."app.log"]
type = "file"
include = ["/var/log/app.log"]
[sinks."loki.out"]
type = "loki"
endpoint = "http://loki:3100"
inputs = ['app.log']
`, want: []string{
			"2 file write /var/lib/vector positions dir",
			"3 file tail /var/log/app.log whole",
			"6 dial loki:3100 telemetry",
		}},
		{name: "TOML", file: "vector.toml", text: `
data_dir = "/var/lib/vector"
[api]
enabled = true
address = "0.0.0.0:8686"
[sources.app]
type = "file"
include = [
  "/var/log/app/*.log", # the app
  "/var/log/web.log",
]
[sources.stats]
type = "statsd"
address = "127.0.0.1:8125"
[sinks.out]
type = "console"
inputs = ["app"]
[sinks.es]
type = "elasticsearch"
inputs = ["app"]
endpoints = ["http://elastic:9200"]
`, want: []string{
			"1 file write /var/lib/vector positions dir",
			"4 listen 0.0.0.0:8686 admin",
			"8 file tail /var/log/app/*.log glob whole",
			"9 file tail /var/log/web.log whole",
			"13 listen 127.0.0.1:8125 udp",
			"15 log stdout",
			"20 dial elastic:9200 telemetry",
		}},
		{name: "YAML", file: "vector.yaml", text: `
sources:
  app:
    type: file
    include: [/logs/a.log]
sinks:
  metrics:
    type: prometheus_exporter
    inputs: [app]
    address: 0.0.0.0:9598
  disk:
    type: file
    inputs: [app]
    path: /out/a-%Y.log
`, want: []string{
			"3 file write /var/lib/vector positions dir",
			"4 file tail /logs/a.log whole",
			"9 listen 0.0.0.0:9598 metrics",
			"13 file append /out/a-*.log glob",
		}},
	})
}
