package appconf

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

func isBeats(s *source) bool {
	if !s.mentionsAny("filebeat", "metricbeat", "output.elasticsearch", "output.logstash", "output.console", "type: log", "type: filestream") {
		return false
	}
	set := s.yaml()
	return set.hasAny("filebeat", "metricbeat", "auditbeat", "packetbeat", "heartbeat") ||
		s.about("filebeat") && (set.has("output") || set.hasAny("*.type", "0.type"))
}

func readBeats(s *source, n *notes) {
	set := s.yaml()
	for _, pattern := range []string{
		"filebeat.inputs.*.paths.*", "filebeat.prospectors.*.paths.*", "*.paths.*", "filebeat.modules.*.*.var.paths.*",
		"filebeat.autodiscover.providers.*.templates.*.config.*.paths.*", "filebeat.inputs.*.paths",
	} {
		for _, one := range set.all(pattern) {
			n.tail(one.line, one.value, !on(set.value(one.prefix(slices.Index(one.path, "paths"))+".tail_files")))
		}
	}
	if state, ok := set.first("filebeat.registry.path", "filebeat.registry_file", "path.data"); ok {
		n.positions(state.line, state.value, !strings.HasSuffix(state.key(), "file"))
	}
	if on(set.value("http.enabled")) {
		one, _ := set.first("http.port", "http.enabled")
		n.listenHosts(one.line, set.value("http.host"), "localhost", portOr(set.value("http.port"), 5066), fact.PurposeMetrics)
	}
	for _, pattern := range []string{"filebeat.inputs.*.host", "metricbeat.modules.*.hosts.*"} {
		for _, one := range set.all(pattern) {
			if strings.HasSuffix(pattern, "host") {
				n.listen(one.line, one.value, "", 0)
			} else {
				n.dial(one.line, one.value, fact.PurposeScrape, 0)
			}
		}
	}
	n.beatsOutput(set)
}

func (n *notes) beatsOutput(set *settings) {
	for _, one := range set.below("output") {
		switch at := min(2, len(one.path)-1); {
		case len(one.path) < 3:
		case one.path[1] == "console" && (one.path[2] == "pretty" || one.path[2] == "enabled" && on(one.value)):
			n.stdoutLog(one.line)
		case one.path[1] == "file" && one.path[at] == "path":
			n.file(one.line, fact.Append, one.value, true)
		case one.path[at] == "hosts":
			n.dial(one.line, one.value, fact.PurposeTelemetry, beatsPorts[one.path[1]])
		}
	}
	n.beatsLog(set)
}

// beatsLog reads where the agent's own log goes.
func (n *notes) beatsLog(set *settings) {
	if on(set.value("logging.to_files")) && !on(set.value("logging.to_stderr")) {
		dir, ok := set.get("logging.files.path")
		if ok {
			n.rotatedLog(dir.line, strings.TrimSuffix(dir.value, "/")+"/"+firstOf(set.value("logging.files.name"), "*"), "")
		}
	}
}

// beatsPorts are the ports of Beats' outputs.
var beatsPorts = map[string]int{"elasticsearch": 9200, "logstash": 5044, "kafka": 9092, "redis": 6379}
