package pod

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// otlpFacts reads OTEL_EXPORTER_OTLP_ENDPOINT and its kin for one signal. Of the URL's scheme TLS alone can be told: the protocol stands in
// a variable of its own, and without that one it is the language's choice.
// https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specify-protocol
func (c *draftContainer) otlpFacts(upper, value string) []fact.Fact {
	facts := endpointFacts(value, fact.PurposeTelemetry)
	if len(facts) == 0 {
		return c.hostPortFacts(upper, value)
	}
	for i := range facts {
		f := &facts[i]
		f.Speaks = fact.Speech{Protocol: c.otlpProtocol(upper, f.URL), TLS: f.Speaks.TLS, Said: true}
	}
	return facts
}

// otlpProtocol is what the variable of the signal, else the one for all signals says; a path of OTLP over HTTP says it too.
func (c *draftContainer) otlpProtocol(upper, path string) string {
	own := strings.TrimSuffix(upper, "ENDPOINT") + "PROTOCOL"
	for _, name := range []string{own, "OTEL_EXPORTER_OTLP_PROTOCOL"} {
		switch value, _ := c.lookup(name); {
		case value == "grpc":
			return fact.OTLPGRPC
		case strings.HasPrefix(value, "http/"):
			return fact.OTLPHTTP
		case c.sets(name):
			return ""
		}
	}
	if upper != "OTEL_EXPORTER_OTLP_ENDPOINT" && strings.Contains(path, "/v1/") {
		return fact.OTLPHTTP
	}
	return ""
}

// sets tells whether the container has a variable, whatever its value.
func (c *draftContainer) sets(name string) bool {
	for i := range c.out.Env {
		if c.out.Env[i].Name == name {
			return true
		}
	}
	return false
}
