package podlint.rules.coupling.unmounted_volume_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.unmounted_volume as rule

_volume(name, kind) := testing.volume(name, kind, {})

test_volume_without_mount_denied if {
	{object.remove(v, ["fix", "certainty"]) | some v in rule.violation} == {{
		"msg": "volume \"tls\" (secret) is mounted by no container",
		"path": ["spec", "volumes", 0],
	}} with input as testing.pod({"volumes": [_volume("tls", "secret")]})
}

test_each_volume_denied_by_itself if {
	pod := testing.pod({"volumes": [
		testing.volume("data", "emptyDir", {"mounted_by": [testing.mounted_by("app", "/data", {})]}),
		_volume("cache", "emptyDir"),
		_volume("config", "configMap"),
	]})
	found := rule.violation with input as pod
	{v.path | some v in found} == {["spec", "volumes", 1], ["spec", "volumes", 2]}
}

test_mounted_volume_allowed if {
	pod := testing.pod({"volumes": [testing.volume("data", "emptyDir", {"mounted_by": [testing.mounted_by("app", "/data", {})]})]})
	rule.violation == set() with input as pod
}

test_pod_without_volumes_allowed if {
	rule.violation == set() with input as testing.pod({})
}

test_any_volume_may_be_meant_by_a_placeholder if {
	pod := testing.pod({
		"volumes": [_volume("cache", "emptyDir")],
		"containers": [testing.container("app", {"mounts": [{"volume": "$(params.CACHE)", "kind": "unknown"}]})],
	})
	rule.violation == set() with input as pod
	rule.spared == {"a placeholder stands in place of the name of a mounted volume"} with input as pod
}

test_claim_template_allowed if {
	pod := testing.pod({"volumes": [testing.volume("data", "persistentVolumeClaim", {"template": true})]})
	rule.violation == set() with input as pod
}

test_injector_switched_on_allowed if {
	pod := testing.pod({"volumes": [_volume("certs", "secret")], "injectors": [testing.injector("vault", {})]})
	rule.violation == set() with input as pod
}

test_gcsfuse_volume_allowed if {
	rule.violation == set() with input as testing.pod({"volumes": [_volume("gke-gcsfuse-tmp", "emptyDir")]})
}

test_istio_user_volume_allowed if {
	pod := testing.pod({
		"annotations": {"sidecar.istio.io/userVolume": "[{\"name\":\"ca\",\"secret\":{\"secretName\":\"ca\"}}]"},
		"volumes": [_volume("ca", "secret")],
	})
	rule.violation == set() with input as pod
}

test_other_istio_user_volume_denied if {
	pod := testing.pod({
		"annotations": {"sidecar.istio.io/userVolume": "[{\"name\":\"ca\",\"secret\":{\"secretName\":\"ca\"}}]"},
		"volumes": [_volume("tls", "secret")],
	})
	count(rule.violation) == 1 with input as pod
}

test_a_mounted_volume_with_a_placeholder_for_its_name_says_nothing_of_others if {
	pod := testing.pod({
		"volumes": [_volume("cache", "emptyDir")],
		"containers": [testing.container("app", {"mounts": [{"volume": "$(params.CACHE)", "kind": "emptyDir"}]})],
	})
	count(rule.violation) == 1 with input as pod
}
