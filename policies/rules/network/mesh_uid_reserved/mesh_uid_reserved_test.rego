package podlint.rules.network.mesh_uid_reserved_test

import data.podlint.lib.testing
import data.podlint.rules.network.mesh_uid_reserved as rule

test_user_of_the_proxy_denied if {
	rule.violation == {{
		"msg": "container \"app\" runs as 1337, the user of the injected istio proxy: its traffic bypasses the mesh",
		"path": ["spec", "containers", 0, "securityContext", "runAsUser"],
		"container": "app",
	}} with input as testing.pod({"network": {"bypass_users": [{
		"container": "app",
		"user": 1337,
		"injector": "istio",
		"switch": "sidecar.istio.io/inject=true",
		"path": ["spec", "containers", 0, "securityContext", "runAsUser"],
	}]}})
}

test_other_users_allowed if {
	rule.violation == set() with input as testing.pod({})
}
