package podlint.rules.lifecycle.native_sidecar_start_waits_on_app_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.native_sidecar_start_waits_on_app as rule

_probe(overrides) := testing.connection("proxy", object.union(
	{
		"via": "probe", "kind": "startup", "host": "", "host_class": "pod", "port": 8080, "answer": "neighbour", "certainty": "stated", "path": ["p"],
		"to": [testing.server("app", {"certainty": "stated", "path": ["s"]})],
	},
	overrides,
))

_pod(probe, overrides) := testing.pod(object.union(
	{
		"containers": [testing.sidecar("proxy", {"seen": {"listens": "all"}}), testing.container("app", {})],
		"connections": [_probe(probe)],
	},
	overrides,
))

_found(probe, overrides) := found if {
	found := rule.violation with input as _pod(probe, overrides)
}

test_port_of_a_later_container_denied if {
	some v in _found({}, {})
	v.msg == "the startup probe of native sidecar \"proxy\" asks port 8080 of \"app\", which starts only when the probe has passed"
	v.path == ["p"]
	v.container == "proxy"
	v.related == [{"msg": "\"app\" serves it", "path": ["s"]}]
	v.certainty == {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""}
}

test_later_native_sidecar_denied if {
	count(_found({}, {"containers": [testing.sidecar("proxy", {"seen": {"listens": "all"}}), testing.sidecar("app", {})]})) == 1
}

test_who_may_serve_it_unseen if {
	some told in _found({}, {"who": {"proxy": {"seen": {"listens": "told"}}}})
	told.certainty.lower == 1
	some unseen in _found({}, {"who": {"proxy": {"seen": {"listens": "some"}}}})
	unseen.certainty.doubt == true
	some injected in _found({}, {"containers": [
		testing.sidecar("proxy", {"seen": {"listens": "all"}}), testing.container("app", {}), testing.injected("mesh", {}),
	]})
	injected.certainty.doubt == true
}

test_guess_lowers_denied if {
	some v in _found({"to": [testing.server("app", {"certainty": "guessed"})]}, {})
	v.certainty.lower == 1
}

test_who_is_up_before_answers_allowed if {
	three := {"containers": [testing.sidecar("cache", {}), testing.sidecar("proxy", {}), testing.container("app", {})]}
	_found({"to": [testing.server("app", {}), testing.server("cache", {})]}, three) == set()
	_found({"to": [testing.server("cache", {})]}, three) == set()
	_found({"to": [testing.server("app", {}), testing.server("proxy", {})]}, {}) == set()
}

test_init_container_that_is_gone_denied if {
	three := {"containers": [testing.init("seed", {}), testing.sidecar("proxy", {"seen": {"listens": "all"}}), testing.container("app", {})]}
	count(_found({"to": [testing.server("app", {}), testing.server("seed", {})]}, three)) == 1
}

test_others_allowed if {
	every other in [{"kind": "readiness"}, {"kind": "liveness"}, {"answer": "own"}, {"answer": "nobody"}, {"host": "db.example.org"}, {"from": "app"}, {"via": "dial"}] {
		_found(other, {}) == set()
	}
	_found({}, {"containers": [testing.container("proxy", {}), testing.container("app", {})]}) == set()
	_found({}, {"who": {"app": {"class": "injected"}}}) == set()
}
