package admission

import "github.com/prometheus/client_golang/prometheus"

// cacheCollector makes metrics of caches when somebody looks.
type cacheCollector func() []Cache

func cacheMetric(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("podlint_context_"+name, help, []string{"kind"}, nil)
}

// Each is by kind.
var (
	cacheObjects = cacheMetric("objects", "Objects of the cluster that are held, by kind.")
	cacheBytes   = cacheMetric("bytes", "Bytes that the objects held take, as they are counted against --context-memory, by kind.")
	cacheLeft    = cacheMetric("left_out", "Objects of the cluster that did not fit, by kind.")
	cacheLive    = cacheMetric("live", "1 when all objects of a kind were read and the API server tells of changes.")
)

// Describe implements prometheus.Collector.
func (c cacheCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{cacheObjects, cacheBytes, cacheLeft, cacheLive} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (c cacheCollector) Collect(to chan<- prometheus.Metric) {
	for _, cache := range c() {
		live := 0.0
		if cache.Live {
			live = 1
		}
		for d, value := range map[*prometheus.Desc]float64{
			cacheObjects: float64(cache.Objects), cacheBytes: float64(cache.Bytes), cacheLeft: float64(cache.Left), cacheLive: live,
		} {
			to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, cache.Kind)
		}
	}
}
