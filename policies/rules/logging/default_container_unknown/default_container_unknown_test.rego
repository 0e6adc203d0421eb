package podlint.rules.logging.default_container_unknown_test

import data.podlint.lib.testing
import data.podlint.rules.logging.default_container_unknown as rule

_key := "kubectl.kubernetes.io/default-container"

_pod(overrides) := _of(overrides, [])

_of(overrides, containers) := testing.pod({
	"containers": containers,
	"references": [testing.reference("wbe", object.union({"key": _key, "path": ["metadata", "annotations", _key]}, overrides))],
})

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(overrides)
}

test_unknown_container_denied if {
	{object.remove(v, ["fix", "certainty"]) | some v in rule.violation} == {{
		"msg": "annotation names the default container \"wbe\", but the pod has no such container",
		"path": ["metadata", "annotations", _key],
	}} with input as _pod({})
}

test_nearest_name_denied if {
	_messages({"nearest": "web"}) == {"annotation names the default container \"wbe\", but the pod has no such container; perhaps \"web\""}
}

test_only_app_denied if {
	found := {v.msg | some v in rule.violation} with input as _of({}, [testing.container("shop", {}), testing.container("proxy", {"part": "helper"})])
	found == {"annotation names the default container \"wbe\", but the pod has no such container; perhaps \"shop\""}
}

test_container_that_is_there_allowed if _messages({"found": true}) == set()

test_container_of_an_injector_allowed if _messages({"injectable": true}) == set()

test_other_annotation_allowed if _messages({"key": "pre.hook.backup.velero.io/container"}) == set()

test_fix_names_what_is_spelt_alike if {
	some v in rule.violation with input as _of({"nearest": "web"}, [testing.container("shop", {}), testing.container("proxy", {"part": "helper"})])
	contains(v.fix.title, "web")
	some w in rule.violation with input as _of({}, [testing.container("shop", {}), testing.container("proxy", {"part": "helper"})])
	contains(w.fix.title, "shop")
}
