package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

func isPromtail(s *source) bool {
	return s.mentions("scrape_configs", "clients") && s.yaml().has("clients", "scrape_configs") && !s.yaml().has("receivers")
}

func readPromtail(s *source, n *notes) {
	set := s.yaml()
	n.grafanaServer(set)
	if pos, ok := set.get("positions.filename"); ok {
		n.positions(pos.line, pos.value, false)
	}
	for _, one := range set.below("scrape_configs") {
		switch {
		case one.key() == "__path__":
			n.tail(one.line, braceGlob(one.value), true)
		case strings.HasSuffix(one.parent(), ".syslog") && one.key() == "listen_address":
			n.listen(one.line, one.value, "", 0)
		}
	}
	for _, one := range set.all("clients.*.url") {
		n.dial(one.line, one.value, fact.PurposeTelemetry, 0)
	}
}

// braceGlob turns "{a,b}" of a path into a star.
func braceGlob(p string) string { return braces.ReplaceAllString(p, "*") }

var braces = pattern.New(`\{[^{}]*\}`)

// grafanaServer reads the server block that Grafana's programs share.
func (n *notes) grafanaServer(set *settings) {
	for _, kind := range []string{"http", "grpc"} {
		port, ok := set.get("server." + kind + "_listen_port")
		if ok && atoi(port.value) != 0 {
			n.listenHosts(port.line, set.value("server."+kind+"_listen_address"), "", atoi(port.value), "")
		}
	}
}

// isGrafana holds for what Grafana is provisioned with: providers of dashboards and data sources.
func isGrafana(s *source) bool {
	return s.mentionsAny("providers", "datasources") && s.yaml().hasAny("providers.*.options.path", "datasources.*.url") && s.yaml().has("apiVersion")
}

func isGrafanaINI(s *source) bool {
	return s.mentions("[server]") && s.mentionsAny("http_addr", "http_port") && (strings.HasSuffix(s.name, "grafana.ini") || s.mentionsAny("[auth.", "[security]", "[paths]", "[analytics]"))
}

// readGrafanaINI reads where Grafana serves (https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#server). An address alone is
// that of the default port, an empty one every interface.
func readGrafanaINI(s *source, n *notes) {
	set := parseLines(s.lines, iniDialect)
	port, hasPort := set.get("server.http_port")
	addr, hasAddr := set.get("server.http_addr")
	line := port.line
	if !hasPort {
		line = addr.line
	}
	if hasPort || hasAddr {
		n.listenHosts(line, addr.value, "", portOr(port.value, 3000), "")
	}
}

// readGrafana reads the folders that are searched for dashboards, and the sources of data
// (https://grafana.com/docs/grafana/latest/administration/provisioning/).
func readGrafana(s *source, n *notes) {
	for _, one := range s.yaml().all("providers.*.options.path") {
		n.file(one.line, fact.Read, one.value, true)
	}
	for _, one := range s.yaml().all("datasources.*.url") {
		n.dial(one.line, one.value, fact.PurposeUpstream, 0)
	}
}

func isLoki(s *source) bool {
	return s.mentionsAny("http_listen_port", "grpc_listen_port") && s.mentionsAny("ingester", "distributor", "schema_config") &&
		s.yaml().has("server")
}

func readLoki(s *source, n *notes) { n.grafanaServer(s.yaml()) }

func isPrometheus(s *source) bool {
	return s.mentions("scrape_configs") && s.yaml().has("scrape_configs") && !s.yaml().hasAny("receivers", "clients")
}

func readPrometheus(s *source, n *notes) { n.scrapes(s.yaml(), "scrape_configs", "remote_write") }

// scrapes notes the targets inside the pod that the jobs below a path ask for metrics, and the local receivers of the samples.
func (n *notes) scrapes(set *settings, jobs, write string) {
	for _, one := range set.below(jobs) {
		at := len(one.path) - 2
		if at < 2 || one.path[at] != "targets" {
			continue
		}
		a, ok := parseAddress(one.value)
		if !ok || !loopback(a.host) {
			continue
		}
		job := one.prefix(strings.Count(jobs, ".") + 2)
		port := 80
		if set.value(job+".scheme") == "https" {
			port = 443
		}
		a.url = firstOf(set.value(job+".metrics_path"), "/metrics")
		n.dialTo(one.line, a, fact.PurposeScrape, port)
	}
	if write == "" {
		return
	}
	for _, one := range set.all(write + ".*.url") {
		if a, ok := parseAddress(one.value); ok && a.local() {
			n.dialTo(one.line, a, fact.PurposeTelemetry, 0)
		}
	}
}

var alloyBlock = pattern.New(`(?m)^\s*(?:loki|prometheus|otelcol|discovery|local)\.[a-z_.]+\s+"[^"]*"\s*\{`)

func isAlloy(s *source) bool {
	return s.mentionsAny("loki.", "prometheus.", "otelcol.", "discovery.", "local.") && s.mentions("\" {") && alloyBlock.MatchString(s.text)
}

var (
	alloyPath = pattern.New(`"?(?:__path__|filename)"?\s*=\s*"([^"]+)"`)
	alloyURL  = pattern.New(`^\s*(?:url|endpoint)\s*=\s*"([^"]+)"`)
	alloyHead = pattern.New(`^\s*([a-z_]+(?:\.[a-z_]+)*)(?:\s+"[^"]*")?\s*\{`)
)

// readAlloy reads the paths that Grafana Alloy follows and the addresses that it sends to.
func readAlloy(s *source, n *notes) {
	component, inner, depth := "", "", 0
	for i, line := range s.lines {
		if m := alloyHead.FindStringSubmatch(line); m != nil {
			if depth == 0 {
				component = m[1]
			}
			inner = m[1]
		}
		depth = max(0, depth+strings.Count(line, "{")-strings.Count(line, "}"))
		if m := alloyPath.FindStringSubmatch(line); m != nil && (strings.Contains(component, "file") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, " ")) {
			n.tail(i, braceGlob(m[1]), true)
		}
		if m := alloyURL.FindStringSubmatch(line); m != nil {
			n.alloyAddress(i, component, inner, m[1])
		}
	}
}

func (n *notes) alloyAddress(line int, component, inner, value string) {
	switch {
	case strings.HasPrefix(component, "otelcol.receiver") && inner != component:
		n.listen(line, value, "", 0)
	case strings.HasPrefix(component, "otelcol.exporter"), strings.HasSuffix(component, ".write"), strings.HasSuffix(component, ".remote_write"):
		n.dial(line, value, fact.PurposeTelemetry, 0)
	}
}
