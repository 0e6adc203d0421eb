package podlint.rules.coupling.config_volume_at_file_path_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.config_volume_at_file_path as rule

_at := ["spec", "containers", 0, "volumeMounts", 0]

_mount(overrides) := testing.lookup("web", "/etc/web.yaml", object.union(
	{"via": "mount", "in": ".", "op": "", "mount": "/etc/web.yaml", "found": true, "choices": ["app.yaml"], "path": _at},
	overrides,
))

_read(overrides) := testing.lookup("web", "/etc/web.yaml", object.union({"via": "name", "in": "."}, overrides))

_pod(lookups) := testing.pod({"containers": [testing.container("web", {})], "lookups": lookups})

test_name_of_a_key_denied if {
	{object.remove(v, ["certainty"]) | some v in rule.violation} == {{
		"msg": "container \"web\" has all of ConfigMap \"settings\" at /etc/web.yaml, which becomes a directory with web.yaml",
		"path": _at,
		"container": "web",
		"related": [],
	}} with input as _pod([_mount({"choices": ["web.yaml"]})])
}

test_what_is_read_as_a_file_denied if {
	some v in rule.violation with input as _pod([_mount({}), _read({})])
	v.msg == "container \"web\" has all of ConfigMap \"settings\" at /etc/web.yaml, which becomes a directory; it is told to read a file there"
	v.related == [{"msg": "it is named as a file here", "path": ["spec", "containers", 0, "args", 0]}]
	v.certainty.lower == 0
}

test_several_objects_are_called_by_their_volume if {
	some v in rule.violation with input as _pod([_mount({"choices": ["web.yaml"], "kind": "projected", "object": ""})])
	startswith(v.msg, "container \"web\" has all of volume \"settings\" at")
}

test_name_without_an_ending_in_doubt if {
	some v in rule.violation with input as _pod([_mount({"file": "/etc/seed", "choices": ["seed"]})])
	v.certainty.doubt == true
}

test_variable_a_step_lower_denied if {
	some v in rule.violation with input as _pod([_mount({}), _read({"certainty": "guessed"})])
	v.certainty.lower == 1
}

test_one_key_allowed if rule.violation == set() with input as _pod([_mount({"part": "app.yaml", "choices": ["web.yaml"]})])

test_other_path_of_the_volume_allowed if rule.violation == set() with input as _pod([_mount({"in": "web", "choices": ["web.yaml"]})])

test_another_name_allowed if rule.violation == set() with input as _pod([_mount({})])

test_name_of_a_directory_allowed if rule.violation == set() with input as _pod([_mount({"file": "/etc/conf.d", "choices": ["conf.d"]})])

test_file_below_allowed if {
	below := _read({"file": "/etc/web.yaml/web.yaml"})
	rule.violation == set() with input as _pod([_mount({"choices": ["web.yaml"]}), below])
}

test_other_containers_reader_allowed if rule.violation == set() with input as _pod([_mount({}), _read({"container": "other"})])

test_key_is_no_reader if rule.violation == set() with input as _pod([_mount({}), _read({"via": "variable"})])

test_directory_that_is_meant_allowed if rule.violation == set() with input as _pod([_mount({}), _read({"wide": true})])

test_server_of_a_directory_allowed if rule.violation == set() with input as _pod([_mount({}), _read({"via": "file", "op": "serve"})])

test_path_without_an_ending_allowed if {
	rule.violation == set() with input as _pod([_mount({"file": "/etc/web"}), _read({"file": "/etc/web"})])
}

_chosen := {"volumes": [testing.volume("settings", "secret", {"sources": [{"kind": "Secret", "name": "settings", "items": [{"key": "seed", "file": "seed"}]}]})]}

test_chosen_keys_below_a_name_without_an_ending_in_doubt if {
	seed := _mount({"file": "/etc/seed", "choices": ["seed"], "kind": "Secret"})
	pod := testing.pod(object.union({"containers": [testing.container("web", {"seen": {"files": "all"}})], "lookups": [seed]}, _chosen))
	some v in rule.violation with input as pod
	v.msg == "container \"web\" has keys of Secret \"settings\" at /etc/seed, which becomes a directory with seed"
	v.certainty.doubt == true
}

test_chosen_key_at_the_path_of_a_file_denied if {
	pod := testing.pod(object.union({"containers": [testing.container("web", {})], "lookups": [_mount({"choices": ["web.yaml"]})]}, _chosen))
	some v in rule.violation with input as pod
	v.certainty.doubt == false
}

test_each_ending_of_a_file_denied if {
	every ending in {
		"cert", "cfg", "cnf", "conf", "config", "crt", "env", "hcl", "htpasswd", "ini", "jks", "json", "key", "lua", "p12", "pem", "properties",
		"py", "rules", "sh", "sql", "toml", "txt", "xml", "yaml", "yml", "YAML",
	} {
		file := sprintf("web.%s", [ending])
		some v in rule.violation with input as _pod([_mount({"file": sprintf("/etc/%s", [file]), "choices": [file]})])
		v.certainty.doubt == false
	}
}

_alike(certainty) := lower if {
	pod := object.union(_pod([_mount({"choices": ["web.yaml"]})]), {"pod": {"who": {"web": {"known_certainty": certainty}}}})
	some v in rule.violation with input as pod
	lower := v.certainty.lower
}

test_unknown_program_a_step_lower_denied if {
	_alike("guessed") == 1
	_alike("known") == 0
}
