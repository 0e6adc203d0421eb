package podlint.rules.coupling.subpath_into_swapped_tree_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.subpath_into_swapped_tree as rule

_sync := {"role": "content-sync", "known": "git-sync", "known_certainty": "known", "own_program": true, "lifetime": "endless"}

_root := testing.output("sync", "write", "/git", {"dir": true, "volume": "site", "in": ".", "mount": "/git", "path": ["spec", "root"]})

_pod(sub_path, who) := testing.pod({
	"containers": [
		testing.container("web", {}),
		testing.container("sync", {"argv": ["/git-sync", "--link=current"], "mounts": [testing.mount("site", "/git", {})]}),
	],
	"volumes": [testing.volume("site", "emptyDir", {"mounted_by": [
		testing.mounted_by("web", "/html", {"sub_path": sub_path, "path": ["spec", "mount"]}),
		testing.mounted_by("sync", "/git", {}),
	]})],
	"outputs": [_root],
	"who": {"sync": object.union(_sync, who)},
})

test_below_the_link_denied if {
	some v in rule.violation with input as _pod("current/public", {})
	v.msg == "container \"web\" mounts current/public of volume \"site\" by a subPath, which stays at the old checkout when \"sync\" turns its link"
	v.path == ["spec", "mount", "subPath"]
	v.container == "web"
	v.certainty.lower == 0
	v.related == [{"msg": "\"sync\" publishes its checkouts here", "path": ["spec", "root"]}]
}

test_link_denied if count(rule.violation) == 1 with input as _pod("current", {})

test_by_name_denied_a_step_lower if {
	some v in rule.violation with input as _pod("current", {"known_certainty": "guessed"})
	v.certainty.lower == 1
}

test_beside_the_link_allowed if {
	every part in ["uploads", "currently", ""] { rule.violation == set() with input as _pod(part, {}) }
}

test_once_allowed if rule.violation == set() with input as _pod("current", {"lifetime": "finite"})

test_other_programs_allowed if {
	every who in [{"own_program": false}, {"known": "s3-sync"}, {"role": "tool"}] { rule.violation == set() with input as _pod("current", who) }
}
