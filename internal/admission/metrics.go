package admission

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what /metrics shows. Every label has few values, whatever requests hold.
type metrics struct {
	registry *prometheus.Registry

	requests     *prometheus.CounterVec   // by operation and verdict
	denials      *prometheus.CounterVec   // by rule
	warnings     *prometheus.CounterVec   // by rule
	latency      *prometheus.HistogramVec // by verdict, in seconds
	loads        *prometheus.CounterVec   // by result
	loadWorked   prometheus.Gauge
	certificates *prometheus.CounterVec // by result
	expires      prometheus.Gauge
}

func newMetrics(caches func() []Cache) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "podlint", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "podlint", Name: name, Help: help})
		m.registry.MustRegister(g)
		return g
	}
	m.requests = counter("admission_requests_total", "Requests by operation and verdict: allowed, warned, denied, skipped, unjudged or malformed.", "operation", "verdict")
	m.denials = counter("admission_denials_total", "Violations that denied a request, by rule.", "rule")
	m.warnings = counter("admission_warnings_total", "Violations that were said as a warning, by rule.", "rule")
	m.loads = counter("rules_loads_total", "Times that configuration and policies were loaded, by result: used or refused.", "result")
	m.certificates = counter("certificate_loads_total", "Times that another certificate was there, by result: used or refused.", "result")
	m.loadWorked = gauge("rules_load_successful", "1 when the newest configuration and policies are in use, 0 when they were refused and older ones are.")
	m.expires = gauge("certificate_expires_timestamp_seconds", "When the certificate in use ends, in seconds since 1970.")
	m.latency = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "podlint", Name: "admission_duration_seconds", Help: "How long requests took, by verdict.",
		Buckets: []float64{.001, .0025, .005, .01, .015, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"verdict"})
	m.registry.MustRegister(m.latency, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if caches != nil {
		m.registry.MustRegister(cacheCollector(caches))
	}
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

func (m *metrics) loaded(worked bool) {
	result, value := "refused", 0.0
	if worked {
		result, value = "used", 1
	}
	m.loads.WithLabelValues(result).Inc()
	m.loadWorked.Set(value)
}

// operations are those of admission; anything else a request says is none.
var operations = map[string]bool{"CREATE": true, "UPDATE": true, "DELETE": true, "CONNECT": true}

func (m *metrics) request(operation string, v verdict, took time.Duration) {
	if !operations[operation] {
		operation = "other"
	}
	m.requests.WithLabelValues(operation, string(v)).Inc()
	m.latency.WithLabelValues(string(v)).Observe(took.Seconds())
}
