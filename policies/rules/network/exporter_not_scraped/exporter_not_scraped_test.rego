package podlint.rules.network.exporter_not_scraped_test

import data.podlint.lib.testing
import data.podlint.rules.network.exporter_not_scraped as rule

_port(overrides) := object.union({"port": 9121, "name": "exporter", "purpose": "metrics", "address": "all", "certainty": "known", "text": "9121"}, overrides)

_input(exporter, monitor, parts) := testing.input_of(
	object.union(
		{
			"containers": [testing.container("cache", {}), testing.container("exporter", {"role": "exporter"})],
			"who": {"cache": {"ports": [_port({"port": 8080, "name": "http", "purpose": ""})]}, "exporter": object.union({"own_program": true, "known_certainty": "known", "ports": [_port({})]}, exporter)},
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

_annotated(exporter, annotations, related, lists) := found if {
	made := _input(exporter, {}, {"pod": object.union({"annotations": annotations}, lists)})
	seen := object.union(object.remove(made.related, ["monitors"]), related)
	found := rule.violation with input as object.union(object.remove(made, ["related"]), {"related": seen})
}

_for(port) := {"prometheus.io/scrape": "true", "prometheus.io/port": port}

test_annotation_of_another_port_denied if {
	some v in _annotated({}, _for("8080"), {}, {})
	v.msg == "prometheus.io/port has the pod scraped on 8080 only: nobody asks exporter \"exporter\" (9121)"
	v.path == ["spec", "containers", 1, "name"]
	v.container == "exporter"
}

test_annotation_of_nobodys_port_allowed if _annotated({}, _for("8081"), {}, {}) == set()

test_annotation_of_its_port_allowed if {
	_annotated({}, _for("9121"), {}, {}) == set()
	_annotated({"ports": [_port({}), _port({"port": 8080, "purpose": ""})]}, _for("8080"), {}, {}) == set()
}

test_other_annotations_allowed if {
	_annotated({}, object.union(_for("8080"), {"prometheus.io/scrape": "false"}), {}, {}) == set()
	_annotated({}, _for("$(PORT)"), {}, {}) == set()
	_annotated({}, {"prometheus.io/scrape": "true"}, {}, {}) == set()
}

test_exporter_that_others_lead_to_allowed if {
	_annotated({}, _for("8080"), {"monitors": [testing.monitor("cache", {"ports": ["redis"]})]}, {}) == set()
	service := testing.service("cache", {"ports": [testing.service_port(9121, 9121, {"name": "x", "containers": ["exporter"]})]})
	_annotated({}, _for("8080"), {"services": [service]}, {}) == set()
	_annotated({}, _for("8080"), {}, {"connections": [testing.connection("cache", {"to": [testing.server("exporter", {})]})]}) == set()
	_annotated({}, _for("8080"), {}, {"injectors": [testing.injector("istio", {})]}) == set()
}

test_no_exporter_by_annotation_allowed if {
	_annotated({"role": "app"}, _for("8080"), {}, {}) == set()
	_annotated({"own_program": false}, _for("8080"), {}, {}) == set()
	_annotated({"class": "init"}, _for("8080"), {}, {}) == set()
}
