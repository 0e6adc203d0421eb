package podlint.rules.network.port_conflict_effective_test

import data.podlint.lib.testing
import data.podlint.rules.network.port_conflict_effective as rule

_web := testing.taker("web", {"origin": "image", "certainty": "known", "path": ["spec", "containers", 0, "image"]})

_admin := testing.taker("admin", {"text": "--listen=:8080", "path": ["spec", "containers", 1, "args", 0]})

_declared := testing.taker("web", {"declared": true, "binds": false, "certainty": "guessed", "address": "unknown", "origin": "declared"})

_pod(takers, parts) := testing.pod(object.union(
	{
		"containers": [testing.container("web", {}), testing.container("admin", {})],
		"bindings": [testing.binding(8080, takers)],
	},
	parts,
))

test_default_and_flag_denied if {
	some v in rule.violation with input as _pod([_web, _admin], {})
	v.msg == "containers \"web\" (by default) and \"admin\" (--listen=:8080) both bind port 8080/TCP; the second to start fails"
	v.path == ["spec", "containers", 1, "args", 0]
	v.container == "admin"
	v.related == [{"msg": "\"web\" takes the port here", "path": ["spec", "containers", 0, "image"]}]
	v.certainty.lower == 0
}

test_declared_by_one_is_one_step_less_denied if {
	some v in rule.violation with input as _pod([_declared, _admin], {})
	v.certainty.lower == 1
	contains(v.msg, "\"web\" (declared)")
}

test_a_guess_is_one_step_less_denied if {
	some v in rule.violation with input as _pod([_web, object.union(_admin, {"certainty": "guessed"})], {})
	v.certainty.lower == 1
}

test_long_evidence_is_cut_denied if {
	some v in rule.violation with input as _pod([_web, object.union(_admin, {"text": "--metrics-listen-address=0.0.0.0:8080"})], {})
	contains(v.msg, "(--metrics-listen-address=…)")
}

test_both_declared_allowed if {
	both := [object.union(taker, {"declared": true}) | some taker in [_web, _admin]]
	rule.violation == set() with input as _pod(both, {})
}

test_two_addresses_allowed if {
	apart := [object.union(_web, {"address": "pod-ip"}), object.union(_admin, {"address": "loopback"})]
	rule.violation == set() with input as _pod(apart, {})
}

test_nobody_known_to_bind_allowed if {
	rule.violation == set() with input as _pod([_declared, object.union(_declared, {"container": "admin"})], {})
}

test_called_by_the_other_allowed if {
	rule.violation == set() with input as _pod([_declared, _admin], {"edges": [testing.edge("admin", "web", "localhost-dial", {})]})
}

test_called_by_its_role_alone_denied if {
	tie := testing.edge("admin", "web", "metrics-scrape", {"origin": "role", "certainty": "guessed"})
	some v in rule.violation with input as _pod([_declared, _admin], {"edges": [tie]})
	v.certainty.lower == 1
}

test_told_to_listen_elsewhere_allowed if {
	told := {"port": 9090, "binds": true, "declared": false, "purpose": "", "origin": "flag", "variable": false}
	rule.violation == set() with input as _pod([_declared, _admin], {"who": {"web": {"ports": [told]}}})
}

test_all_ports_in_sight_allowed if {
	rule.violation == set() with input as _pod([_declared, _admin], {"who": {"web": {"seen": {"listens": "all"}}}})
}

test_probe_answered_by_the_other_allowed if {
	asked := testing.connection("web", {"via": "probe", "port": 8080, "answer": "neighbour"})
	rule.violation == set() with input as _pod([_declared, _admin], {"connections": [asked]})
}

test_before_the_other_starts_allowed if {
	rule.violation == set() with input as _pod([_web, _admin], {"who": {"web": {"class": "init"}}})
}

_elsewhere := {"port": 9090, "binds": true, "declared": false, "purpose": "", "origin": "flag", "variable": false}

test_other_ports_that_tell_nothing_denied if {
	every part in [{"binds": false}, {"declared": true}, {"purpose": "metrics"}, {"origin": "image"}] {
		count(rule.violation) == 1 with input as _pod([_declared, _admin], {"who": {"web": {"ports": [object.union(_elsewhere, part)]}}})
	}
}

test_who_binds_leaves_it_to_nobody_denied if {
	both := [_web, _admin]
	count(rule.violation) == 1 with input as _pod(both, {"edges": [testing.edge("admin", "web", "localhost-dial", {})]})
	count(rule.violation) == 1 with input as _pod(both, {"who": {"web": {"ports": [_elsewhere]}}})
	count(rule.violation) == 1 with input as _pod(both, {"who": {"web": {"seen": {"listens": "all"}}}})
	asked := testing.connection("web", {"via": "probe", "port": 8080, "answer": "neighbour"})
	count(rule.violation) == 1 with input as _pod(both, {"connections": [asked]})
}

test_the_later_one_that_only_declares_it_allowed if {
	rule.violation == set() with input as _pod([_admin, _declared], {"who": {"web": {"seen": {"listens": "all"}}}})
}

test_the_other_one_binds_it_denied if count(rule.violation) == 1 with input as _pod([_admin, _declared], {})

test_evidence_of_thirty_characters_is_whole_denied if {
	some v in rule.violation with input as _pod([_web, object.union(_admin, {"text": "--metrics-address=0.0.0.0:8080"})], {})
	contains(v.msg, "(--metrics-address=0.0.0.0:8080)")
}

test_a_character_more_is_cut_denied if {
	some v in rule.violation with input as _pod([_web, object.union(_admin, {"text": "--metrics-address=10.0.0.0:8080"})], {})
	contains(v.msg, "(--metrics-address=10.0.0.0:…)")
}

test_a_port_of_a_file_is_told_with_it_denied if {
	file := {"origin": "config", "text": "port 8080", "path": ["@ConfigMap//web", "data", "sentinel.conf", 0]}
	some v in rule.violation with input as _pod([_web, object.union(_admin, file)], {})
	contains(v.msg, "(port 8080, in sentinel.conf)")
}

test_nothing_to_quote_is_a_default_denied if {
	some v in rule.violation with input as _pod([_web, object.union(_admin, {"text": ""})], {})
	contains(v.msg, "\"admin\" (by default)")
}

_upstream := testing.taker("proxy", {"address": "loopback", "origin": "annotation", "text": "upstream orders:8080", "path": ["a"]})

_meshed(takers) := testing.pod({
	"containers": [testing.container("web", {}), testing.injected("proxy", {"role": "mesh-proxy"})],
	"bindings": [testing.binding(8080, takers)],
})

test_upstream_on_a_bound_port_denied if {
	bound := testing.taker("web", {"text": "--listen=:8080", "path": ["w"]})
	some v in rule.violation with input as _meshed([bound, _upstream])
	v.msg == "injected \"proxy\" opens port 8080 on loopback (upstream orders:8080), which \"web\" binds (--listen=:8080); the second to bind it fails"
	v.path == ["a"]
	v.related == [{"msg": "\"web\" takes the port here", "path": ["w"]}]
	v.certainty.lower == 0
}

test_upstream_on_a_declared_port_is_one_step_less_denied if {
	some v in rule.violation with input as _meshed([_declared, _upstream])
	v.certainty.lower == 1
}

test_upstream_on_a_port_of_its_proxy_denied if {
	own := testing.taker("proxy", {"address": "loopback", "origin": "injected", "certainty": "known"})
	some v in rule.violation with input as _meshed([own, _upstream])
	contains(v.msg, "which it binds itself (by default)")
}

test_two_upstreams_on_one_port_denied if {
	two := [_upstream, object.union(_upstream, {"text": "upstream stock:8080"})]
	{v.msg | some v in rule.violation with input as _meshed(two)} == {"injected \"proxy\" opens port 8080 on loopback (upstream stock:8080), which it binds itself (upstream orders:8080); the second to bind it fails"}
}

test_upstream_beside_another_address_allowed if {
	rule.violation == set() with input as _meshed([testing.taker("web", {"address": "pod-ip"}), _upstream])
}

test_upstream_beside_an_init_container_allowed if {
	pod := object.union(_meshed([testing.taker("web", {}), _upstream]), {"pod": {"who": {"web": {"class": "init"}}}})
	rule.violation == set() with input as pod
}

test_upstream_and_somebody_who_leaves_the_port_allowed if {
	pod := object.union(_meshed([_declared, _upstream]), {"pod": {"who": {"web": {"seen": {"listens": "all"}}}}})
	rule.violation == set() with input as pod
}

test_own_port_of_a_proxy_allowed if {
	own := testing.taker("proxy", {"origin": "injected", "certainty": "known"})
	rule.violation == set() with input as _meshed([testing.taker("web", {}), own])
}

_optional := [object.union(taker, {"optional": true}) | some taker in [_web, _admin]]

test_both_do_without_it_allowed if rule.violation == set() with input as _pod(_optional, {})

test_one_that_needs_it_denied if {
	count(rule.violation) == 1 with input as _pod([_optional[0], _admin], {})
	count(rule.violation) == 1 with input as _pod([_web, _optional[1]], {})
}

test_both_do_without_it_but_are_probed_denied if {
	asked := testing.connection("web", {"via": "probe", "port": 8080, "answer": "own"})
	count(rule.violation) == 1 with input as _pod(_optional, {"connections": [asked]})
}

test_probes_of_something_else_allowed if {
	every asked in [{"via": "probe", "port": 9090}, {"via": "dial", "port": 8080}, {"via": "probe", "port": 8080, "from": "third"}] {
		rule.violation == set() with input as _pod(_optional, {"connections": [testing.connection("web", asked)]})
	}
}

test_declared_by_both_but_bound_by_nobody_allowed if {
	other := object.union(_declared, {"container": "admin", "declared": false})
	rule.violation == set() with input as _pod([object.union(_declared, {"declared": false}), other], {})
}
