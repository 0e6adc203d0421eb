package podlint.rules.resources.hpa_sidecar_missing_request_test

import data.podlint.lib.testing
import data.podlint.rules.resources.hpa_sidecar_missing_request as rule

_missing := {
	"container": "proxy",
	"class": "sidecar",
	"helper": true,
	"resource": "cpu",
	"autoscaler": "web",
	"metric_path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0],
	"path": ["spec", "containers", 1, "resources", "requests", "cpu"],
}

test_missing_request_denied if {
	rule.violation == {{
		"msg": "container \"proxy\" has no cpu request, so autoscaler \"web\" cannot compute the pod's utilisation and never scales",
		"path": ["spec", "containers", 1, "resources", "requests", "cpu"],
		"container": "proxy",
		"related": [{"msg": "the metric that needs it", "path": ["@HorizontalPodAutoscaler//web", "spec", "metrics", 0]}],
	}} with input as testing.pod({"scaling": {"missing_requests": [_missing]}})
}

test_each_resource_denied_by_itself if {
	found := rule.violation with input as testing.pod({"scaling": {"missing_requests": [
		_missing,
		object.union(_missing, {"resource": "memory"}),
	]}})
	count(found) == 2
}

test_complete_requests_allowed if {
	rule.violation == set() with input as testing.pod({"scaling": {}})
}
