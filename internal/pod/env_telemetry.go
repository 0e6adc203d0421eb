package pod

import "strings"

// agent is where a client of telemetry sends to: the port when none is named, and the transport, empty for TCP.
type agent struct {
	port     int
	protocol string
}

// agents are the clients whose variables begin, or go on after an underscore, with these words.
var agents = []struct {
	word string
	agent
}{
	{"STATSD", agent{8125, udp}}, // https://github.com/statsd/statsd/blob/master/exampleConfig.js
	{"DOGSTATSD", agent{8125, udp}},
	{"JAEGER_AGENT", agent{6831, udp}}, // https://www.jaegertracing.io/docs/1.22/client-features/
	{"DD_AGENT", agent{8126, ""}},      // https://docs.datadoghq.com/tracing/trace_collection/library_config
}

// telemetryAgent is who a variable with a loopback host means; zero when its name speaks of nobody known.
func telemetryAgent(upper, host string) agent {
	if !isLoopback(host) {
		return agent{}
	}
	for i := range agents {
		if a := &agents[i]; strings.HasPrefix(upper, a.word+"_") || strings.Contains(upper, "_"+a.word+"_") {
			return a.agent
		}
	}
	return agent{}
}
