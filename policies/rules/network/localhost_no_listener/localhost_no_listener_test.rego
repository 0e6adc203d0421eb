package podlint.rules.network.localhost_no_listener_test

import data.podlint.lib.testing
import data.podlint.rules.network.localhost_no_listener as rule

_dial(overrides) := testing.pod({"network": {"dangling_dials": [object.union(
	{
		"container": "exporter",
		"host": "localhost",
		"port": 6379,
		"origin": "image",
		"known": true,
		"path": ["spec", "containers", 1, "image"],
	},
	overrides,
)]}})

_partner := {"partner": "redis", "partner_port": 6380, "partner_path": ["spec", "containers", 0, "args", 1]}

test_partner_elsewhere_denied if {
	rule.violation == {{
		"msg": "container \"exporter\" connects to localhost:6379, but \"redis\" listens on 6380 only",
		"path": ["spec", "containers", 1, "image"],
		"container": "exporter",
		"severity": "error",
		"related": [{"msg": "\"redis\" listens here", "path": ["spec", "containers", 0, "args", 1]}],
	}} with input as _dial(_partner)
}

test_nobody_is_a_warning_denied if {
	some v in rule.violation with input as _dial({})
	v.severity == "warning"
	endswith(v.msg, "but no container of the pod listens on that port")
	v.related == []
}

test_only_declared_ports_are_a_warning_denied if {
	some v in rule.violation with input as _dial(object.union(_partner, {"known": false}))
	v.severity == "warning"
	endswith(v.msg, "but \"redis\" shows port 6380 only")
}

test_status_page_of_a_program_of_which_not_all_is_known_is_a_note_denied if {
	some v in rule.violation with input as _dial(object.union(_partner, {"known": false, "purpose": "scrape"}))
	v.severity == "info"
}

test_status_page_of_a_known_program_is_an_error_denied if {
	some v in rule.violation with input as _dial(object.union(_partner, {"purpose": "scrape"}))
	v.severity == "error"
}

test_no_dangling_dial_allowed if {
	rule.violation == set() with input as testing.pod({})
}
