package appconf

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// otelFeeds lists what feeds each exporter and connector: the receivers and connectors of the pipelines in which it stands.
func otelFeeds(set *settings) map[string][]string {
	type pipeline struct{ in, out []string }
	all := map[string]*pipeline{}
	for _, one := range set.below("service.pipelines") {
		if len(one.path) < 5 {
			continue
		}
		p := all[one.path[2]]
		if p == nil {
			p = &pipeline{}
			all[one.path[2]] = p
		}
		switch one.path[3] {
		case "receivers":
			p.in = append(p.in, one.value)
		case "exporters":
			p.out = append(p.out, one.value)
		}
	}
	feeds := map[string][]string{}
	for _, p := range all {
		for _, out := range p.out {
			feeds[out] = append(feeds[out], p.in...)
		}
	}
	return feeds
}

// carried lists the ports whose input an exporter sends out, through connectors too. A receiver may have the name of an exporter.
func (o *otel) carried(exporter string) *fact.Ports {
	var out fact.Ports
	seen, next := map[string]bool{}, []string{exporter}
	for len(next) > 0 {
		from := next[0]
		next = next[1:]
		for _, f := range o.feeds[from] {
			if seen[f] {
				continue
			}
			seen[f] = true
			if o.set.has("connectors." + f) {
				next = append(next, f)
			} else {
				out.List = append(out.List, o.ports[f]...)
			}
		}
	}
	if len(out.List) == 0 {
		return nil
	}
	slices.Sort(out.List)
	out.List = slices.Compact(out.List)
	return &out
}

// received is what a protocol of a receiver speaks: with TLS where it has a tls block.
// https://github.com/open-telemetry/opentelemetry-collector/blob/v0.140.0/config/configtls/README.md
func (o *otel) received(name string, g setting) fact.Speech {
	s := fact.Speech{TLS: fact.Plain}
	switch name {
	case "otlp.grpc":
		s.Protocol = fact.OTLPGRPC
	case "otlp.http":
		s.Protocol = fact.OTLPHTTP
	default:
		return fact.Speech{}
	}
	if o.set.hasAny(g.value+".tls", g.value+".tls_settings") {
		s.TLS = fact.Encrypted
	}
	return s
}

// sent is what an exporter speaks. Over gRPC it speaks TLS unless it is told to be insecure; over HTTP the scheme of the endpoint says it.
// https://github.com/open-telemetry/opentelemetry-collector/blob/v0.140.0/exporter/otlpexporter/README.md
func (o *otel) sent(name string, g setting, said fact.Speech) fact.Speech {
	switch name {
	case "otlphttp", "otlp_http":
		return fact.Speech{Protocol: fact.OTLPHTTP, TLS: said.TLS}
	case "otlp", "otlp_grpc":
		return fact.Speech{Protocol: fact.OTLPGRPC, TLS: o.grpcTLS(g, said)}
	}
	return fact.Speech{}
}

func (o *otel) grpcTLS(g setting, said fact.Speech) string {
	insecure, ok := o.set.first(g.value+".tls.insecure", g.value+".insecure", g.value+".tls_settings.insecure")
	switch {
	case said.TLS == fact.Encrypted, !ok && said.TLS == "", ok && off(insecure.value) && said.TLS == "":
		return fact.Encrypted
	case ok && on(insecure.value):
		return fact.Plain
	}
	return ""
}
