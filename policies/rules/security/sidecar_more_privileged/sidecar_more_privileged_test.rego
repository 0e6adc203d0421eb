package podlint.rules.security.sidecar_more_privileged_test

import data.podlint.lib.testing
import data.podlint.rules.security.sidecar_more_privileged as rule

_pod(app, shipper, held, overrides) := testing.pod(object.union(
	{
		"containers": [
			testing.container("app", object.union({"part": "app"}, app)),
			testing.container("shipper", object.union({"part": "helper", "part_certainty": "shown"}, shipper)),
		],
		"rights": held,
	},
	overrides,
))

_found(app, shipper, held) := found if {
	found := rule.violation with input as _pod(app, shipper, held, {})
}

_has(kind, name) := testing.right("shipper", kind, name, {"path": ["x"]})

_privileged := [_has("privileged", "")]

test_privileged_helper_denied if {
	some v in _found({}, {}, [_has("privileged", ""), _has("host-path", "/var/log")])
	v.msg == "helper \"shipper\" has rights that \"app\" lacks: privileged, host-path /var/log"
	v.path == ["x"]
	v.container == "shipper"
	v.severity == "warning"
	v.certainty.lower == 0
}

test_capability_denied if count(_found({}, {"class": "sidecar"}, [_has("capability", "SYS_TIME")])) == 1

test_capability_that_the_app_drops_denied if {
	count(_found({"security": {"capabilities_dropped": ["ALL"]}}, {}, [_has("capability", "CHOWN")])) == 1
}

test_helper_by_guess_a_step_lower_denied if {
	some v in _found({}, {"part_certainty": "guessed"}, _privileged)
	v.certainty.lower == 1
}

_uid(value, certainty) := {"security": {"run_as_user": {"value": value, "certainty": certainty}}}

_root(certainty, origin) := [testing.right("shipper", "root", "", {"certainty": certainty, "origin": origin})]

test_root_denied if {
	some v in _found(_uid(1000, "stated"), {}, _root("stated", "pod"))
	v.severity == "warning"
}

test_default_user_is_advice_denied if {
	some v in _found(_uid(1000, "stated"), {}, _root("known", "image"))
	v.severity == "info"
}

test_default_user_beside_another_right_denied if {
	some v in _found(_uid(1000, "stated"), {}, array.concat(_privileged, _root("known", "image")))
	v.severity == "warning"
}

test_directory_of_the_engine_denied if count(_found({}, {}, [_has("host-path", "/run/containerd")])) == 1

test_guessed_user_of_the_image_allowed if _found(_uid(1000, "stated"), {}, _root("guessed", "image")) == set()

test_app_of_unknown_user_allowed if {
	_found({}, {}, _root("stated", "pod")) == set()
	_found(_uid(1000, "known"), {}, _root("stated", "pod")) == set()
	_found(_uid(0, "stated"), {}, _root("stated", "pod")) == set()
}

test_privileged_app_allowed if {
	_found({"security": {"privileged": {"value": true}}}, {}, _privileged) == set()
}

test_capability_that_the_app_has_allowed if {
	_found({}, {}, [_has("capability", "CHOWN"), _has("capability", "NET_BIND_SERVICE")]) == set()
	_found({"security": {"capabilities_added": ["SYS_TIME"]}}, {}, [_has("capability", "SYS_TIME")]) == set()
}

test_directory_that_the_app_sees_allowed if {
	_found({}, {}, [_has("host-path", "/srv/media/new"), testing.right("app", "host-path", "/srv/media", {})]) == set()
}

test_harmless_path_allowed if {
	every path in ["/etc/localtime", "/run/spire/sockets", "{{ .Values.dir }}", "${DIR}"] {
		_found({}, {}, [_has("host-path", path)]) == set()
	}
	_found({}, {}, [testing.right("shipper", "host-path", "/var/lib/agent.sock", {"host_type": "Socket"})]) == set()
}

test_init_container_allowed if _found({}, {"class": "init"}, _privileged) == set()

test_no_helper_allowed if _found({}, {"part": "unknown"}, _privileged) == set()

test_no_app_allowed if _found({"part": "unknown"}, {}, _privileged) == set()

test_trade_allowed if _found({}, {"role": "build-daemon"}, _privileged) == set()

test_pod_that_serves_the_node_allowed if {
	rule.violation == set() with input as _pod({}, {}, _privileged, {"node_agent": true})
}

test_windows_allowed if {
	rule.violation == set() with input as _pod({}, {}, _privileged, {"windows": true})
}
