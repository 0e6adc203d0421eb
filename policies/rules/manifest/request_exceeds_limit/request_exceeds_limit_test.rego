package podlint.rules.manifest.request_exceeds_limit_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.request_exceeds_limit as rule

_container(requests, limits) := testing.container("app", {"resources": {
	"requests": requests,
	"limits": limits,
	"path": ["spec", "containers", 0, "resources"],
}})

test_more_than_the_limit_denied if {
	app := _container({"cpu_millis": 500, "memory_bytes": 200}, {"cpu_millis": 250, "memory_bytes": 200})
	rule.violation == {{
		"msg": `container "app": the request for cpu exceeds its limit`,
		"path": ["spec", "containers", 0, "resources", "requests", "cpu"],
		"container": "app",
		"related": [{"msg": "the limit", "path": ["spec", "containers", 0, "resources", "limits", "cpu"]}],
	}} with input as testing.pod({"containers": [app]})
}

test_no_limit_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [_container({"cpu_millis": 500}, {})]})
}
