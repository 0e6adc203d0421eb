package podlint.rules.security.token_shared_with_non_api_container_test

import data.podlint.lib.testing
import data.podlint.rules.security.token_shared_with_non_api_container as rule

_secrets := {
	"role": "reader", "cluster": false, "namespace": "shop", "groups": [""], "resources": ["secrets"], "verbs": ["get", "list"], "path": ["@Role//reader"],
}

_call := {
	"group": "", "resource": "secrets", "verbs": ["list"], "cluster": false, "namespaces": ["shop"], "certainty": "known", "text": "RESOURCE", "path": ["c"],
}

_sync(overrides) := object.union(
	testing.container("sync", {
		"part": "helper", "own_program": true,
		"image": object.union(testing.image("quay.io/kiwigrid/k8s-sidecar:1.27.4"), {"uses_api": true, "certainty": "known"}),
		"api_calls": [_call],
	}),
	overrides,
)

_pod(web, sync, grant, pod) := testing.input_of(
	object.union(
		{
			"containers": [object.union(testing.container("web", {"image": testing.image("docker.io/nginx:1.27.1")}), web), _sync(sync)],
			"who": {"web": {"own_program": true, "known_certainty": "known"}},
			"api_token": {"mounted": true, "by": "default", "path": ["spec"]},
			"workload": {"name": "site", "namespace": "shop"},
		},
		pod,
	),
	{"related": {
		"account": {"name": "site", "complete": true, "grants": [object.union(_secrets, grant)]},
		"services": [testing.service("site", {"ports": [testing.service_port(80, 80, {"containers": ["web"], "side": false})]})],
	}},
)

_found(web, sync, grant, pod) := found if {
	found := rule.violation with input as _pod(web, sync, grant, pod)
}

test_token_that_reads_secrets_denied if {
	some v in _found({}, {}, {}, {})
	v.msg == "\"web\", which Service \"site\" leads to, holds the token by which \"sync\" may list secrets (role \"reader\")"
	v.path == ["spec", "containers", 0, "name"]
	v.container == "web"
	v.certainty.lower == 0
	v.related == [
		{"msg": "role \"reader\" allows it to service account \"site\"", "path": ["@Role//reader"]},
		{"msg": "\"sync\" needs it for this", "path": ["c"]},
	]
}

test_token_that_changes_what_runs_denied if {
	every resource in ["pods", "deployments", "rolebindings", "*"] {
		some v in _found({}, {}, {"groups": ["apps"], "resources": [resource], "verbs": ["get", "patch"]}, {})
		contains(v.msg, sprintf("may patch %s", [resource]))
		count(v.related) == 1
	}
}

test_program_of_which_nothing_is_known_is_a_doubt if {
	some v in _found({}, {}, {}, {"who": {"web": {"own_program": false}}})
	v.certainty.doubt == true
	some w in _found({}, {}, {}, {"who": {"web": {"own_program": true, "known_certainty": "guessed"}}})
	w.certainty.doubt == true
}

test_helper_by_the_name_of_its_image_lowers_denied if {
	some v in _found({}, {"image": {"uses_api": true, "certainty": "guessed", "repository": "x"}}, {}, {})
	v.certainty.lower == 1
}

test_helper_by_its_calls_denied if {
	count(_found({}, {"image": {"uses_api": false, "certainty": "known", "repository": "x"}}, {}, {})) == 1
}

test_helper_that_asks_nothing_allowed if {
	_found({}, {"image": {"uses_api": false, "repository": "x"}, "api_calls": []}, {}, {}) == set()
	_found({}, {"part": "unknown"}, {}, {}) == set()
	_found({}, {"running": false}, {}, {}) == set()
	_found({}, {"own_program": false}, {}, {}) == set()
}

test_harmless_rights_allowed if {
	_found({}, {}, {"resources": ["configmaps"]}, {}) == set()
	_found({}, {}, {"names": ["one"]}, {}) == set()
	_found({}, {}, {"groups": ["example.org"]}, {}) == set()
	_found({}, {}, {"resources": ["pods"]}, {}) == set()
	_found({}, {}, {"resources": ["pods"], "verbs": ["create"], "names": ["one"]}, {}) == set()
}

test_no_token_allowed if _found({}, {}, {}, {"api_token": {"mounted": false, "by": "pod", "path": []}}) == set()

test_node_allowed if _found({}, {}, {}, {"host_network": true}) == set()

test_client_allowed if {
	every web in [
		{"image": {"uses_api": true, "repository": "x"}}, {"api_calls": [_call]}, {"argv": ["/app", "--leader-elect"]},
		{"image": {"repository": "acme/shop-operator", "uses_api": false}}, {"env": [testing.env("POD_NAMESPACE", "shop", {})]},
		{"mounts": [testing.mount("none", "/var/run/secrets/kubernetes.io/serviceaccount", {})]},
		{"mounts": [testing.mount("none", "/var/run/secrets", {})]},
	] {
		_found(web, {}, {}, {}) == set()
	}
}

test_other_settings_denied if {
	count(_found({"env": [testing.env("PORT", "80", {})], "mounts": [testing.mount("www", "/srv", {})]}, {}, {}, {})) == 1
}

test_who_serves_nobody_allowed if {
	made := object.remove(_pod({}, {}, {}, {}), ["related"])
	rule.violation == set() with input as object.union(made, {"related": {"account": _pod({}, {}, {}, {}).related.account}})
	_found({}, {}, {}, {"who": {"web": {"part": "helper"}}}) == set()
	_found({"class": "init"}, {}, {}, {}) == set()
}

test_each_powerful_resource_denied if {
	every resource in {
		"*", "pods", "pods/exec", "deployments", "daemonsets", "statefulsets", "jobs", "cronjobs", "serviceaccounts/token", "roles", "rolebindings",
		"clusterroles", "clusterrolebindings", "nodes", "validatingwebhookconfigurations", "mutatingwebhookconfigurations",
	} {
		count(_found({}, {}, {"groups": ["x"], "resources": [resource], "verbs": ["create"]}, {})) == 1
	}
}

test_each_verb_denied if {
	every verb in ["*", "create", "update", "patch", "escalate", "bind", "impersonate"] {
		count(_found({}, {}, {"groups": ["x"], "resources": ["roles"], "verbs": [verb]}, {})) == 1
	}
	every verb in ["*", "list", "get", "watch"] { count(_found({}, {}, {"verbs": [verb]}, {})) == 1 }
	count(_found({}, {}, {"verbs": ["delete"]}, {})) == 0
}

test_each_word_of_a_client_allowed if {
	every word in {"operator", "controller", "manager", "kubernetes", "k8s", "kube", "kubectl", "kubeconfig", "namespace", "namespaces", "leader"} {
		count(_found({"argv": ["app", sprintf("--%s=x", [word])]}, {}, {}, {})) == 0
	}
}
