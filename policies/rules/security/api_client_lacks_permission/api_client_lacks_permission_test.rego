package podlint.rules.security.api_client_lacks_permission_test

import data.podlint.lib.testing
import data.podlint.rules.security.api_client_lacks_permission as rule

_grant(overrides) := object.union(
	{
		"role": "maps", "cluster": true, "namespace": "", "groups": [""], "resources": ["configmaps"], "verbs": ["get", "watch"],
		"path": ["@ClusterRole//maps", "rules", 0],
	},
	overrides,
)

_pod(call, account) := testing.input_of(
	{
		"workload": {"namespace": "mon"},
		"containers": [testing.container("sync", {"api_calls": [object.union(
			{
				"group": "", "resource": "secrets", "verbs": ["watch"], "cluster": false, "namespaces": [""], "certainty": "known",
				"text": "RESOURCE=both", "path": ["x"],
			},
			call,
		)]})],
	},
	{"related": {
		"limit_range": false, "quota": false, "service_seen": false,
		"account": object.union({"name": "sync", "complete": true, "grants": [_grant({})]}, account),
	}},
)

test_another_resource_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"sync\" may not watch secrets: no role of service account \"sync\" allows it"
	v.path == ["x"]
	v.container == "sync"
	v.related == [{"msg": "what \"maps\" allows", "path": ["@ClusterRole//maps", "rules", 0]}]
	v.certainty.lower == 0
}

test_missing_verbs_denied if {
	some v in rule.violation with input as _pod({"resource": "configmaps", "verbs": ["get", "list", "patch"]}, {})
	startswith(v.msg, "container \"sync\" may not list and patch configmaps:")
}

test_nothing_granted_denied if {
	some v in rule.violation with input as _pod({}, {"grants": []})
	v.related == []
}

test_another_group_denied if {
	some v in rule.violation with input as _pod({"resource": "configmaps", "group": "apps"}, {})
	v.container == "sync"
}

test_named_objects_denied if {
	some v in rule.violation with input as _pod({"resource": "configmaps"}, {"grants": [_grant({"names": ["a"]})]})
	v.container == "sync"
}

_in(namespace) := {"grants": [_grant({"cluster": false, "namespace": namespace})]}

test_other_namespaces_denied if {
	some v in rule.violation with input as _pod({"resource": "configmaps", "namespaces": ["team"]}, _in("mon"))
	contains(v.msg, "may not watch configmaps in namespace \"team\"")
	some w in rule.violation with input as _pod({"resource": "configmaps", "namespaces": ["ALL"], "cluster": true}, _in("mon"))
	contains(w.msg, "may not watch configmaps in every namespace")
	some x in rule.violation with input as _pod({"resource": "configmaps"}, _in("team"))
	contains(x.msg, "may not watch configmaps: ")
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_granted_allowed if {
	rule.violation == set() with input as _pod({"resource": "configmaps"}, {})
	rule.violation == set() with input as _pod({"resource": "configmaps"}, _in("mon"))
	rule.violation == set() with input as _pod({"resource": "configmaps"}, _in(""))
	rule.violation == set() with input as _pod({"resource": "configmaps", "namespaces": ["team"]}, _in("team"))
	rule.violation == set() with input as _pod({"resource": "configmaps", "namespaces": ["ALL"], "cluster": true}, {})
}

test_wildcards_allowed if {
	rule.violation == set() with input as _pod({}, {"grants": [_grant({"groups": ["*"], "resources": ["*"], "verbs": ["*"]})]})
}

test_unbound_allowed if rule.violation == set() with input as object.remove(_pod({}, {}), ["related"])

test_incomplete_allowed if rule.violation == set() with input as _pod({}, {"complete": false})

test_no_account_allowed if {
	base := _pod({}, {})
	rule.violation == set() with input as json.patch(base, [{"op": "remove", "path": "/related/account"}])
}
