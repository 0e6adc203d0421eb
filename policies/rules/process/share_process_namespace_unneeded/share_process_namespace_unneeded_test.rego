package podlint.rules.process.share_process_namespace_unneeded_test

import data.podlint.lib.testing
import data.podlint.rules.process.share_process_namespace_unneeded as rule

_sharing(fields) := testing.pod({"process": {"sharing": [object.union(
	{"path": ["spec", "shareProcessNamespace"]},
	fields,
)]}})

test_no_use_denied if {
	rule.violation == {{
		"msg": "shareProcessNamespace is set, but no container uses it",
		"path": ["spec", "shareProcessNamespace"],
		"severity": "warning",
	}} with input as _sharing({})
}

test_exposed_secret_denied if {
	some v in rule.violation with input as _sharing({"secret": "db", "exposed": "web"})
	endswith(v.msg, "uses it; \"web\" can read the secrets of \"db\" through /proc")
}

test_unknown_container_is_advice_denied if {
	some v in rule.violation with input as _sharing({"unknown": ["app"]})
	v.severity == "info"
}

test_use_allowed if {
	rule.violation == set() with input as _sharing({"uses": ["reload: sends signals"]})
}

test_deaf_process_allowed if {
	rule.violation == set() with input as _sharing({"deaf": ["loop"]})
}

test_own_namespaces_allowed if {
	rule.violation == set() with input as testing.pod({})
}
