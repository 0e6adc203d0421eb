package podlint.rules.injection.injected_file_not_rendered_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_file_not_rendered as rule

_use(overrides) := testing.expectation("app", "vault-agent", object.union({"via": "file", "text": "/vault/secrets/db"}, overrides))

_prefix := "vault.hashicorp.com/"

_pod(annotations, use) := testing.pod({
	"containers": [testing.container("app", {})],
	"annotations": {key: value | some name, value in annotations; key := sprintf("%s%s", [_prefix, name])},
	"injectors": [testing.injector("vault-agent", {})],
	"expectations": [_use(use)],
})

test_another_name_denied if {
	some v in rule.violation with input as _pod({"agent-inject-secret-database": "x"}, {})
	v.msg == "container \"app\" reads /vault/secrets/db, but the annotations make Vault's agent render database"
	v.path == _use({}).path
	v.container == "app"
	v.certainty.lower == 0
}

test_name_given_by_an_annotation_denied if {
	some v in rule.violation with input as _pod({"agent-inject-secret-db": "x", "agent-inject-file-db": "shop.env"}, {})
	endswith(v.msg, "render shop.env")
}

test_none_denied if {
	some v in rule.violation with input as _pod({}, {})
	endswith(v.msg, "render none")
}

test_rendered_allowed if {
	every annotations in [
		{"agent-inject-secret-db": "x"},
		{"agent-inject-template-db": "x"},
		{"agent-inject-template-file-db": "x"},
		{"agent-inject-secret-a": "x", "agent-inject-file-a": "/db"},
		{"agent-inject-secret-a": "x", "agent-inject-file-a": "db/a"},
	] {
		rule.violation == set() with input as _pod(annotations, {})
	}
}

test_token_allowed if {
	rule.violation == set() with input as _pod({"agent-inject-token": "true"}, {"text": "/vault/secrets/token"})
}

test_other_settings_allowed if {
	every name in ["agent-configmap", "secret-volume-path", "secret-volume-path-db"] { rule.violation == set() with input as _pod({name: "x"}, {}) }
}

test_other_uses_allowed if {
	every use in [
		{"via": "dial"},
		{"ignorable": true},
		{"text": "/vault/secrets"},
		{"text": "/vault/secrets/*.env"},
		{"text": "/vault/secrets/$(NAME)"},
	] {
		rule.violation == set() with input as _pod({}, use)
	}
}

test_other_injectors_allowed if {
	rule.violation == set() with input as testing.pod({
		"containers": [testing.container("app", {})],
		"injectors": [testing.injector("consul", {})],
		"expectations": [testing.expectation("app", "consul", {"via": "file", "text": "/vault/secrets/db"})],
	})
}

test_injector_that_is_off_allowed if {
	made := _pod({}, {})
	rule.violation == set() with input as json.patch(made, [{"op": "remove", "path": "/pod/injectors"}])
	rule.violation == set() with input as object.union(made, {"pod": {"injectors": [testing.injector("istio", {})]}})
}

test_written_by_a_template_allowed if {
	rule.violation == set() with input as _pod({"agent-inject-template-all": `{{ .x | writeToFile "/vault/secrets/db" "" "" "0644" }}`}, {})
	count(rule.violation) == 1 with input as _pod({"agent-inject-template-all": `{{ .x | writeToFile "/vault/secrets/a" "" "" "0644" }}`}, {})
	count(rule.violation) == 1 with input as _pod({"agent-inject-command-all": "ls /vault/secrets/db", "agent-inject-secret-all": "x"}, {})
}
