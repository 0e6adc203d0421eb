package appconf

import (
	"cmp"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

func isOTel(s *source) bool {
	return s.mentions("receivers", "exporters", "service") && s.yaml().has("receivers", "exporters", "service.pipelines")
}

// otel is a collector's configuration. Only components that a pipeline or service.extensions name are started.
type otel struct {
	*notes
	set   *settings
	used  map[string]bool     // "receivers.otlp"
	feeds map[string][]string // an exporter or connector -> what feeds it
	ports map[string][]int    // of a receiver
}

func readOTel(s *source, n *notes) {
	o := &otel{notes: n, set: s.yaml(), used: map[string]bool{}, ports: map[string][]int{}}
	for _, one := range o.set.below("service.pipelines") {
		if len(one.path) > 4 {
			o.used[one.path[3]+"."+one.value] = true
		}
	}
	o.feeds = otelFeeds(o.set)
	for _, one := range o.set.all("service.extensions.*") {
		o.used["extensions."+one.value] = true
	}
	for _, kind := range []string{"receivers", "exporters", "extensions"} {
		for _, g := range o.set.groups(kind + ".*") {
			if o.used[g.value] {
				o.component(kind, g)
			}
		}
	}
	o.ownMetrics()
	for _, one := range o.set.all("service.telemetry.logs.output_paths.*") {
		n.logTo(one.line, one.value, "")
	}
}

func (o *otel) component(kind string, g setting) {
	name, _, _ := strings.Cut(g.path[1], "/")
	switch kind {
	case "receivers":
		o.receiver(name, g)
	case "exporters":
		o.exporter(name, g)
	case "extensions":
		o.extension(name, g)
	}
}

// otelProtocol is a default endpoint without its host, which depends on the version.
type otelProtocol struct {
	port int
	udp  bool
}

// otelPorts are the default ports of "receiver.protocol", or of a receiver with one endpoint, from the receivers' manual pages.
var otelPorts = map[string]otelProtocol{
	"otlp.grpc": {port: 4317}, "otlp.http": {port: 4318},
	"jaeger.grpc": {port: 14250}, "jaeger.thrift_http": {port: 14268}, "jaeger.thrift_compact": {6831, true},
	"jaeger.thrift_binary": {6832, true}, "skywalking.grpc": {port: 11800}, "skywalking.http": {port: 12800},
	"zipkin": {port: 9411}, "statsd": {8125, true}, "carbon": {port: 2003}, "fluentforward": {port: 8006}, "opencensus": {port: 55678},
	"influxdb": {port: 8086}, "splunk_hec": {port: 8088}, "loki.grpc": {port: 3600}, "loki.http": {port: 3500}, "datadog": {port: 8126},
	"webhookevent": {},
}

// otelScrapers are the receivers that ask a server for its metrics.
var otelScrapers = map[string]int{
	"redis": 6379, "mysql": 3306, "postgresql": 5432, "nginx": 80, "apache": 80, "mongodb": 27017, "memcached": 11211, "rabbitmq": 15672,
	"elasticsearch": 9200, "haproxy": 80, "jmx": 0, "httpcheck": 80,
}

func (o *otel) receiver(name string, g setting) {
	switch name {
	case "filelog":
		for _, one := range o.set.all(g.value + ".include.*") {
			o.tail(one.line, one.value, o.set.value(g.value+".start_at") == "beginning")
		}
		return
	case "prometheus":
		o.scrapes(o.set, g.value+".config.scrape_configs", "")
		return
	}
	if port, ok := otelScrapers[name]; ok {
		if one, found := o.set.first(g.value+".endpoint", g.value+".targets.0.endpoint"); found {
			o.dial(one.line, one.value, fact.PurposeScrape, port)
		}
		return
	}
	from := len(o.facts)
	for _, p := range o.set.groups(g.value + ".protocols.*") {
		if def, ok := otelPorts[name+"."+p.path[len(p.path)-1]]; ok {
			o.speaking(o.received(name+"."+p.path[len(p.path)-1], p), func() { o.endpoint(p, def) })
		}
	}
	if def, ok := otelPorts[name]; ok {
		o.endpoint(g, def)
	}
	for _, f := range o.facts[from:] {
		o.ports[g.path[1]] = append(o.ports[g.path[1]], f.Port)
	}
}

func (o *otel) endpoint(g setting, def otelProtocol) {
	line, value, named := g.line, o.host(), false
	if one, ok := o.set.first(g.value+".endpoint", g.value+".listen_address"); ok {
		line, value, named = one.line, one.value, true
	}
	a, ok := parseAddress(ownAddress(value))
	if !ok {
		return
	}
	if def.udp {
		a.protocol = "UDP"
	}
	o.assuming(!named, func() { o.listenOn(line, a, "", def.port) })
}

// variable is one that stands where an endpoint has its host: ${env:MY_POD_IP}:4317.
var variable = pattern.New(`^\$\{(?:env:)?\w+\}`)

// ownAddress leaves out the variable: an address on which the collector can listen is the pod's.
func ownAddress(value string) string { return value[len(variable.FindString(value)):] }

// host is where a collector listens that is not told: newer ones on localhost.
// https://github.com/open-telemetry/opentelemetry-collector/releases/tag/v0.104.0
func (o *otel) host() string { return cmp.Or(o.src.hint.Host, "localhost") }

// assuming marks the listeners that add adds as being on the address that the program takes by itself.
func (o *otel) assuming(holds bool, add func()) {
	from := len(o.facts)
	add()
	for i := range o.facts[from:] {
		o.facts[from+i].Assumed = holds
	}
}

func (o *otel) exporter(name string, g setting) {
	switch name {
	case "logging", "debug":
		o.stdoutLog(g.line)
		return
	case "prometheus":
		if one, ok := o.set.get(g.value + ".endpoint"); ok {
			o.listen(one.line, one.value, fact.PurposeMetrics, 0)
		}
		return
	case "file":
		if one, ok := o.set.get(g.value + ".path"); ok {
			o.file(one.line, fact.Append, one.value, false)
		}
		return
	}
	from := len(o.facts)
	for _, key := range []string{".endpoint", ".traces_endpoint", ".endpoints.0", ".brokers.0"} {
		if one, ok := o.set.get(g.value + key); ok {
			o.dial(one.line, one.value, fact.PurposeTelemetry, 0)
		}
	}
	for i := range o.facts[from:] {
		f := &o.facts[from+i]
		f.Speaks, f.Carries = o.sent(name, g, f.Speaks), o.carried(g.path[1])
	}
}

func (o *otel) extension(name string, g setting) {
	switch name {
	case "health_check":
		o.side(g, 13133, fact.PurposeHealth)
	case "healthcheckv2":
		o.healthV2(g)
	case "jaeger_query":
		o.listenHosts(g.line, "", "0.0.0.0", 16686, "") // https://www.jaegertracing.io/docs/2.0/apis/
		o.listenHosts(g.line, "", "0.0.0.0", 16685, "")
	case "pprof":
		o.side(g, 1777, fact.PurposeAdmin)
	case "zpages":
		o.side(g, 55679, fact.PurposeAdmin)
	case "file_storage":
		if one, ok := o.set.get(g.value + ".directory"); ok {
			o.positions(one.line, one.value, true)
		} else {
			o.positions(g.line, "/var/lib/otelcol/file_storage", true)
		}
	}
}

// healthV2: with use_v2 it serves where http and grpc say, else as its predecessor does.
// https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/healthcheckv2extension
func (o *otel) healthV2(g setting) {
	served := false
	for _, p := range []struct {
		name string
		port int
	}{{"http", 13133}, {"grpc", 13132}} {
		if groups := o.set.groups(g.value + "." + p.name); o.set.value(g.value+".use_v2") == "true" && o.set.has(g.value+"."+p.name) {
			served = true
			at := setting{path: g.path, value: g.value + "." + p.name, line: g.line}
			if len(groups) > 0 {
				at.line = groups[0].line
			}
			o.side(at, p.port, fact.PurposeHealth)
		}
	}
	if !served {
		o.side(g, 13133, fact.PurposeHealth)
	}
}

// ownMetrics: a collector serves its own metrics unless it is told not to, until 0.111 on all addresses.
// https://github.com/open-telemetry/opentelemetry-collector/releases/tag/v0.111.0
func (o *otel) ownMetrics() {
	const metrics = "service.telemetry.metrics"
	if addr, ok := o.set.get(metrics + ".address"); ok {
		o.listen(addr.line, addr.value, fact.PurposeMetrics, 0)
		return
	}
	if o.set.value(metrics+".level") == "none" {
		return
	}
	told := false
	for _, port := range o.set.all(metrics + ".readers.*.pull.exporter.prometheus.port") {
		host := strings.TrimSuffix(strings.Join(port.path, "."), ".port") + ".host"
		o.listenHosts(port.line, o.set.value(host), "0.0.0.0", atoi(port.value), fact.PurposeMetrics)
		told = true
	}
	if told || o.set.has(metrics+".readers") {
		return
	}
	if groups := o.set.groups("service"); len(groups) > 0 {
		o.assuming(true, func() { o.listen(groups[0].line, ":8888", fact.PurposeMetrics, 0) })
	}
}

func (o *otel) side(g setting, port int, purpose string) {
	line, value, named := g.line, o.host(), false
	if one, ok := o.set.get(g.value + ".endpoint"); ok {
		line, value, named = one.line, one.value, true
	}
	o.assuming(!named, func() { o.listen(line, ownAddress(value), purpose, port) })
}
