package podlint.rules.network.service_targetport_no_container_test

import data.podlint.lib.testing
import data.podlint.rules.network.service_targetport_no_container as rule

_target(fields) := testing.pod({"network": {"dead_targets": [object.union(
	{
		"service": "shop",
		"port": 80,
		"protocol": "TCP",
		"known": true,
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
	},
	fields,
)]}})

test_name_denied if {
	rule.violation == {{
		"msg": "service \"shop\" targets port name \"web\", but the containers only name http, dns: it gets no endpoints",
		"path": ["@Service//shop", "spec", "ports", 0, "targetPort"],
	}} with input as _target({"name": "web", "names": ["http", "dns"]})
}

test_name_where_none_is_declared_denied if {
	some v in rule.violation with input as _target({"name": "web"})
	contains(v.msg, "\"web\", which no container declares: it gets no endpoints")
}

test_other_protocol_denied if {
	some v in rule.violation with input as _target({"name": "dns", "names": ["dns"], "other_protocol": "UDP"})
	contains(v.msg, "which is declared as UDP, not TCP")
}

test_number_denied if {
	some v in rule.violation with input as _target({"target": 9000})
	v.msg == "service \"shop\" targets port 9000, on which no container of Pod \"pod\" listens"
	v.severity == "error"
}

test_number_beside_declared_ports_is_a_warning_denied if {
	some v in rule.violation with input as _target({"target": 9000, "known": false})
	v.severity == "warning"
}

test_no_dead_target_allowed if {
	rule.violation == set() with input as testing.pod({})
}
