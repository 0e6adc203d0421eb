package appconf

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

var springName = pattern.New(`^(?:application|bootstrap)(?:-[\w.-]+)?\.(?:properties|ya?ml|json)$`)

func isSpring(s *source) bool {
	if s.isXML() || s.isJSON() && !s.mentions("spring") {
		return false
	}
	if springName.MatchString(s.name) {
		return true
	}
	if s.ends(".properties") {
		return s.mentionsAny("spring.", "logging.file")
	}
	return s.mentionsAny("spring:", "logging:", "logging.file") &&
		s.yaml().hasAny("spring.datasource", "spring.application", "spring.profiles", "spring.redis", "spring.data", "spring.config", "logging.file.name", "logging.file.path")
}

// springTargets are the keys that hold an address of a server, with its port when none is written and what it is to the app.
var springTargets = []struct {
	key, portKey string
	port         int
	purpose      string
}{
	{"spring.datasource.url", "", 0, fact.PurposeDatabase},
	{"spring.datasource.hikari.jdbc-url", "", 0, fact.PurposeDatabase},
	{"spring.r2dbc.url", "", 0, fact.PurposeDatabase},
	{"spring.flyway.url", "", 0, fact.PurposeDatabase},
	{"spring.redis.host", "spring.redis.port", 6379, fact.PurposeDatabase},
	{"spring.data.redis.host", "spring.data.redis.port", 6379, fact.PurposeDatabase},
	{"spring.data.mongodb.host", "spring.data.mongodb.port", 27017, fact.PurposeDatabase},
	{"spring.data.mongodb.uri", "", 27017, fact.PurposeDatabase},
	{"spring.rabbitmq.host", "spring.rabbitmq.port", 5672, ""},
	{"spring.kafka.bootstrap-servers", "", 9092, ""},
	{"spring.elasticsearch.uris", "", 9200, fact.PurposeDatabase},
	{"spring.zipkin.base-url", "", 9411, fact.PurposeTelemetry},
	{"spring.cloud.config.uri", "", 8888, ""},
	{"spring.boot.admin.client.url", "", 80, fact.PurposeTelemetry},
	{"eureka.client.serviceUrl.defaultZone", "", 8761, ""},
	{"eureka.client.service-url.defaultZone", "", 8761, ""},
	{"management.zipkin.tracing.endpoint", "", 9411, fact.PurposeTelemetry},
	{"management.otlp.tracing.endpoint", "", 4318, fact.PurposeTelemetry},
}

func readSpring(s *source, n *notes) {
	set := s.yamlOrProperties()
	if set == nil {
		return
	}
	n.springListen(set, "server.", "")
	n.springListen(set, "management.server.", fact.PurposeAdmin)
	for _, t := range springTargets {
		one, ok := set.get(t.key)
		if !ok {
			continue
		}
		port := t.port
		if p, found := set.get(t.portKey); found {
			port = portOr(p.value, port)
		}
		for part := range strings.SplitSeq(one.value, ",") {
			n.dial(one.line, springDefault(part), t.purpose, port)
		}
	}
	n.springLog(set)
}

// yamlOrProperties reads the file as its name says.
func (s *source) yamlOrProperties() *settings {
	if s.ends(".properties") {
		return parseLines(s.lines, propertiesDialect)
	}
	return s.yaml()
}

func (n *notes) springListen(set *settings, prefix, purpose string) {
	port, ok := set.get(prefix + "port")
	if number := atoi(springDefault(port.value)); ok && number != 0 {
		n.listenHosts(port.line, set.value(prefix+"address"), "", number, purpose)
	}
}

// springLog reads where Spring Boot's file appender writes; it rolls at 10 MB and the console keeps its lines.
func (n *notes) springLog(set *settings) {
	line, target := 0, ""
	if one, ok := set.first("logging.file.name", "logging.file"); ok {
		line, target = one.line, one.value
	} else if one, ok := set.first("logging.file.path", "logging.path"); ok {
		line, target = one.line, strings.TrimSuffix(one.value, "/")+"/spring.log"
	}
	i := n.rotatedLog(line, springDefault(target), "")
	if pattern, ok := set.get("logging.threshold.console"); !ok || !strings.EqualFold(pattern.value, "off") {
		n.setPartial(i)
	}
	if one, ok := set.get("server.tomcat.accesslog.enabled"); ok && on(one.value) {
		dir := set.value("server.tomcat.accesslog.directory")
		if strings.HasPrefix(dir, "/dev") {
			n.logTo(one.line, "stdout", fact.PurposeAccess)
			return
		}
		n.setRotated(n.unnamedLog(one.line, fact.PurposeAccess))
	}
}

// springDefault is the value behind "${NAME:default}"; the variable may still override it.
func springDefault(v string) string {
	v = strings.TrimSpace(v)
	for range 8 {
		start := strings.LastIndex(v, "${")
		if start < 0 {
			break
		}
		end := strings.IndexByte(v[start:], '}')
		_, def, found := strings.Cut(v[start:max(start, start+end)], ":")
		if end < 0 || !found {
			break
		}
		v = v[:start] + strings.TrimPrefix(def, "-") + v[start+end+1:]
	}
	return v
}
