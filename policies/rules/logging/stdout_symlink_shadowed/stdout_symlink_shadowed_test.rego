package podlint.rules.logging.stdout_symlink_shadowed_test

import data.podlint.lib.testing
import data.podlint.rules.logging.stdout_symlink_shadowed as rule

_links(overrides) := testing.log_of("web", "/var/log/nginx", object.union(
	{
		"dir": true, "covered": true, "volume": "logs", "kind": "emptyDir", "in": ".", "mount_path": "/var/log/nginx",
		"certainty": "known", "origin": "image", "path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
))

_containers := [testing.container("web", {}), testing.container("other", {}), testing.init("setup", {})]

_pod(links, web) := testing.pod({"containers": _containers, "logs": [_links(links)], "who": {"web": web}})

test_volume_over_links_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "volume \"logs\" covers the links to stdout in /var/log/nginx: kubectl logs of \"web\" falls silent"
	v.path == ["spec", "containers", 0, "volumeMounts", 0]
	v.container == "web"
	v.severity == "warning"
	v.certainty.lower == 0
}

test_guess_denied_a_step_lower if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_settings_out_of_sight_denied_a_step_lower if {
	some v in rule.violation with input as _pod({}, {"config_hidden": true})
	v.certainty.lower == 1
	v.certainty.doubt == false
}

test_directory_of_the_node_denied_as_info if {
	some v in rule.violation with input as _pod({"kind": "hostPath"}, {})
	v.severity == "info"
}

test_directory_gone_denied if {
	some v in rule.violation with input as _pod({"mount_path": "/var/log"}, {"processes": ["nginx"]})
	v.msg == "volume \"logs\" at /var/log covers /var/log/nginx, and starts empty: \"web\" cannot open its logs there and ends"
}

test_neighbour_out_of_sight_in_doubt if {
	every name in ["other", "setup"] {
		some v in rule.violation with input as _pod({"mounts": [testing.mounting(name, {"running": name == "other"})]}, {})
		v.certainty.doubt == true
	}
}

test_neighbour_in_sight_denied if {
	some v in rule.violation with input as _pod({"mounts": [testing.mounting("setup", {"seen": "all", "running": false})]}, {})
	v.certainty.doubt == false
}

test_streamed_allowed if rule.violation == set() with input as _pod({"read_by": ["other"]}, {})

test_shipped_allowed if {
	agent := {"who": {"other": {"role": "log-agent", "own_program": true, "known_certainty": "known"}}}
	rule.violation == set() with input as object.union(_pod({"mounts": [testing.mounting("other", {})]}, {}), {"pod": agent})
}

_with(log) := testing.pod({"containers": _containers, "logs": [_links({}), testing.log_of("web", "", log)]})

test_explicit_target_allowed if {
	rule.violation == set() with input as _with({"sink": "stdout", "origin": "config"})
	rule.violation == set() with input as _with({"file": "/data/access.log", "origin": "config"})
}

test_other_settings_denied if {
	every log in [
		{"sink": "stdout", "origin": "image"},
		{"sink": "stdout", "purpose": "error"},
		{"sink": "stdout", "container": "other"},
		{"file": "/var/log/nginx/access.log"},
	] {
		count(rule.violation) == 1 with input as _with(log)
	}
}

_made(change) := object.union(_pod({}, {}), {"pod": {"outputs": [testing.output(
	"setup", "create", "/logs/access.log",
	object.union({"volume": "logs", "in": "access.log"}, change),
)]}})

test_links_made_anew_allowed if {
	rule.violation == set() with input as _made({"op": "create", "tool": "ln"})
}

test_other_file_denied if {
	every other in [{"tool": "echo"}, {"tool": "ln", "volume": "other"}, {"tool": "ln", "op": "remove"}] {
		count(rule.violation) == 1 with input as _made(other)
	}
	elsewhere := testing.output("setup", "create", "/logs/other/access.log", {"volume": "logs", "in": "other/access.log", "tool": "ln"})
	count(rule.violation) == 1 with input as object.union(_pod({"in": "nginx"}, {}), {"pod": {"outputs": [elsewhere]}})
}

test_no_volume_allowed if rule.violation == set() with input as _pod({"covered": false, "sink": "stdout"}, {})

test_a_log_alone_allowed if rule.violation == set() with input as _pod({"dir": false}, {})

test_root_and_settings_allowed if {
	every other in [{"mount_path": "/"}, {"kind": "configMap"}, {"kind": "unknown"}, {"container": "setup"}] {
		rule.violation == set() with input as _pod(other, {})
	}
}
