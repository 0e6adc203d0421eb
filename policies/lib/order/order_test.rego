package podlint.lib.order_test

import data.podlint.lib.order
import data.podlint.lib.testing

_pod(overrides) := testing.pod(object.union(
	{"containers": [testing.sidecar("cache", {}), testing.init("migrate", {}), testing.container("app", {})]},
	overrides,
))

test_startup_probe_of_a_sidecar_orders if order.ordered("cache", "app") with input as _pod({"who": {"cache": {"probes": ["startup"]}}})

test_startup_probe_of_a_regular_container_does_not if {
	not order.ordered("app", "late") with input as _pod({"who": {"app": {"probes": ["startup"]}, "late": testing.member({"order": 3})}})
}

test_post_start_orders_those_that_come_later if {
	order.ordered("cache", "app") with input as _pod({"who": {"cache": {"post_start": true}}})
	not order.ordered("app", "cache") with input as _pod({"who": {"app": {"post_start": true}}})
}

_dial(overrides) := testing.connection("app", overrides)

test_at_start if order.at_start(_dial({})) with input as _pod({})

test_not_at_start if {
	every overrides in [
		{"via": "mention"}, {"protocol": "UDP"}, {"wait": true}, {"ignorable": true}, {"repeats": true}, {"phase": "hook"}, {"phase": "probe"},
		{"purpose": "scrape"}, {"purpose": "upstream"}, {"purpose": "telemetry"},
	] {
		not order.at_start(_dial(overrides)) with input as _pod({})
	}
}

test_helpers_and_those_that_wait_do_not_connect_at_start if {
	not order.at_start(_dial({})) with input as _pod({"who": {"app": {"helps": true}}})
	not order.at_start(_dial({})) with input as _pod({"who": {"app": {"awaits": true}}})
}

test_a_known_program_connects_when_it_likes if not order.at_start(_dial({})) with input as _pod({"who": {"app": {"own_program": true}}})

test_its_script_does_not if order.at_start(_dial({"origin": "script"})) with input as _pod({"who": {"app": {"own_program": true}}})

test_address if {
	order.address({"socket": "/run/a.sock", "host": "", "port": 0}) == "/run/a.sock"
	order.address({"socket": "", "host": "db", "port": 5432}) == "db:5432"
	order.address({"socket": "", "host": "db", "port": 0}) == "db"
}

_early(overrides) := testing.connection("migrate", object.union({"phase": "init", "answer": "neighbour", "to": [testing.server("app", {})]}, overrides))

test_late_server if order.late_server(_early({})) == "app" with input as _pod({})

test_earlier_server_is_not_late if {
	both := {"to": [testing.server("app", {}), testing.server("cache", {})]}
	not order.late_server(_early(both)) with input as _pod({})
}

test_loopback_of_the_node_is_no_server_of_the_pod if not order.late_server(_early({})) with input as _pod({"host_network": true})

test_injected_server_is_not_late if not order.late_server(_early({})) with input as _pod({"who": {"app": {"class": "injected"}}})

test_copy_in_the_background_answers if {
	copy := testing.command(["postgres"], {"background": true})
	made := testing.pod({
		"containers": [testing.init("migrate", {"commands": [copy]}), testing.container("app", {})],
		"who": {"app": {"processes": ["postgres"]}},
	})
	not order.late_server(_early({})) with input as made
}

test_sidecar_of_which_nothing_is_known_may_answer if {
	[gap.who | some gap in order.early_gaps(_early({}))] == ["cache"] with input as _pod({})
}

test_variable_that_no_command_uses if {
	made := _pod({"who": {"migrate": {"tools_only": true}, "cache": {"role": "proxy"}}})
	[gap.who | some gap in order.early_gaps(_early({"origin": "env"}))] == ["migrate"] with input as made
}
