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

test_whoever_only_waits_connects_by_no_variable if {
	idle := _pod({"who": {"app": {"idle": true}}})
	count(order.idle(_dial({"origin": "env"}))) == 1 with input as idle
	order.idle(_dial({"origin": "script"})) == [] with input as idle
	order.idle(_dial({"origin": "env"})) == [] with input as _pod({})
}

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

_left(image, command) := testing.pod({
	"containers": [testing.init("migrate", {"commands": [command]}), testing.container("app", {})],
	"who": {"migrate": {"image": image}, "app": {"image": "example.org/app"}},
})

_kept := testing.command(["/srv/start"], {"background": true, "phase": "init", "lifetime": "unknown"})

test_what_the_image_of_the_server_leaves_running_answers if {
	not order.late_server(_early({})) with input as _left("example.org/app", _kept)
	order.late_server(_early({})) == "app" with input as _left("example.org/other", _kept)
}

test_what_a_script_leaves_running_may_answer if {
	[gap.who | some gap in order.early_gaps(_early({}))] == ["migrate"] with input as _left("example.org/other", _kept)
	every other in [{"background": false}, {"lifetime": "finite"}, {"lifetime": "endless"}, {"phase": "hook"}] {
		order.early_gaps(_early({})) == [] with input as _left("example.org/other", object.union(_kept, other))
	}
}

test_sidecar_of_which_nothing_is_known_may_answer if {
	[gap.who | some gap in order.early_gaps(_early({}))] == ["cache"] with input as _pod({})
}

test_variable_that_no_command_uses if {
	made := _pod({"who": {"migrate": {"tools_only": true}, "cache": {"role": "proxy"}}})
	[gap.who | some gap in order.early_gaps(_early({"origin": "env"}))] == ["migrate"] with input as made
}

test_startup_probe_orders_nothing_that_starts_earlier if {
	not order.ordered("cache", "migrate") with input as testing.pod({
		"containers": [testing.init("migrate", {}), testing.sidecar("cache", {})],
		"who": {"cache": {"probes": ["startup"]}},
	})
}

test_what_is_asked_for_while_a_program_serves_is_not_asked_at_start if {
	every purpose in ["scrape", "proxy", "build", "telemetry", "upstream", "reload", "quit", "health", "metrics", "admin"] {
		not order.at_start(_dial({"purpose": purpose})) with input as _pod({})
	}
}

test_what_starts_earlier_is_not_late if {
	made := testing.pod({"containers": [testing.init("seed", {}), testing.init("migrate", {}), testing.container("app", {})]})
	not order.late_server(_early({"to": [testing.server("seed", {})]})) with input as made
	order.late_server(_early({})) == "app" with input as made
}

test_socket_is_no_address_of_the_node if {
	on_node := _pod({"host_network": true})
	order.late_server(_early({"host_class": "socket", "socket": "/run/a.sock"})) == "app" with input as on_node
}

_behind_service(overrides) := _early(object.union({"answer": "away", "host_class": "service", "service": "app", "wait": true}, overrides))

test_service_of_this_workload_is_late if order.late_server(_behind_service({})) == "app" with input as _pod({})

test_service_is_not_late if {
	not order.late_server(_behind_service({"wait": false})) with input as _pod({})
	not order.late_server(_behind_service({"host_class": "unknown"})) with input as _pod({})
	not order.late_server(_behind_service({})) with input as _pod({"workload": {"kind": "StatefulSet"}})
	not order.late_server(_behind_service({"to": [testing.server("cache", {})]})) with input as _pod({})
}

test_regular_container_behind_a_service_counts if {
	both := {"to": [testing.server("cache", {}), testing.server("app", {})]}
	order.late_server(_behind_service(both)) == "app" with input as _pod({})
}

# The containers with the commands of each; app runs postgres, migrate runs migrate.
_runs(commands) := testing.pod({
	"containers": [
		testing.init("migrate", {"commands": object.get(commands, "migrate", [])}),
		testing.container("app", {"commands": object.get(commands, "app", [])}),
	],
	"who": {"app": {"processes": ["postgres"]}, "migrate": {"processes": ["mysqld"]}},
})

_in_background(name) := testing.command([name], {"background": true})

test_own_program_in_the_background_answers if {
	not order.late_server(_early({})) with input as _runs({"migrate": [_in_background("mysqld")]})
}

test_no_copy_answers if {
	every commands in [
		{"migrate": [testing.command(["postgres"], {})]}, {"migrate": [testing.command(["mysqld"], {})]},
		{"migrate": [_in_background("sleep")]}, {"app": [_in_background("postgres")]}, {"app": [_in_background("mysqld")]},
	] {
		order.late_server(_early({})) == "app" with input as _runs(commands)
	}
}

test_only_an_unknown_sidecar_that_starts_earlier_may_answer if {
	order.early_gaps(_early({})) == [] with input as _pod({"who": {"cache": {"class": "init"}}})
	order.early_gaps(_early({})) == [] with input as _pod({"who": {"cache": {"role": "proxy"}}})
	order.early_gaps(_early({})) == [] with input as testing.pod({"containers": [testing.init("migrate", {}), testing.sidecar("late", {})]})
}

test_gaps_say_how_much_is_seen if {
	made := _pod({"who": {"migrate": {"tools_only": true}, "cache": {"role": "proxy"}}})
	[gap.seen | some gap in order.early_gaps(_early({"origin": "env"}))] == ["some"] with input as made
	order.early_gaps(_early({"origin": "flag"})) == [] with input as made
}

_answers(name, who) if {
	order.answered_earlier(_early({"to": [testing.server(name, {})]})) with input as _pod({"who": {name: who}})
}

test_answered_earlier if {
	_answers("cache", {})
	not _answers("cache", {"running": false})
	not _answers("cache", {"class": "regular"})
	not _answers("cache", {"order": 9})
	not _answers("cache", {"order": 1})
	not _answers("migrate", {"running": true, "order": 0})
}
