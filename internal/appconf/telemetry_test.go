package appconf

import "testing"

func TestPrometheus(t *testing.T) {
	checkSamples(t, "prometheus", []sample{
		{name: "local targets alone", file: "prometheus.yml", text: `
scrape_configs:
  - job_name: self
    static_configs:
      - targets: ["localhost:9090", "node:9100"]
  - job_name: app
    metrics_path: /stats
    scheme: https
    static_configs:
      - targets:
          - 127.0.0.1
remote_write:
  - url: http://127.0.0.1:8480/write
  - url: https://far.example/write
`, want: []string{
			"4 dial localhost:9090/metrics scrape",
			"10 dial 127.0.0.1:443/stats scrape",
			"12 dial 127.0.0.1:8480/write telemetry",
		}},
	})
}

func TestOTel(t *testing.T) {
	checkSamples(t, "opentelemetry", []sample{
		{name: "a variable for the address of the pod", file: "config.yaml", text: `
receivers:
  otlp:
    protocols:
      http:
        endpoint: ${env:K8S_POD_IP}:4319
exporters:
  debug:
extensions:
  health_check:
    endpoint: ${NODE_IP}:13100
service:
  extensions: [health_check]
  telemetry: {metrics: {level: none}}
  pipelines:
    traces: {receivers: [otlp], exporters: [debug]}
`, want: []string{"5 listen :4319", "7 log stdout", "10 listen :13100 health"}},
		{name: "defaults and what is unused", file: "config.yaml", text: `
receivers:
  otlp:
    protocols:
      grpc:
      http:
        endpoint: 0.0.0.0:4318
  jaeger:
    protocols:
      thrift_compact:
  filelog/app:
    include: [/var/log/app/*.log]
    storage: file_storage
  prometheus:
    config:
      scrape_configs:
        - job_name: app
          static_configs:
            - targets: ['127.0.0.1:8080', 'far:80']
  zipkin:
exporters:
  otlp/up:
    endpoint: tempo.monitoring:4317
  debug: {}
  prometheus:
    endpoint: ":8889"
extensions:
  health_check: {}
  file_storage:
    directory: /var/lib/otel
  pprof:
service:
  extensions: [health_check, file_storage]
  telemetry:
    metrics:
      address: 0.0.0.0:8888
  pipelines:
    traces:
      receivers: [otlp, jaeger]
      exporters: [otlp/up, debug]
    logs:
      receivers: [filelog/app]
      exporters: [debug]
    metrics:
      receivers: [prometheus]
      exporters: [prometheus]
`, want: []string{
			"4 listen localhost:4317",
			"6 listen 0.0.0.0:4318",
			"9 listen localhost:6831 udp",
			"11 file tail /var/log/app/*.log glob",
			"18 dial 127.0.0.1:8080/metrics scrape",
			"22 dial tempo.monitoring:4317 telemetry",
			"23 log stdout",
			"25 listen :8889 metrics",
			"27 listen localhost:13133 health",
			"29 file write /var/lib/otel positions dir",
			"35 listen 0.0.0.0:8888 metrics",
		}},
		{name: "second health check and readers", file: "config.yaml", text: `
receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}
exporters: {debug: {}}
extensions:
  healthcheckv2:
    use_v2: true
    http:
      endpoint: 0.0.0.0:13133
    grpc:
      endpoint: 127.0.0.1:13132
service:
  extensions: [healthcheckv2]
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: 127.0.0.1
                port: 8890
  pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
`, want: []string{
			"1 listen 0.0.0.0:4317",
			"2 log stdout",
			"7 listen 0.0.0.0:13133 health",
			"9 listen 127.0.0.1:13132 health",
			"19 listen 127.0.0.1:8890 metrics",
		}},
		{name: "own metrics", file: "config.yaml", text: `
receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}
exporters: {debug: {}}
service:
  pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
`, want: []string{"1 listen 0.0.0.0:4317", "2 log stdout", "4 listen :8888 metrics"}},
		{name: "no metrics of its own", file: "config.yaml", text: `
receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}
exporters: {debug: {}}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {traces: {receivers: [otlp], exporters: [debug]}}
`, want: []string{"1 listen 0.0.0.0:4317", "2 log stdout"}},
	})
}

func TestTelegraf(t *testing.T) {
	checkSamples(t, "telegraf", []sample{
		{name: "inputs and outputs", file: "telegraf.conf", text: `
[agent]
  interval = "10s"
  logfile = ""
[[inputs.redis]]
  servers = ["tcp://localhost:6379"]
[[inputs.nginx]]
  urls = ["http://127.0.0.1/status"]
[[inputs.statsd]]
  service_address = ":8125"
[[inputs.tail]]
  files = ["/var/log/app/*.log"]
[[inputs.cpu]]
[[outputs.influxdb]]
  urls = ["http://influx:8086"] # far
[[outputs.file]]
  files = ["stdout"]
[[outputs.prometheus_client]]
  listen = ":9273"
`, want: []string{
			"5 dial localhost:6379 scrape",
			"7 dial 127.0.0.1:80/status scrape",
			"9 listen :8125 udp",
			"11 file tail /var/log/app/*.log glob",
			"14 dial influx:8086 telemetry",
			"16 log stdout",
			"18 listen :9273 metrics",
		}},
	})
}
