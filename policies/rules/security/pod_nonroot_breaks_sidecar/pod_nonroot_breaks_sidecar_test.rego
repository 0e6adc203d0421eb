package podlint.rules.security.pod_nonroot_breaks_sidecar_test

import data.podlint.lib.testing
import data.podlint.rules.security.pod_nonroot_breaks_sidecar as rule

_image(overrides) := {"isolation": {"root_images": [object.union(
	{
		"container": "wait",
		"image": "busybox:1.36",
		"pod_path": ["spec", "securityContext", "runAsNonRoot"],
		"path": ["spec", "initContainers", 0, "securityContext", "runAsUser"],
	},
	overrides,
)]}}

_work(overrides) := {"isolation": {"root_work": [object.union(
	{
		"container": "init",
		"uid": 1000,
		"by": "pod",
		"does": "chown",
		"text": "chown -R app /data",
		"user_path": ["spec", "securityContext", "runAsUser"],
		"path": ["spec", "initContainers", 0, "command", 2],
	},
	overrides,
)]}}

test_root_image_denied if {
	rule.violation == {{
		"msg": "container \"wait\" cannot start: the pod sets runAsNonRoot, its image runs as root",
		"path": ["spec", "initContainers", 0, "securityContext", "runAsUser"],
		"container": "wait",
		"related": [{"msg": "the pod forbids root here", "path": ["spec", "securityContext", "runAsNonRoot"]}],
	}} with input as testing.pod(_image({}))
}

test_named_user_denied if {
	found := rule.violation with input as testing.pod(_image({"user_name": "curl_user"}))
	some v in found
	endswith(v.msg, "its image runs as \"curl_user\", which is no number")
}

test_work_of_root_denied if {
	rule.violation == {{
		"msg": "container \"init\" runs as user 1000, but \"chown\" needs root: chown -R app /data",
		"path": ["spec", "initContainers", 0, "command", 2],
		"container": "init",
		"severity": "warning",
		"related": [{"msg": "the user is set here", "path": ["spec", "securityContext", "runAsUser"]}],
	}} with input as testing.pod(_work({}))
}

test_low_port_is_advice_denied if {
	found := rule.violation with input as testing.pod(_work({"does": "port", "text": "80"}))
	{[v.severity, v.msg] | some v in found} == {["info", "container \"init\" runs as user 1000, but binds port 80, which older runtimes leave to root"]}
}

test_pod_of_one_user_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
