package podlint.rules.resources.qos_lost_by_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.resources.qos_lost_by_sidecar as rule

_sure := {"resources": {
	"requests": {"cpu_millis": 100, "memory_bytes": 100},
	"limits": {"cpu_millis": 100, "memory_bytes": 100},
	"unknown": false,
	"path": ["spec", "containers", 0, "resources"],
}}

_helper(overrides) := object.union(
	{"part": "helper", "part_certainty": "known", "resources": {"unknown": false, "path": ["spec", "containers", 1, "resources"]}},
	overrides,
)

_pod(app, helper, overrides) := testing.pod(object.union(
	{"qos": "Burstable", "containers": [testing.container("app", app), testing.container("shipper", helper)]},
	overrides,
))

_messages(made) := {v.msg | some v in found} if {
	found := rule.violation with input as made
}

test_helper_without_limits_denied if {
	some v in rule.violation with input as _pod(_sure, _helper({}), {})
	v.msg == "container \"shipper\" has no cpu limit, so the pod is Burstable, though \"app\" asks to be Guaranteed"
	v.path == ["spec", "containers", 1, "resources"]
	v.container == "shipper"
}

test_request_below_the_limit_denied if {
	less := _helper({"resources": {"requests": {"cpu_millis": 100, "memory_bytes": 50}, "limits": {"cpu_millis": 100, "memory_bytes": 100}}})
	found := _messages(_pod(_sure, less, {}))
	found == {"container \"shipper\" has no memory request equal to its limit, so the pod is Burstable, though \"app\" asks to be Guaranteed"}
}

test_init_container_denied if count(_messages(_pod(_sure, _helper({"class": "init"}), {}))) == 1

test_native_sidecar_denied if count(_messages(_pod(_sure, _helper({"class": "sidecar"}), {}))) == 1

test_app_that_is_burstable_by_intent_allowed if _messages(_pod({}, _helper({}), {})) == set()

test_placeholder_allowed if {
	unknown := object.union(_sure, {"resources": {"unknown": true}})
	_messages(_pod(unknown, _helper({}), {})) == set()
}

test_guaranteed_helper_allowed if _messages(_pod(_sure, _helper(_sure), {})) == set()

test_guaranteed_pod_allowed if _messages(_pod(_sure, _helper({}), {"qos": "Guaranteed"})) == set()

test_resources_of_the_pod_allowed if _messages(_pod(_sure, _helper({}), {"pod_level_resources": true})) == set()

test_default_of_the_namespace_allowed if {
	made := object.union(_pod(_sure, _helper({}), {}), {"related": {"limit_range": true}})
	_messages(made) == set()
}

test_without_an_app_that_asks_allowed if {
	made := testing.pod({"qos": "Burstable", "containers": [testing.container("a", _helper({})), testing.container("b", _helper({}))]})
	_messages(made) == set()
}

test_init_container_is_no_app_denied if {
	made := testing.pod({"qos": "Burstable", "containers": [
		testing.init("step", _sure), testing.container("app", _sure), testing.container("shipper", _helper({})),
	]})
	{endswith(m, "though \"app\" asks to be Guaranteed") | some m in _messages(made)} == {true}
}

test_init_container_without_limits_is_no_intent_denied if {
	made := testing.pod({"qos": "Burstable", "containers": [testing.init("step", _helper({"part": "unknown"})), testing.container("app", _sure)]})
	count(_messages(made)) == 1
}
