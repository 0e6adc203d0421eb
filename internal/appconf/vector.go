package appconf

import (
	"github.com/podlint/podlint/internal/fact"
)

func isVector(s *source) bool {
	if !s.mentions("sources", "sinks", "inputs") {
		return false
	}
	set := s.tree()
	if set == nil && !s.isJSON() {
		set = s.toml()
	}
	return set.has("sources.*.type", "sinks.*.type")
}

func readVector(s *source, n *notes) {
	set := s.tree()
	if !set.has("sources.*.type") {
		set = s.toml()
	}
	if dir, ok := set.get("data_dir"); ok {
		n.positions(dir.line, dir.value, true)
	} else if kept, ok := keepsPlace(set); ok {
		n.positions(kept.line, "/var/lib/vector", true)
	}
	if api, ok := set.get("api.address"); ok && !off(set.value("api.enabled")) {
		n.listen(api.line, api.value, fact.PurposeAdmin, 8686)
	} else if on(set.value("api.enabled")) {
		one, _ := set.get("api.enabled")
		n.listen(one.line, "127.0.0.1:8686", fact.PurposeAdmin, 0)
	}
	for _, one := range set.all("sources.*.include.*") {
		from, _ := set.sibling(setting{path: one.path[:len(one.path)-1]}, "read_from")
		n.tail(one.line, one.value, from.value != "end")
	}
	for _, one := range set.all("sources.*.data_dir") {
		n.positions(one.line, one.value, true)
	}
	for _, one := range set.all("sources.*.address") {
		n.vectorListen(set, one)
	}
	for _, one := range set.all("sources.*.endpoints.*") {
		n.dial(one.line, one.value, fact.PurposeScrape, 0)
	}
	for _, one := range set.below("sinks") {
		n.vectorSink(set, one)
	}
}

// keepsPlace returns the type of the first source that notes how far it has read, below data_dir unless it has a directory of its own.
func keepsPlace(set *settings) (setting, bool) {
	for _, kind := range set.all("sources.*.type") {
		_, own := set.sibling(kind, "data_dir")
		if !own && (kind.value == "file" || kind.value == "journald" || kind.value == "kubernetes_logs") {
			return kind, true
		}
	}
	return setting{}, false
}

func (n *notes) vectorListen(set *settings, one setting) {
	a, ok := parseAddress(one.value)
	mode, _ := set.sibling(one, "mode")
	kind, _ := set.sibling(one, "type")
	if mode.value == "udp" || kind.value == "statsd" && mode.value == "" {
		a.protocol = "UDP"
	}
	if ok {
		n.listenOn(one.line, a, "", 0)
	}
}

func (n *notes) vectorSink(set *settings, one setting) {
	if len(one.path) < 3 {
		return
	}
	kind := set.value(one.prefix(2) + ".type")
	switch key := one.path[2]; {
	case key == "type" && kind == "console":
		n.stdoutLog(one.line)
	case key == "path" && kind == "file":
		n.file(one.line, fact.Append, one.value, false)
	case key == "address" && kind == "prometheus_exporter":
		n.listen(one.line, one.value, fact.PurposeMetrics, 0)
	case key == "endpoint", key == "endpoints", key == "uri", key == "address":
		n.dial(one.line, one.value, fact.PurposeTelemetry, agentTargets[kind])
	case key == "bootstrap_servers":
		n.sendsTo(one.line, one.value, 9092)
	}
}
