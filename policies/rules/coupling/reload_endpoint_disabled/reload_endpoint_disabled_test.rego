package podlint.rules.coupling.reload_endpoint_disabled_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.reload_endpoint_disabled as rule

_call(overrides) := testing.connection("reload", object.union(
	{"answer": "neighbour", "url": "/-/reload", "port": 9090, "to": [testing.server("prometheus", {})], "path": ["spec", "call"]},
	overrides,
))

_member := {"known": "prometheus", "known_certainty": "known", "own_program": true}

_pod(call, server, who) := testing.pod({
	"containers": [testing.container("prometheus", object.union({"argv": ["/bin/prometheus"]}, server)), testing.container("reload", {})],
	"connections": [_call(call)],
	"who": {"prometheus": object.union(_member, who)},
})

_flag(value) := {"flags": [{"name": "web.enable-lifecycle", "value": value, "path": ["spec"]}]}

test_switched_off_denied if {
	every server in [{}, _flag("false")] {
		some v in rule.violation with input as _pod({}, server, {})
		v.msg == "container \"reload\" asks \"prometheus\" to reload at /-/reload, which it refuses without --web.enable-lifecycle"
		v.path == ["spec", "call"]
		v.container == "reload"
		v.certainty.lower == 0
	}
}

test_by_name_denied_a_step_lower if {
	some v in rule.violation with input as _pod({}, {}, {"known_certainty": "guessed"})
	v.certainty.lower == 1
}

test_switched_on_allowed if {
	every value in ["", "true"] { rule.violation == set() with input as _pod({}, _flag(value), {}) }
}

test_arguments_out_of_sight_allowed if rule.violation == set() with input as _pod({}, {"argv": ["/bin/prometheus", "$(MORE)"]}, {})

test_other_calls_allowed if {
	every call in [{"url": "/metrics"}, {"answer": "nobody"}, {"ignorable": true}, {"via": "mention"}] {
		rule.violation == set() with input as _pod(call, {}, {})
	}
}

test_other_programs_allowed if {
	every who in [{"known": "alertmanager"}, {"own_program": false}] { rule.violation == set() with input as _pod({}, {}, who) }
}
