package podlint.rules.security.psa_broken_by_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.psa_broken_by_sidecar as rule

_restricted := {
	"run_as_non_root": {"value": true},
	"allow_privilege_escalation": {"value": false},
	"seccomp_profile": {"value": "RuntimeDefault"},
	"capabilities_dropped": ["ALL"],
}

_input(level, shop, shipper, overrides) := testing.input_of(
	object.union(
		{
			"workload": {"namespace": "shop"},
			"containers": [
				testing.container("shop", {"part": "app", "security": shop}),
				testing.container("shipper", {"part": "helper", "security": object.union({"path": ["s"]}, shipper)}),
			],
		},
		overrides,
	),
	{"related": {"namespace": {"name": "shop", "labels": {"pod-security.kubernetes.io/enforce": level}, "path": ["@Namespace//shop"]}}},
)

_broken(level, shipper) := {v.msg | some v in found} if {
	found := rule.violation with input as _input(level, _restricted, shipper, {})
}

_said(level, fields) := {sprintf("container \"shipper\" breaks the level %q of namespace \"shop\" (%s): no pod is created", [level, fields])}

test_helper_below_level_denied if {
	rule.violation == {{
		"msg": "container \"shipper\" breaks the level \"restricted\" of namespace \"shop\" (capabilities.drop, runAsNonRoot): no pod is created",
		"path": ["s", "capabilities", "drop"],
		"container": "shipper",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "the level is enforced here", "path": ["@Namespace//shop", "metadata", "labels", "pod-security.kubernetes.io/enforce"]}],
	}} with input as _input("restricted", _restricted, object.union(_restricted, {"capabilities_dropped": ["NET_RAW"], "run_as_non_root": {"value": false}}), {})
}

test_everything_missing_denied if {
	_broken("restricted", {}) == _said("restricted", "seccompProfile, allowPrivilegeEscalation and 2 more")
}

test_root_denied if {
	root := object.union(_restricted, {"run_as_user": {"value": 0, "origin": "container"}})
	_broken("restricted", root) == _said("restricted", "runAsUser")
}

test_default_user_of_the_image_allowed if {
	_broken("restricted", object.union(_restricted, {"run_as_user": {"value": 0, "origin": "image"}})) == set()
}

test_baseline_denied if {
	_broken("baseline", {"privileged": {"value": true}}) == _said("baseline", "privileged")
	_broken("baseline", {"seccomp_profile": {"value": "Unconfined"}}) == _said("baseline", "seccompProfile")
	_broken("baseline", {"capabilities_added": ["NET_RAW"]}) == _said("baseline", "capabilities.add")
}

test_capability_denied if {
	added := object.union(_restricted, {"capabilities_added": ["CHOWN"]})
	_broken("restricted", added) == _said("restricted", "capabilities.add")
}

test_capability_allowed if {
	_broken("baseline", {"capabilities_added": ["CHOWN"]}) == set()
	_broken("restricted", object.union(_restricted, {"capabilities_added": ["NET_BIND_SERVICE"]})) == set()
}

test_level_kept_allowed if {
	_broken("restricted", _restricted) == set()
	_broken("baseline", {}) == set()
	_broken("privileged", {"privileged": {"value": true}}) == set()
}

test_app_beside_one_that_complies_denied if {
	some v in rule.violation with input as _input("baseline", {"path": ["a"], "privileged": {"value": true}}, _restricted, {})
	v.container == "shop"
}

test_app_that_breaks_it_too_allowed if {
	rule.violation == set() with input as _input("restricted", {}, {}, {})
}

test_pod_of_helpers_allowed if {
	none := {"containers": [testing.container(name, {"part": "helper"}) | some name in ["a", "b"]]}
	rule.violation == set() with input as _input("restricted", {}, {}, none)
}

_with(overrides) := found if {
	found := rule.violation with input as _input("restricted", _restricted, {}, overrides)
}

test_pod_that_is_refused_as_a_whole_allowed if {
	_with({"host_network": true}) == set()
	_with({"host_pid": true}) == set()
	_with({"host_ipc": true}) == set()
	_with({"volumes": [testing.volume("x", "hostPath", {})]}) == set()
	_with({"volumes": [testing.volume("x", "nfs", {})]}) == set()
	count(_with({"volumes": [testing.volume("x", "emptyDir", {})]})) == 1
}

test_volume_of_the_baseline_denied if {
	count(rule.violation) == 1 with input as _input("baseline", {}, {"privileged": {"value": true}}, {"volumes": [testing.volume("x", "nfs", {})]})
}

test_another_namespace_allowed if _with({"workload": {"namespace": "other"}}) == set()

test_windows_allowed if _with({"windows": true}) == set()

test_each_field_is_placed_denied if {
	every fault in [
		[{"seccomp_profile": {"value": "Unconfined"}}, ["s", "seccompProfile"]],
		[{"capabilities_added": ["CHOWN"]}, ["s", "capabilities", "add"]],
		[{"capabilities_dropped": ["NET_RAW"]}, ["s", "capabilities", "drop"]],
		[{"run_as_non_root": {"value": false}}, ["s", "runAsNonRoot"]],
	] {
		{v.path | some v in rule.violation} == {fault[1]} with input as _input("restricted", _restricted, object.union(_restricted, fault[0]), {})
	}
}
