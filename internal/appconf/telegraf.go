package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

func isTelegraf(s *source) bool { return s.mentionsAny("[[inputs.", "[[outputs.") }

func readTelegraf(s *source, n *notes) {
	set := s.toml()
	if set == nil {
		return
	}
	if log, ok := set.get("agent.logfile"); ok {
		n.logTo(log.line, log.value, "")
	}
	for _, one := range set.below("inputs") {
		if len(one.path) > 3 {
			n.telegrafInput(one, one.path[1], one.path[3])
		}
	}
	for _, one := range set.below("outputs") {
		if len(one.path) > 3 {
			n.telegrafOutput(one, one.path[1], one.path[3])
		}
	}
}

// telegrafScrapes are the ports of inputs that ask a server for its metrics.
var telegrafScrapes = map[string]int{
	"redis": 6379, "nginx": 80, "apache": 80, "mysql": 3306, "postgresql": 5432, "memcached": 11211, "haproxy": 0, "prometheus": 0, "http": 0,
	"elasticsearch": 9200, "rabbitmq": 15672, "mongodb": 27017, "jolokia2_agent": 0, "nats": 8222, "phpfpm": 0, "nginx_plus_api": 80,
}

func (n *notes) telegrafInput(one setting, name, key string) {
	switch key {
	case "service_address":
		a, ok := parseAddress(one.value)
		if ok && name == "statsd" {
			a.protocol = "UDP"
		}
		if ok {
			n.listenOn(one.line, a, "", 0)
		}
	case "files":
		if name == "tail" || name == "logparser" {
			n.file(one.line, fact.Tail, one.value, false)
		}
	case "servers", "urls", "address", "uris":
		if port, ok := telegrafScrapes[name]; ok && !strings.Contains(one.value, "@tcp(") {
			n.dial(one.line, one.value, fact.PurposeScrape, port)
		}
	}
}

func (n *notes) telegrafOutput(one setting, name, key string) {
	switch {
	case name == "file" && key == "files" && one.value == "stdout":
		n.stdoutLog(one.line)
	case name == "file" && key == "files":
		n.file(one.line, fact.Append, one.value, false)
	case name == "prometheus_client" && key == "listen":
		n.listen(one.line, one.value, fact.PurposeMetrics, 9273)
	case key == "service_address":
		if a, ok := parseAddress(one.value); ok {
			n.listenOn(one.line, a, fact.PurposeHealth, 0)
		}
	case key == "urls", key == "url", key == "brokers", key == "servers", key == "address":
		n.dial(one.line, one.value, fact.PurposeTelemetry, 0)
	}
}
