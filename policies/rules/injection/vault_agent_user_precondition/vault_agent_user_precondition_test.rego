package podlint.rules.injection.vault_agent_user_precondition_test

import data.podlint.lib.testing
import data.podlint.rules.injection.vault_agent_user_precondition as rule

_said(user, annotations, injector) := {v.msg | some v in found} if {
	found := rule.violation with input as testing.pod({
		"injectors": [testing.injector(injector, {})],
		"annotations": {sprintf("vault.hashicorp.com/%s", [key]): value | some key, value in annotations},
		"containers": [testing.container("app", {"security": {"run_as_user": user}}), testing.container("other", {})],
	})
}

_same := {"agent-run-as-same-user": "true"}

_vault := "vault-agent"

test_user_missing_denied if {
	_said({}, _same, _vault) == {"the Vault agent shall run as the user of \"app\", which sets no runAsUser"}
	_said({"value": 101, "origin": "image"}, _same, _vault) == {"the Vault agent shall run as the user of \"app\", which sets no runAsUser"}
}

test_users_of_the_pod_do_not_count_denied if {
	_said({"value": 1, "origin": "pod"}, _same, _vault) == {"the Vault agent shall run as the user of \"app\", which sets no runAsUser of its own (the pod's does not count)"}
}

test_place_denied if {
	some v in rule.violation with input as testing.pod({
		"injectors": [testing.injector(_vault, {})],
		"annotations": {"vault.hashicorp.com/agent-run-as-same-user": "true"},
		"containers": [testing.container("app", {})],
	})
	v.path == ["metadata", "annotations", "vault.hashicorp.com/agent-run-as-same-user"]
	v.container == "app"
}

test_user_of_the_container_allowed if _said({"value": 1, "origin": "container"}, _same, _vault) == set()

test_switched_off_allowed if _said({}, {"agent-run-as-same-user": "false"}, _vault) == set()

test_container_missing_denied if {
	_said({}, {"agent-copy-volume-mounts": "web"}, _vault) == {"the Vault agent shall copy the mounts of \"web\", which the pod does not have"}
}

test_container_allowed if {
	every name in ["other", "", "${NAME}"] { _said({}, {"agent-copy-volume-mounts": name}, _vault) == set() }
}

test_pod_without_agent_allowed if {
	_said({}, object.union(_same, {"agent-copy-volume-mounts": "web"}), "istio") == set()
}
