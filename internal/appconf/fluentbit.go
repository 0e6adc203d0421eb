package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var fluentBitSection = pattern.New(`(?mi)^\s*\[(?:SERVICE|INPUT|OUTPUT|FILTER)\]`)

func isFluentBit(s *source) bool {
	return s.mentionsAny("[SERVICE]", "[INPUT]", "[OUTPUT]", "[FILTER]", "[Service]", "[Input]", "[Output]", "[Filter]", "[service]", "[input]", "[output]", "[filter]") && fluentBitSection.MatchString(s.text) && !s.ends(".yaml", ".yml") && !s.mentions("[[")
}

func isFluentBitYAML(s *source) bool {
	return s.mentionsAny("pipeline:", "\"pipeline\"") && s.yaml().hasAny("pipeline.inputs.*.name", "pipeline.outputs.*.name")
}

// plugin is one input or output with its options.
type plugin struct {
	set  *settings
	path string // joined prefix of its settings
	line int
	name string
}

func (p plugin) get(keys ...string) (setting, bool) {
	for _, k := range keys {
		if one, ok := p.set.get(p.path + "." + k); ok {
			return one, true
		}
	}
	return setting{}, false
}

// port is a port option, or the default.
func (p plugin) port(def int) int {
	one, _ := p.get("port")
	return portOr(one.value, def)
}

func readFluentBit(s *source, n *notes) {
	set := parseLines(s.lines, fluentBitDialect)
	for _, g := range set.groups("service.*") {
		n.fluentBitService(set, g.value)
	}
	for _, g := range set.groups("input.*") {
		n.fluentBitInput(newPlugin(set, g))
	}
	for _, g := range set.groups("output.*") {
		n.fluentBitOutput(newPlugin(set, g))
	}
}

func readFluentBitYAML(s *source, n *notes) {
	set := s.yaml()
	n.fluentBitService(set, "service")
	for _, g := range set.groups("pipeline.inputs.*") {
		n.fluentBitInput(newPlugin(set, g))
	}
	for _, g := range set.groups("pipeline.outputs.*") {
		n.fluentBitOutput(newPlugin(set, g))
	}
}

func newPlugin(set *settings, g setting) plugin {
	p := plugin{set: set, path: g.value, line: g.line}
	if name, ok := p.get("name"); ok {
		p.name, p.line = strings.ToLower(name.value), name.line
	}
	return p
}

func (n *notes) fluentBitService(set *settings, path string) {
	p := plugin{set: set, path: path}
	if server, ok := p.get("http_server"); ok && on(server.value) {
		line, port := server.line, 2020
		if one, found := p.get("http_port"); found {
			line, port = one.line, portOr(one.value, port)
		}
		host, _ := p.get("http_listen")
		n.listenHosts(line, host.value, "0.0.0.0", port, fact.PurposeMetrics)
	}
	if log, ok := p.get("log_file"); ok {
		n.logTo(log.line, log.value, "")
	}
	if dir, ok := p.get("storage.path"); ok {
		n.file(dir.line, fact.Write, dir.value, true)
	}
}

// fluentBitPorts are the ports of inputs that listen, from the plug-ins' manual pages.
var fluentBitPorts = map[string]int{
	"forward": 24224, "http": 9880, "tcp": 5170, "udp": 5170, "opentelemetry": 4318, "statsd": 8125, "mqtt": 1883, "elasticsearch": 9200,
	"splunk": 8088, "prometheus_remote_write": 8080,
}

func (n *notes) fluentBitInput(p plugin) {
	if path, ok := p.get("path"); ok && p.name == "tail" {
		head, _ := p.get("read_from_head")
		n.tail(path.line, path.value, on(head.value))
	}
	if db, ok := p.get("db"); ok {
		n.positions(db.line, db.value, false)
	}
	port, listens := fluentBitPorts[p.name]
	switch {
	case p.name == "syslog":
		n.fluentBitSyslog(p)
	case p.name == "prometheus_scrape" || p.name == "nginx_metrics":
		n.fluentBitScrape(p)
	case listens:
		if sock, ok := p.get("unix_path"); ok {
			n.listen(sock.line, sock.value, "", 0)
			return
		}
		n.fluentBitListen(p, port, p.name == "udp" || p.name == "statsd")
	}
}

// fluentBitSyslog reads a syslog input, which listens on a Unix socket unless its mode says otherwise.
func (n *notes) fluentBitSyslog(p plugin) {
	mode, _ := p.get("mode")
	if mode.value != "" && !strings.HasPrefix(mode.value, "unix") {
		n.fluentBitListen(p, 5140, strings.Contains(mode.value, "udp"))
		return
	}
	if sock, ok := p.get("path"); ok {
		n.listen(sock.line, sock.value, "", 0)
	}
}

func (n *notes) fluentBitListen(p plugin, port int, udp bool) {
	host, _ := p.get("listen", "host")
	a := address{host: firstOf(host.value, "0.0.0.0"), port: p.port(port)}
	if udp {
		a.protocol = "UDP"
	}
	line := p.line
	if one, ok := p.get("port"); ok {
		line = one.line
	}
	n.listenOn(line, a, "", 0)
}

func (n *notes) fluentBitScrape(p plugin) {
	host, ok := p.get("host")
	path, _ := p.get("metrics_path")
	if ok {
		n.dialTo(host.line, address{host: host.value, port: p.port(80), url: path.value}, fact.PurposeScrape, 0)
	}
}

// agentTargets are the ports of the servers that log agents send to when none is written.
var agentTargets = map[string]int{
	"es": 9200, "elasticsearch": 9200, "opensearch": 9200, "forward": 24224, "secure_forward": 24284, "loki": 3100, "http": 80, "splunk": 8088,
	"splunk_hec": 8088, "influxdb": 8086, "syslog": 514, "gelf": 12201, "opentelemetry": 4318, "tcp": 5170, "nats": 4222, "remote_syslog": 514,
	"prometheus_remote_write": 80, "kafka-rest": 8082,
}

func (n *notes) fluentBitOutput(p plugin) {
	port, sends := agentTargets[p.name]
	switch {
	case p.name == "stdout":
		n.stdoutLog(p.line)
	case p.name == "file":
		if dir, ok := p.get("path"); ok {
			n.file(dir.line, fact.Append, dir.value, true)
		}
	case p.name == "prometheus_exporter":
		n.fluentBitListen(p, 2021, false)
	case p.name == "kafka":
		if brokers, ok := p.get("brokers"); ok {
			n.sendsTo(brokers.line, brokers.value, 9092)
		}
	case sends:
		if host, ok := p.get("host"); ok {
			n.dialTo(host.line, plainAddress(host.value, p.port(port)), fact.PurposeTelemetry, 0)
		}
	}
}

// plainAddress is a host and a port; a host that rests on a variable is unknown.
func plainAddress(host string, port int) address {
	a, ok := parseAddress(host)
	if !ok {
		return address{}
	}
	if a.port == 0 {
		a.port = port
	}
	return a
}

// sendsTo adds the addresses of a list separated by commas.
func (n *notes) sendsTo(line int, list string, def int) {
	for one := range strings.SplitSeq(list, ",") {
		n.dial(line, one, fact.PurposeTelemetry, def)
	}
}
