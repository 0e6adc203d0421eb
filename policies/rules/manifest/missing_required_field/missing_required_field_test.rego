package podlint.rules.manifest.missing_required_field_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.missing_required_field as rule

_value := testing.invalid("missing", {"container": "app", "field": "image", "of": "image"})

test_missing_image_denied if {
	{v.msg | some v in rule.violation} == {`container "app": image is missing`} with input as testing.pod({"invalid_values": [_value]})
}

test_handler_denied if {
	value := testing.invalid("missing", {"container": "app", "field": "livenessProbe", "of": "handler", "expected": "exec or httpGet"})
	{v.msg | some v in rule.violation} == {`container "app": livenessProbe has no handler; want exec or httpGet`} with input as testing.pod({"invalid_values": [value]})
}

test_knative_allowed if {
	workload := {"api_version": "serving.knative.dev/v1", "kind": "Service"}
	rule.violation == set() with input as testing.pod({"workload": workload, "invalid_values": [_value]})
}

test_other_controllers_allowed if {
	workload := {"api_version": "ray.io/v1", "kind": "RayCluster"}
	rule.violation == set() with input as testing.pod({"workload": workload, "invalid_values": [_value]})
}

test_patch_allowed if {
	workload := {"api_version": "apps/v1", "kind": "Deployment", "selects": "nothing"}
	rule.violation == set() with input as testing.pod({"workload": workload, "invalid_values": [_value]})
}

test_template_without_a_name_allowed if {
	name := testing.invalid("missing", {"of": "pod name", "field": "", "path": ["metadata"]})
	rule.violation == set() with input as testing.pod({"invalid_values": [name, _value]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("malformed", {})]})
}

test_value_that_a_chart_leaves_open_in_doubt if {
	blank := testing.invalid("missing", {"of": "image", "field": "image", "container": "app", "blank": true})
	some v in rule.violation with input as testing.pod({"invalid_values": [blank], "workload": {"api_version": "v1", "kind": "Pod", "selects": ""}})
	v.certainty.doubt == true
}

test_field_without_a_value_is_empty if {
	value := object.union(_value, {"empty": true})
	{v.msg | some v in rule.violation} == {`container "app": image is empty`} with input as testing.pod({"invalid_values": [value]})
}
