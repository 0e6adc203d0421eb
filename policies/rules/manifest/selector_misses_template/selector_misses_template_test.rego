package podlint.rules.manifest.selector_misses_template_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.selector_misses_template as rule

_pod(api_version, selects) := testing.pod({
	"metadata_path": ["spec", "template", "metadata"],
	"workload": {
		"api_version": api_version, "kind": "Deployment", "name": "shop", "selects": selects,
		"unmet": [_miss("app", "shop", "web", "")],
	},
})

_miss(key, wanted, has, release) := {
	"key": key, "wanted": wanted, "has": has, "labelled": has != "", "release": release,
	"path": ["spec", "selector", "matchLabels", key],
}

_missing(misses) := object.union(_pod("apps/v1", "others"), {"pod": {"workload": {"unmet": misses}}})

test_other_labels_denied if {
	rule.violation == {{
		"msg": "the selector asks for app: shop, but the template has web",
		"path": ["spec", "template", "metadata", "labels"],
		"severity": "error",
		"related": [{"msg": "the selector", "path": ["spec", "selector", "matchLabels", "app"]}],
	}} with input as _pod("apps/v1", "others")
}

test_label_that_is_not_there_denied if {
	some v in rule.violation with input as _missing([_miss("app", "shop", "", ""), _miss("tier", "", "", "")])
	v.msg == "the selector asks for app: shop, but the template has no such label (and 1 more)"
}

test_expression_denied if {
	some v in rule.violation with input as _missing([_miss("tier", "", "web", "")])
	v.msg == "the selector asks for label tier, but the template has web"
}

test_equal_under_one_name_of_the_release if {
	some v in rule.violation with input as _missing([_miss("app", "release-name", "geo", "geo")])
	v.severity == "warning"
	v.msg == "the selector asks for app: release-name, but the template has geo: right only for a release called geo"
}

test_equal_under_two_names_denied if {
	misses := [_miss("app", "release-name", "geo", "geo"), _miss("tier", "release-name", "web", "web")]
	some v in rule.violation with input as _missing(misses)
	v.severity == "error"
}

test_equal_in_part_denied if {
	misses := [_miss("app", "release-name", "geo", "geo"), _miss("tier", "db", "web", "")]
	some v in rule.violation with input as _missing(misses)
	v.severity == "error"
}

test_own_labels_allowed if {
	rule.violation == set() with input as _pod("apps/v1", "own")
	rule.violation == set() with input as _pod("apps/v1", "nothing")
}

test_custom_kinds_allowed if {
	rule.violation == set() with input as _pod("example.org/v1", "others")
}
