package podlint.rules.logging.stdout_symlink_shadowed_test

import data.podlint.lib.testing
import data.podlint.rules.logging.stdout_symlink_shadowed as rule

_links(overrides) := object.union(
	{
		"container": "web",
		"dir": "/var/log/nginx",
		"volume": "logs",
		"kind": "emptyDir",
		"mount_path": "/var/log",
		"explicit": false,
		"unseen": false,
		"refilled": false,
		"verified": true,
		"path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
)

_pod(links) := testing.pod({"logging": {"hidden_links": [_links(links)]}})

test_volume_over_links_denied if {
	rule.violation == {{
		"msg": "volume \"logs\" at /var/log covers the links to stdout in /var/log/nginx: kubectl logs of \"web\" falls silent",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"container": "web",
		"severity": "warning",
	}} with input as _pod({})
}

test_doubt_denied_as_info if {
	every doubt in [{"verified": false}, {"unseen": true}, {"kind": "hostPath"}] {
		some v in rule.violation with input as _pod(doubt)
		v.severity == "info"
	}
}

test_neighbour_on_the_volume_allowed if {
	rule.violation == set() with input as _pod({"readers": ["shipper"]})
}

test_explicit_target_allowed if {
	rule.violation == set() with input as _pod({"explicit": true})
}

test_prepared_volume_allowed if {
	rule.violation == set() with input as _pod({"refilled": true})
}

test_directory_gone_denied if {
	some v in rule.violation with input as _pod({"gone": true})
	v.msg == "volume \"logs\" at /var/log covers /var/log/nginx, and starts empty: \"web\" cannot open its logs there and ends"
}
