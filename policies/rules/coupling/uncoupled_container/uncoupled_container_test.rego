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
	guessed := {"web": {"image": "a"}, "worker": {"image": "b"}}
	tie := testing.edge("web", "worker", "localhost-dial", {"certainty": "guessed"})
	some v in rule.violation with input as _pair({}, {}, {"who": guessed, "edges": [tie]})
	v.certainty.doubt
	contains(v.msg, "its role alone says localhost-dial")
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
	_lowered({"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/web-exporter"}}, {}, "an image is named exporter, and may serve the other")
	_lowered({"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/kit", "subcommand": "proxy"}}, {}, "an image is named proxy, and may serve the other")
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

_on(mount, volume, share) := object.union(_shares(share), {"volumes": [testing.volume("data", "emptyDir", object.union(
	{"facility": false, "mounted_by": [testing.mounted_by("web", "/data", mount), testing.mounted_by("worker", "/data", mount)]},
	volume,
))]})

test_common_volume_allowed if rule.violation == set() with input as _pair({}, _unseen("some"), _on({}, {}, {}))

test_volume_without_exchange_denied if {
	every share in [
		_on({"mount_path": "/tmp"}, {}, {}), _on({"read_only": true}, {}, {}), _on({}, {"facility": true}, {}),
		_on({}, {}, {"settings": true}), _on({}, {}, {"parts": "apart"}), _on({}, {"name": "other"}, {}),
	] {
		count(rule.violation) == 1 with input as _pair({}, _unseen("some"), share)
	}
}

test_one_of_several_writers_allowed if {
	mounts := [testing.mounted_by("web", "/data", {}), testing.mounted_by("worker", "/tmp", {"read_only": true})]
	rule.violation == set() with input as _pair({}, _unseen("some"), _on({}, {"mounted_by": mounts}, {}))
}

test_writer_of_neither_denied if {
	mounts := [testing.mounted_by("web", "/data", {"read_only": true}), testing.mounted_by("setup", "/data", {})]
	count(rule.violation) == 1 with input as _pair({}, _unseen("some"), _on({}, {"mounted_by": mounts}, {}))
}

test_tool_in_full_sight_on_a_common_volume_denied if count(rule.violation) == 1 with input as _pair({}, {}, _on({}, {}, {}))

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
	ports := [{"port": 80, "containers": ["web"], "side": false, "path": ["spec"]}, {"port": 81, "containers": ["worker"], "side": false, "path": ["spec"]}]
	led := object.union(_pair({}, {}, {}), {"related": {"services": [testing.service("site", {"ports": ports})]}})
	rule.violation == set() with input as led
}

test_both_of_a_pair_must_be_alone_allowed if {
	rule.violation == set() with input as _pair({}, {}, {"who": {"web": {"image": "a"}, "worker": {"image": "b", "tied": true}}})
}

test_of_three_each_is_judged_by_itself if {
	gate := {"web": {"image": "a"}, "worker": {"image": "b"}, "mailer": {"image": "c", "probes": ["readiness"]}}
	_names(rule.violation) == {"web", "worker"} with input as _three({"who": gate})
}

test_an_app_that_is_tied_names_nobody_else_app_denied if {
	tied := {"web": {"image": "a", "tied": true}, "worker": {"image": "b"}, "mailer": {"image": "c"}}
	_names(rule.violation) == {"worker", "mailer"} with input as _three({"who": tied, "app": [testing.app("web")]})
}

test_address_that_is_no_socket_on_a_volume_denied if {
	every connection in [
		{"host_class": "socket", "volume": ""}, {"host_class": "loopback", "volume": "run"},
		{"host_class": "socket", "volume": "run", "answer": "neighbour"}, {"host_class": "socket", "volume": "run", "answer": "own"},
	] {
		count(rule.violation) == 1 with input as _pair({}, {}, {"connections": [testing.connection("web", connection)]})
	}
}

test_lost_socket_of_three_spares_its_client_alone if {
	lost := testing.connection("web", {"host_class": "socket", "volume": "run"})
	_names(rule.violation) == {"worker", "mailer"} with input as _three({"connections": [lost]})
}

test_who_is_not_fully_known_is_named_denied if {
	some v in rule.violation with input as _pair(_unseen("some"), {}, {"app": [testing.app("web")], "who": {"web": {"image": "a"}, "worker": {"image": "b", "ports": [{"port": 80}]}}})
	v.certainty.doubt
	contains(v.msg, "what \"web\" does is not fully known")
}

test_volume_with_separate_parts_of_others_is_no_hint_denied if {
	apart := testing.share_of("data", "web", "mailer", {"parts": "apart"})
	found := rule.violation with input as _three({"app": [testing.app("mailer")], "shares": [apart]})
	{v.container | some v in found; v.certainty.lower == 0} == {"worker"}
	{v.container | some v in found; v.certainty.lower == 1} == {"web"}
}

test_volume_that_is_no_hint_denied if {
	every made in [_on({"mount_path": "/tmp"}, {}, {"parts": "meet"}), _on({}, {}, {"parts": "apart", "settings": true})] {
		some v in rule.violation with input as _pair({}, {}, made)
		v.certainty.lower == 0
	}
}

test_makers_that_differ_are_no_hint_denied if {
	other := {"web": {"image": "ghcr.io/shop/web"}, "worker": {"image": "ghcr.io/tools/worker"}}
	some v in rule.violation with input as _pair({}, {}, {"who": other})
	v.certainty.lower == 0
}

test_one_image_of_a_maker_is_a_hint_unless_a_tool_denied if {
	same := {"web": {"image": "ghcr.io/shop/kit"}, "worker": {"image": "ghcr.io/shop/kit"}}
	_lowered(same, {}, "both images come from ghcr.io/shop")
	tool := {"web": {"image": "ghcr.io/shop/web"}, "worker": {"image": "ghcr.io/shop/kit", "role": "tool"}}
	_lowered(tool, {}, "both images come from ghcr.io/shop")
}

test_every_word_for_a_helper_is_a_hint_denied if {
	every word in ["proxy", "ambassador", "exporter", "agent"] {
		_lowered({"web": {"image": "docker.io/web"}, "worker": {"image": sprintf("docker.io/my-%s", [word])}}, {}, sprintf("an image is named %s, and may serve the other", [word]))
	}
}

test_known_program_out_of_sight_has_a_telling_name_denied if {
	known := {"web": {"image": "docker.io/web"}, "worker": {"image": "docker.io/agent", "own_program": true, "seen": {"dials": "some"}}}
	_lowered(known, {}, "an image is named agent, and may serve the other")
}

test_parts_of_spared_pods_denied if {
	every pod in [{"node_agent": true, "host_network": false}, {"host_network": true}] {
		count(rule.violation) == 1 with input as _pair({}, {}, pod)
	}
}

_held(starts) := testing.pod({
	"containers": [
		testing.container("starter", {"part": "app", "tools_only": true, "argv": [starts]}),
		testing.container("held", {"idle": true, "tools_only": true, "image": {"reference": "example.org/held:1"}}),
	],
	"who": {"starter": {"image": "example.org/starter"}, "held": {"image": "example.org/held"}},
	"app": [testing.app("starter")],
})

test_held_image_allowed if {
	rule.violation == set() with input as _held("--image=example.org/held:1")
	count(rule.violation) == 1 with input as _held("--image=example.org/other:1")
}

_lost(connection, overrides) := testing.pod(object.union(
	{
		"containers": [
			testing.container("web", {"seen": object.union(_all, {"listens": "some"})}),
			testing.container("worker", {"seen": object.union(_all, {"listens": "some"})}),
		],
		"who": _who({"web", "worker"}),
		"connections": [testing.connection("worker", object.union({"answer": "nobody", "purpose": "database", "to": []}, connection))],
	},
	overrides,
))

test_address_that_only_the_neighbour_can_answer_allowed if {
	every purpose in ["database", "telemetry", "upstream", "scrape", "proxy", "build"] {
		rule.violation == set() with input as _lost({"purpose": purpose}, {})
	}
	rule.violation == set() with input as _lost({"phase": "init"}, {})
	rule.violation == set() with input as _lost({"purpose": ""}, {"who": object.union(_who({"web"}), {"worker": {"image": "docker.io/worker", "ports": [{"port": 1}]}})})
	rule.violation == set() with input as _lost({"purpose": "", "from": "web"}, {"containers": [
		testing.container("web", {"seen": _all}),
		testing.container("worker", {"seen": object.union(_all, {"listens": "some"})}),
	]})
}

test_address_that_others_may_mean_denied if {
	every connection in [
		{"purpose": ""},
		{"answer": "own"},
		{"host_class": "service"},
		{"phase": "hook"},
	] {
		count(rule.violation) == 1 with input as _lost(connection, {})
	}
	count(rule.violation) == 1 with input as _lost({}, {"host_network": true})
	count(rule.violation) == 1 with input as _lost({}, {"containers": [
		testing.container("web", {"seen": _all}),
		testing.container("worker", {"seen": object.union(_all, {"listens": "some"})}),
	]})
	count(rule.violation) == 1 with input as _lost({}, {"containers": [
		_tool("web", {"seen": object.union(_all, {"listens": "some"})}),
		testing.container("worker", {"seen": object.union(_all, {"listens": "some"})}),
	]})
}
