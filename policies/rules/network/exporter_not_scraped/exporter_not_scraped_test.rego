package podlint.rules.network.exporter_not_scraped_test

import data.podlint.lib.testing
import data.podlint.rules.network.exporter_not_scraped as rule

_port(overrides) := object.union({"port": 9121, "name": "exporter", "purpose": "metrics", "address": "all", "certainty": "known", "text": "9121"}, overrides)

_input(exporter, monitor, parts) := testing.input_of(
	object.union(
		{
			"containers": [testing.container("cache", {}), testing.container("exporter", {"role": "exporter"})],
			"who": {"exporter": object.union({"own_program": true, "known_certainty": "known", "ports": [_port({})]}, exporter)},
		},
		object.get(parts, "pod", {}),
	),
	{"related": object.union(
		{"monitors": [testing.monitor("cache", object.union({"ports": ["redis"], "path": ["m"]}, monitor))]},
		object.get(parts, "related", {}),
	)},
)

_found(exporter, monitor, parts) := found if {
	found := rule.violation with input as _input(exporter, monitor, parts)
}

test_port_that_no_monitor_asks_for_denied if {
	some v in _found({}, {}, {})
	v.msg == "ServiceMonitor \"cache\" scrapes this pod, but asks for redis only: nobody asks exporter \"exporter\" (9121)"
	v.path == ["spec", "containers", 1, "name"]
	v.container == "exporter"
	v.related == [{"msg": "this monitor scrapes the pod", "path": ["m"]}]
	v.certainty.lower == 0
}

test_guesses_lower_denied if {
	some v in _found({"known_certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
	some w in _found({}, {"near": "sibling"}, {})
	w.certainty.lower == 1
}

test_exporter_that_is_asked_for_allowed if {
	_found({}, {"ports": ["redis", "exporter"]}, {}) == set()
	_found({}, {"ports": ["9121"]}, {}) == set()
}

_behind(port) := {"related": {"services": [testing.service("cache", {"ports": [testing.service_port(9121, 9121, object.union({"name": "redis", "containers": ["exporter"]}, port))]})]}}

test_port_of_its_service_allowed if {
	_found({}, {}, _behind({})) == set()
	count(_found({}, {}, _behind({"name": "other"}))) == 1
	count(_found({}, {}, _behind({"containers": ["cache"]}))) == 1
}

test_monitor_of_anything_allowed if {
	_found({}, {"labels": 0}, {}) == set()
	_found({}, {"ports": []}, {}) == set()
}

test_port_that_nobody_has_allowed if {
	astray := testing.reference("metrics", {"source": "service-monitor", "found": false})
	_found({}, {}, {"pod": {"references": [astray]}}) == set()
	count(_found({}, {}, {"pod": {"references": [object.union(astray, {"found": true})]}})) == 1
	count(_found({}, {}, {"pod": {"references": [object.union(astray, {"source": "annotation"})]}})) == 1
}

test_neighbour_that_asks_allowed if {
	dial := testing.connection("cache", {"to": [testing.server("exporter", {})]})
	_found({}, {}, {"pod": {"connections": [dial]}}) == set()
	count(_found({}, {}, {"pod": {"connections": [object.union(dial, {"from": "exporter"})]}})) == 1
	count(_found({}, {}, {"pod": {"connections": [object.union(dial, {"via": "probe"})]}})) == 1
}

test_other_scrapers_allowed if {
	_found({}, {}, {"pod": {"annotations": {"prometheus.io/port": "9121"}}}) == set()
	_found({}, {}, {"pod": {"workload": {"annotations": {"ad.datadoghq.com/x": ""}}}}) == set()
	_found({}, {}, {"pod": {"injectors": [testing.injector("istio", {})]}}) == set()
	count(_found({}, {}, {"pod": {"annotations": {"checksum/config": "x"}}})) == 1
}

test_no_exporter_allowed if {
	every other in [
		{"role": "proxy"}, {"own_program": false}, {"class": "init"}, {"ports": []},
		{"ports": [_port({"purpose": "health"})]}, {"ports": [_port({"address": "loopback"})]},
	] {
		_found(other, {}, {}) == set()
	}
}
