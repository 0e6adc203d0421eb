package podlint.rules.coupling.config_file_not_in_volume_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.config_file_not_in_volume as rule

_pod(overrides) := testing.pod({"lookups": [testing.lookup("web", "/settings/web.yaml", overrides)]})

_messages(overrides) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(overrides)
}

test_file_that_is_not_there_denied if {
	{object.remove(v, ["certainty"]) | some v in rule.violation} == {{
		"msg": "container \"web\" is to use /settings/web.yaml, but ConfigMap \"settings\" has only app.yaml",
		"path": ["spec", "containers", 0, "args", 0],
		"severity": "error",
	}} with input as _pod({})
}

test_what_is_spelt_alike_is_named if {
	_messages({"nearest": "web.yml"}) == {"container \"web\" is to use /settings/web.yaml, but ConfigMap \"settings\" has no such key; perhaps web.yml"}
}

test_several_keys_are_not_listed if {
	_messages({"choices": ["a", "b"]}) == {"container \"web\" is to use /settings/web.yaml, but ConfigMap \"settings\" has no such key"}
}

test_several_objects_are_called_by_their_volume if {
	_messages({"kind": "projected", "object": "", "choices": []}) == {"container \"web\" is to use /settings/web.yaml, but volume \"settings\" has no such file"}
}

test_program_denied if {
	_messages({"via": "name", "runs": true}) == {"container \"web\" runs /settings/web.yaml, but ConfigMap \"settings\" has only app.yaml"}
}

test_sub_path_denied if {
	_messages({"via": "mount", "part": "web.yaml", "mount": "/settings/web.yaml"}) == {sprintf("%s: it becomes an empty directory", [concat(" ", [
		"container \"web\" mounts web.yaml of volume \"settings\",",
		"but ConfigMap \"settings\" has only app.yaml",
	])])}
}

test_item_denied if {
	_messages({"via": "item", "container": "", "in": "web"}) == {"volume \"settings\" asks for key \"web\", but ConfigMap \"settings\" has only app.yaml"}
}

test_variable_denied if {
	_messages({"via": "variable", "variable": "ZONE", "in": "zone", "file": ""}) == {concat(" ", [
		"container \"web\" fills ZONE from key \"zone\",",
		"but ConfigMap \"settings\" has only app.yaml",
	])}
}

test_directory_warned_of if {
	some v in rule.violation with input as _pod({"wide": true})
	v.severity == "warning"
}

test_guess_denied_a_step_lower if {
	some v in rule.violation with input as _pod({"certainty": "guessed"})
	v.certainty.lower == 1
}

test_object_of_a_sibling_folder_doubted if {
	some v in rule.violation with input as _pod({"sibling": true})
	v.certainty.doubt
}

test_key_under_a_condition_of_the_template_doubted if {
	some v in rule.violation with input as _pod({"withheld": ".Values.db.url"})
	v.certainty.doubt
	v.certainty.reason == "the template of ConfigMap \"settings\" writes it under a condition: .Values.db.url"
}

test_object_that_is_made_of_the_clusters_answer_doubted if {
	some v in rule.violation with input as _pod({"asks_cluster": true})
	v.certainty.doubt
}

test_file_that_is_there_allowed if _messages({"found": true}) == set()

test_object_out_of_sight_allowed if _messages({"complete": false}) == set()

test_optional_reference_allowed if _messages({"optional": true}) == set()

test_tolerated_failure_allowed if _messages({"ignorable": true}) == set()

test_pattern_allowed if _messages({"pattern": true}) == set()

test_probe_allowed if _messages({"phase": "probe"}) == set()

test_question_whether_it_is_there_allowed if _messages({"tool": "test"}) == set()

test_file_that_is_asked_for_first_allowed if {
	asked := [testing.lookup("web", "/settings/web.yaml", {}), testing.lookup("web", "/settings/web.yaml", {"tool": "["})]
	rule.violation == set() with input as testing.pod({"lookups": asked})
}

test_part_that_is_mounted_reported_at_its_mount if {
	_messages({"part": "web.yaml", "mount": "/settings/web.yaml"}) == set()
	_messages({"via": "name", "part": "web.yaml", "mount": "/settings/web.yaml"}) == set()
	count(_messages({"part": "web", "mount": "/settings/web"})) == 1
}

_asked_by(name) := testing.pod({"lookups": [
	testing.lookup("web", "/settings/web.yaml", {}),
	testing.lookup(name, "/settings/web.yaml", {"tool": "test", "container": name}),
]})

test_what_only_another_container_asks_for_denied if {
	count(rule.violation) == 1 with input as _asked_by("other")
	count(rule.violation) == 0 with input as _asked_by("web")
}
