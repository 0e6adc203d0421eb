package podlint.rules.manifest.selector_misses_template_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.selector_misses_template as rule

_pod(api_version, selects) := testing.pod({
	"metadata_path": ["spec", "template", "metadata"],
	"workload": {"api_version": api_version, "kind": "Deployment", "name": "shop", "selects": selects},
})

test_other_labels_denied if {
	rule.violation == {{
		"msg": `the selector of this Deployment does not match the labels of its template`,
		"path": ["spec", "template", "metadata", "labels"],
		"related": [{"msg": "the selector", "path": ["spec", "selector"]}],
	}} with input as _pod("apps/v1", "others")
}

test_own_labels_allowed if {
	rule.violation == set() with input as _pod("apps/v1", "own")
	rule.violation == set() with input as _pod("apps/v1", "nothing")
}

test_custom_kinds_allowed if {
	rule.violation == set() with input as _pod("example.org/v1", "others")
}
