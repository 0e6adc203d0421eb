package podlint.rules.security.api_sidecar_without_token_test

import data.podlint.lib.testing
import data.podlint.rules.security.api_sidecar_without_token as rule

test_client_without_token_denied if {
	rule.violation == {{
		"msg": "container \"sync\" talks to the Kubernetes API, but the pod leaves the service account token out",
		"path": ["spec", "containers", 1, "image"],
		"container": "sync",
		"related": [{"msg": "the token is switched off here", "path": ["spec", "automountServiceAccountToken"]}],
	}} with input as testing.pod({"isolation": {"no_token": [{
		"container": "sync",
		"image": "kiwigrid/k8s-sidecar:1.28.0",
		"by": "pod",
		"off_path": ["spec", "automountServiceAccountToken"],
		"path": ["spec", "containers", 1, "image"],
	}]}})
}

test_pod_with_token_allowed if {
	rule.violation == set() with input as testing.pod({"isolation": {}})
}
