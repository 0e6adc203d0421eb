package podlint.rules.network.service_port_not_exposed_test

import data.podlint.lib.testing
import data.podlint.rules.network.service_port_not_exposed as rule

_dial(overrides) := testing.connection("wait", object.union(
	{"host": "db", "host_class": "service", "port": 5433, "text": "pg_isready -h db -p 5433", "certainty": "shown"},
	overrides,
))

_input(dial, service, overrides) := testing.input_of(
	object.union({"connections": [_dial(dial)]}, overrides),
	{"related": {"called": [testing.called("db", 5432, service)]}},
)

test_port_that_is_not_exposed_denied if {
	some v in rule.violation with input as _input({}, {}, {})
	v.msg == "container \"wait\" connects to db:5433, but Service \"db\" exposes 5432 only"
	v.container == "wait"
	v.path == _dial({}).path
	v.certainty.lower == 0
	v.related == [{"msg": "its ports are here", "path": ["@Service//db", "spec", "ports", 0, "port"]}]
}

test_many_ports_are_not_listed if {
	many := {"ports": [{"name": "", "port": n, "protocol": "TCP", "path": ["@Service//db"]} | some n in numbers.range(1, 5)]}
	some v in rule.violation with input as _input({}, many, {})
	endswith(v.msg, "exposes other ports")
}

test_variable_a_step_lower_denied if {
	some v in rule.violation with input as _input({"certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
}

test_port_by_default_a_step_lower_denied if {
	some v in rule.violation with input as _input({"text": "pg_isready -h db"}, {}, {})
	v.certainty.lower == 1
}

test_service_of_a_sibling_folder_a_step_lower_denied if {
	some v in rule.violation with input as _input({}, {"near": "sibling"}, {})
	v.certainty.lower == 1
}

test_exposed_port_allowed if rule.violation == set() with input as _input({"port": 5432}, {}, {})

test_unknown_port_allowed if rule.violation == set() with input as _input({"port": 0}, {}, {})

test_host_that_is_no_service_allowed if rule.violation == set() with input as _input({"host_class": "external"}, {}, {})

test_probe_allowed if rule.violation == set() with input as _input({"via": "probe"}, {}, {})

test_tolerated_failure_allowed if rule.violation == set() with input as _input({"ignorable": true}, {}, {})

test_network_of_the_node_allowed if rule.violation == set() with input as _input({}, {}, {"host_network": true})

test_other_service_allowed if rule.violation == set() with input as _input({"host": "db.other"}, {}, {})

test_placeholder_allowed if rule.violation == set() with input as _input({}, {"complete": false}, {})

test_headless_service_allowed if rule.violation == set() with input as _input({}, {"headless": true}, {})

test_service_without_selector_allowed if rule.violation == set() with input as _input({}, {"selects": false}, {})

test_external_name_allowed if rule.violation == set() with input as _input({}, {"type": "ExternalName"}, {})

test_service_without_ports_allowed if rule.violation == set() with input as _input({}, {"ports": []}, {})

_told(words) := {"containers": [testing.container("wait", {"argv": words})]}

_url := {"text": "--db-url=http://db", "port": 80}

test_port_of_a_neighbouring_option_allowed if {
	rule.violation == set() with input as _input(_url, {}, _told(["--db-url=http://db", "--db-port=5432"]))
	rule.violation == set() with input as _input(_url, {}, _told(["--db-url=http://db", "--db-port", "5432"]))
}

test_port_of_another_option_denied if {
	count(rule.violation) == 1 with input as _input(_url, {}, _told(["--db-url=http://db", "--admin-port=5432"]))
}
