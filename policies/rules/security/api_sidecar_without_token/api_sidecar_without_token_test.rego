package podlint.rules.security.api_sidecar_without_token_test

import data.podlint.lib.testing
import data.podlint.rules.security.api_sidecar_without_token as rule

_off := {"api_token": {"mounted": false, "by": "pod", "path": ["spec", "automountServiceAccountToken"]}}

_sync(overrides) := testing.container("sync", object.union(
	{"part": "helper", "own_program": true, "image": {"uses_api": true, "certainty": "known", "path": ["x"]}},
	overrides,
))

_found(overrides, of_pod) := found if {
	found := rule.violation with input as testing.pod(object.union({"containers": [_sync(overrides)]}, of_pod))
}

test_client_without_token_denied if {
	some v in _found({}, _off)
	v.msg == "container \"sync\" talks to the Kubernetes API, but the pod leaves the service account token out"
	v.path == ["x"]
	v.container == "sync"
	v.certainty.lower == 0
	v.related == [{"msg": "the token is switched off here", "path": ["spec", "automountServiceAccountToken"]}]
}

test_image_by_its_name_alone_a_step_lower_denied if {
	some v in _found({"image": {"certainty": "guessed"}}, _off)
	v.certainty.lower == 1
}

test_account_without_token_denied if {
	some v in _found({}, {"api_token": {"mounted": false, "by": "service account", "path": []}})
	contains(v.msg, "the service account leaves")
}

test_pod_with_token_allowed if _found({}, {}) == set()

test_no_client_allowed if _found({"image": {"uses_api": false}}, _off) == set()

test_another_program_allowed if _found({"own_program": false}, _off) == set()

test_app_allowed if _found({"part": "app"}, _off) == set()

test_mesh_proxy_allowed if _found({"role": "mesh-proxy"}, _off) == set()

test_projected_token_allowed if {
	_found({"mounts": [testing.mount("token", "/var/run/secrets/kubernetes.io/serviceaccount", {})]}, _off) == set()
	_found({"mounts": [testing.mount("token", "/run/secrets/kubernetes.io/serviceaccount", {})]}, _off) == set()
}

test_other_mount_denied if count(_found({"mounts": [testing.mount("token", "/etc/token", {})]}, _off)) == 1

test_environment_out_of_sight_allowed if _found({"env_unresolved": true}, _off) == set()

test_kubeconfig_allowed if {
	_found({"env": [testing.env("KUBECONFIG", "/x", {})]}, _off) == set()
	_found({"argv": ["sync", "--kubeconfig=/x"]}, _off) == set()
	_found({"argv": ["sync", "--master=https://10.0.0.1"]}, _off) == set()
}

test_windows_allowed if _found({}, object.union(_off, {"windows": true})) == set()
