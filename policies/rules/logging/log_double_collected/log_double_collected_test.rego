package podlint.rules.logging.log_double_collected_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_double_collected as rule

_pod(printer, shipper, overrides) := testing.pod(object.union(
	{
		"containers": [
			testing.container("print", {"prints": true}),
			testing.container("ship", {"prints": false, "role": "log-agent"}),
		],
		"handovers": [
			testing.followed("print", "/app.log", object.union({"at": ["x"]}, printer)),
			testing.followed("ship", "/app.log", object.union({"origin": "config", "tool": "", "at": ["y"]}, shipper)),
		],
	},
	overrides,
))

test_twice_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"print\" prints /app.log, which \"ship\" ships as well"
	v.path == ["x"]
	v.container == "print"
	v.related == [{"msg": "\"ship\" ships it", "path": ["y"]}]
	v.certainty.lower == 0
	count(rule.violation) == 1 with input as _pod({}, {}, {})
}

test_pattern_denied if {
	every pattern in ["*.log", "app*", "*"] {
		count(rule.violation) == 1 with input as _pod({}, {"in": pattern, "pattern": true}, {})
	}
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_other_files_allowed if {
	rule.violation == set() with input as _pod({}, {"in": "audit.log"}, {})
	rule.violation == set() with input as _pod({}, {"in": "*.txt", "pattern": true}, {})
	rule.violation == set() with input as _pod({}, {"in": "a/*.log", "pattern": true}, {})
	rule.violation == set() with input as _pod({}, {"in": "*/*.log", "pattern": true}, {})
	rule.violation == set() with input as _pod({}, {"volume": "other"}, {})
	rule.violation == set() with input as _pod({"volume": ""}, {"volume": ""}, {})
}

test_not_printed_allowed if {
	every printer in [{"kept": true}, {"op": "read"}, {"phase": "init"}] {
		rule.violation == set() with input as _pod(printer, {}, {})
	}
	rule.violation == set() with input as _pod({}, {}, {"containers": [
		testing.container("print", {"prints": false}),
		testing.container("ship", {"prints": false, "role": "log-agent"}),
	]})
}

test_not_shipped_allowed if {
	rule.violation == set() with input as _pod({}, {"op": "read"}, {})
	rule.violation == set() with input as _pod({}, {}, {"containers": [
		testing.container("print", {"prints": true}),
		testing.container("ship", {"prints": true, "role": "log-agent"}),
	]})
	rule.violation == set() with input as _pod({}, {}, {"containers": [
		testing.container("print", {"prints": true}),
		testing.container("ship", {"prints": false, "role": "tool"}),
	]})
}

test_left_alone_allowed if {
	rule.violation == set() with input as _pod({}, {}, {"annotations": {"fluentbit.io/exclude": "true"}})
	rule.violation == set() with input as _pod({}, {}, {"annotations": {"co.elastic.logs/enabled": "false"}})
}
