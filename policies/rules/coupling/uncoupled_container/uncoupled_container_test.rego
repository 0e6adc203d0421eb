package podlint.rules.coupling.uncoupled_container_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.uncoupled_container as rule

_all := {"listens": "all", "dials": "all", "files": "all", "logs": "all", "ends": "all"}

_tool(name, overrides) := testing.container(name, object.union({"tools_only": true, "seen": _all}, overrides))

_who(names) := {name: {"image": sprintf("docker.io/%s", [name])} | some name in names}

_pair(web, worker, overrides) := testing.pod(object.union(
	{"containers": [_tool("web", web), _tool("worker", worker)], "who": _who({"web", "worker"})},
	overrides,
))

_names(found) := {v.container | some v in found}

test_untied_container_denied if {
	some v in rule.violation with input as _pair({}, {}, {})
	v.msg == "container \"worker\" is not tied to \"web\": no shared volume, connection, probe, signal or socket"
	v.path == ["spec", "containers", 1, "name"]
	v.container == "worker"
	v.certainty.lower == 0
	not v.certainty.doubt
}

test_the_app_is_not_named_denied if _names(rule.violation) == {"web"} with input as _pair({}, {}, {"app": [testing.app("worker")]})

test_a_helper_is_named_before_the_later_one_denied if _names(rule.violation) == {"web"} with input as _pair({"part": "helper"}, {}, {})

_three(overrides) := testing.pod(object.union(
	{"containers": [_tool("web", {}), _tool("worker", {}), _tool("mailer", {})], "who": _who({"web", "worker", "mailer"})},
	overrides,
))

test_all_but_the_app_denied if {
	found := rule.violation with input as _three({"app": [testing.app("worker")]})
	_names(found) == {"web", "mailer"}
	some v in found
	contains(v.msg, "not tied to any of the other 2")
}

test_the_one_without_a_tie_denied if {
	tied := {"web": {"image": "a", "tied": true}, "worker": {"image": "b", "tied": true}, "mailer": {"image": "c"}}
	_names(rule.violation) == {"mailer"} with input as _three({"who": tied})
}

test_tied_allowed if rule.violation == set() with input as _pair({}, {}, {"who": {"web": {"image": "a", "tied": true}, "worker": {"image": "b"}}})

_unseen(dials) := {"tools_only": false, "seen": {"dials": dials}}

test_out_of_sight_is_a_doubt_denied if {
	some v in rule.violation with input as _pair(_unseen("some"), _unseen("told"), {})
	v.msg == "no tie in sight between container \"worker\" and \"web\" (what \"worker\" does is not fully known)"
	v.certainty.doubt
}

test_told_is_lowered_denied if {
	ports := {"who": {"web": {"image": "a"}, "worker": {"image": "b", "ports": [{"port": 80}]}}}
	some v in rule.violation with input as _pair(_unseen("told"), {}, ports)
	v.certainty.lower == 1
}

test_who_cannot_be_reached_need_not_be_seen_denied if {
	some v in rule.violation with input as _pair(_unseen("some"), {}, {"app": [testing.app("web")]})
	v.certainty.lower == 0
	not v.certainty.doubt
}

test_guessed_tie_is_a_doubt_denied if {
	guessed := {"web": {"image": "a"}, "worker": {"image": "b", "tied_by": ["localhost-dial"]}}
	some v in rule.violation with input as _pair({}, {}, {"who": guessed})
	v.certainty.doubt
	contains(v.msg, "a localhost-dial by its role alone")
}

_lowered(who, overrides, words) if {
	some v in rule.violation with input as _pair({}, {}, object.union({"who": who}, overrides))
	v.certainty.lower == 1
	contains(v.msg, words)
}

test_hints_lower_denied if {
	_lowered(
		{"web": {"image": "ghcr.io/shop/web"}, "worker": {"image": "ghcr.io/shop/worker"}}, {},
		"both images come from ghcr.io/shop",
	)
	_lowered({"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/web-exporter"}}, {}, "an image name says exporter")
	_lowered({"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/kit", "subcommand": "proxy"}}, {}, "an image name says proxy")
	_lowered(_who({"web", "worker"}), {"shares": [testing.share_of("data", "web", "worker", {"parts": "apart"})]}, "separate parts of volume \"data\"")
}

test_one_tool_used_twice_is_no_hint_denied if {
	same := {"web": {"image": "ghcr.io/shop/kit"}, "worker": {"image": "ghcr.io/shop/kit", "role": "tool"}}
	some v in rule.violation with input as _pair({}, {}, {"who": same})
	v.certainty.lower == 0
}

test_program_that_is_known_speaks_of_nobody_denied if {
	known := {"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/agent", "own_program": true}}
	some v in rule.violation with input as _pair({}, {}, {"who": known})
	v.certainty.lower == 0
}

_shares(overrides) := {"shares": [testing.share_of("data", "web", "worker", overrides)]}

test_common_volume_allowed if rule.violation == set() with input as _pair({}, _unseen("some"), _shares({}))

test_volume_without_exchange_denied if {
	every share in [{"scratch": true}, {"settings": true}, {"facility": true}, {"writable": false}, {"parts": "apart"}] {
		count(rule.violation) == 1 with input as _pair({}, _unseen("some"), _shares(share))
	}
}

test_tool_in_full_sight_on_a_common_volume_denied if count(rule.violation) == 1 with input as _pair({}, {}, _shares({}))

test_lost_socket_allowed if {
	lost := testing.connection("web", {"host_class": "socket", "volume": "run"})
	rule.violation == set() with input as _pair({}, {}, {"connections": [lost]})
}

test_gate_allowed if {
	rule.violation == set() with input as _pair({}, {}, {"who": {"web": {"image": "a"}, "worker": {"image": "b", "probes": ["readiness"]}}})
}

test_shared_processes_allowed if {
	rule.violation == set() with input as _pair({}, _unseen("told"), {"share_process_namespace": true})
	count(rule.violation) == 1 with input as _pair({}, {}, {"share_process_namespace": true})
}

test_incomplete_pod_allowed if rule.violation == set() with input as _pair({}, {}, {"who": {"web": {"image": ""}, "worker": {"image": "b"}}})

test_spared_pods_allowed if {
	every pod in [{"host_process": true}, {"test": true}, {"managed": "tekton"}, {"ci_agent": true}, {"node_agent": true, "host_network": true}] {
		rule.violation == set() with input as _pair({}, {}, pod)
	}
}

test_independent_services_take_over_allowed if {
	pair := {"container": "worker", "other": "web"}
	rule.violation == set() with input as _pair({}, {}, {"coupling": {"services_apart": [pair]}})
}
