package appconf

import "strings"

// format is one kind of configuration file. Its reader is called only with texts that it recognises.
type format struct {
	name       string
	syntax     syntax
	recognises func(*source) bool
	read       func(*source, *notes)
}

// syntax is what the texts of a format look like at their start; it spares most recognisers a look at a text.
type syntax int

const (
	lineText syntax = iota // lines, sections or blocks; may start with a tag as Apache's do
	treeText               // YAML, JSON or TOML
	xmlText
)

// fits tells whether a text can be of the syntax.
func (s *source) fits(x syntax) bool {
	switch x {
	case xmlText:
		return s.isXML()
	case treeText:
		return !s.isXML()
	case lineText:
		return !s.isJSON() && !strings.HasPrefix(s.text, "<?xml")
	}
	return false
}

// portsInFull are the formats of which every listener is read. Those of other formats have plugins, applications or control planes that open
// more.
var portsInFull = map[string]bool{
	"nginx": true, "apache": true, "haproxy": true, "pgbouncer": true, "php-fpm": true, "mysql": true, "mongodb": true, "redis": true, "postgresql": true,
	"twemproxy": true, "caddy": true, "traefik": true, "prometheus": true,
}

// ReadsAllPorts tells whether the facts of a file of that format, see fact.Fact, hold every port that it makes the program open.
func ReadsAllPorts(format string) bool { return portsInFull[format] }

// formats are all known formats. The first that recognises a text reads it, so the particular ones stand before the general ones.
var formats = []format{
	{"nginx", lineText, isNginx, readNginx},
	{"spire", lineText, isSpire, readSpire},
	{"varnish", lineText, isVarnish, readVarnish},
	{"logback", xmlText, isLogback, readLogback},
	{"log4net", xmlText, isLog4net, readLog4net},
	{"nlog", xmlText, isNLog, readNLog},
	{"tomcat", xmlText, isTomcat, readTomcat},
	{"log4j", xmlText, isLog4jXML, readLog4jXML},
	{"fluentd", lineText, isFluentd, readFluentd},
	{"apache", lineText, isApache, readApache},
	{"haproxy", lineText, isHAProxy, readHAProxy},
	{"alloy", lineText, isAlloy, readAlloy},
	{"fluent-bit", lineText, isFluentBit, readFluentBit},
	{"telegraf", lineText, isTelegraf, readTelegraf},
	{"supervisord", lineText, isSupervisord, readSupervisord},
	{"uwsgi", lineText, isUWSGI, readUWSGI},
	{"grafana", lineText, isGrafanaINI, readGrafanaINI},
	{"pgbouncer", lineText, isPgBouncer, readPgBouncer},
	{"php-fpm", lineText, isPHPFPM, readPHPFPM},
	{"mysql", lineText, isMySQL, readMySQL},
	{"python-logging", lineText, isPythonINI, readPythonINI},
	{"php", lineText, isPHP, readPHP},
	{"log4j", lineText, isLog4jProperties, readLog4jProperties},
	{"java.util.logging", lineText, isJUL, readJUL},
	{"gunicorn", lineText, isGunicorn, readGunicorn},
	{"logrotate", lineText, isLogrotate, readLogrotate},
	{"crontab", lineText, isCrontab, readCrontab},
	{"fluent-bit", treeText, isFluentBitYAML, readFluentBitYAML},
	{"opentelemetry", treeText, isOTel, readOTel},
	{"envoy", treeText, isEnvoy, readEnvoy},
	{"vector", treeText, isVector, readVector},
	{"beats", treeText, isBeats, readBeats},
	{"promtail", treeText, isPromtail, readPromtail},
	{"grafana", treeText, isGrafana, readGrafana},
	{"litestream", treeText, isLitestream, readLitestream},
	{"loki", treeText, isLoki, readLoki},
	{"prometheus", treeText, isPrometheus, readPrometheus},
	{"traefik", treeText, isTraefik, readTraefik},
	{"mongodb", treeText, isMongo, readMongo},
	{"elasticsearch", treeText, isElastic, readElastic},
	{"serilog", treeText, isDotnet, readDotnet},
	{"twemproxy", treeText, isTwemproxy, readTwemproxy},
	{"python-logging", treeText, isPythonDict, readPythonDict},
	{"spring", treeText, isSpring, readSpring},
	{"zap", treeText, isOutputPaths, readOutputPaths},
	{"oauth2-proxy", lineText, isOAuth2Proxy, readOAuth2Proxy},
	{"postgresql", lineText, isPostgres, readPostgres},
	{"stunnel", lineText, isStunnel, readStunnel},
	{"squid", lineText, isSquid, readSquid},
	{"redis", lineText, isRedis, readRedis},
	{"caddy", lineText, isCaddy, readCaddy},
}
