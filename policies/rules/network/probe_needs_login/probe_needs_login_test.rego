package podlint.rules.network.probe_needs_login_test

import data.podlint.lib.testing
import data.podlint.rules.network.probe_needs_login as rule

_door := {"answers": "403", "seen": "all", "certainty": "known", "open": [
	{"match": "exact", "path": "/ping"},
	{"match": "prefix", "path": "/static/"},
	{"match": "regexp", "path": "^/public"},
]}

_pod(probe, door) := _asking(probe, {}, {"door": object.union(_door, door)})

_asking(probe, server, port) := testing.pod({
	"containers": [testing.container("login", {})],
	"connections": [testing.connection("login", object.union(
		{
			"via": "probe", "kind": "readiness", "host": "", "host_class": "pod", "port": 4180, "certainty": "stated", "path": ["x"],
			"url": "/healthz", "answer": "own", "speaks": testing.speech("http", "no", {"certainty": "stated"}),
			"to": [testing.server("login", object.union({"certainty": "known", "speaks": testing.speech("http", "no", {}), "path": ["y"]}, server))],
		},
		probe,
	))],
	"who": {"login": {"ports": [object.union({"port": 4180}, port)]}},
})

test_guarded_path_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "the readiness probe of \"login\" asks /healthz, which \"login\" answers with 403 without a login"
	v.path == ["x"]
	v.container == "login"
	v.related == [{"msg": "\"login\" listens here", "path": ["y"]}]
	v.certainty.lower == 0
}

test_no_path_denied if {
	some v in rule.violation with input as _pod({"url": ""}, {})
	contains(v.msg, "asks /, which")
}

test_of_a_neighbour_denied if {
	some v in rule.violation with input as _pod({"answer": "neighbour"}, {})
	v.container == "login"
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {"certainty": "guessed"})
	v.certainty.lower == 1
}

test_settings_out_of_sight_in_doubt if {
	some v in rule.violation with input as _pod({}, {"seen": "some"})
	v.certainty.doubt == true
}

test_other_header_denied if {
	some v in rule.violation with input as _pod({"headers": ["host"]}, {})
	v.container == "login"
}

test_open_paths_allowed if {
	every url in ["/ping", "/ping?x=1", "/static/logo.svg", "/public/x"] {
		rule.violation == set() with input as _pod({"url": url}, {})
	}
}

test_credentials_allowed if {
	rule.violation == set() with input as _pod({"headers": ["authorization"]}, {})
	rule.violation == set() with input as _pod({"headers": ["host", "cookie"]}, {})
}

test_no_door_allowed if {
	rule.violation == set() with input as _asking({}, {}, {})
	rule.violation == set() with input as _asking({}, {}, {"port": 9090, "door": _door})
}

test_wrong_scheme_allowed if rule.violation == set() with input as _asking({}, {"speaks": testing.speech("https", "yes", {})}, {"door": _door})

test_tcp_allowed if rule.violation == set() with input as _pod({"speaks": testing.speech("", "", {})}, {})

test_dial_allowed if rule.violation == set() with input as _pod({"via": "dial"}, {})

test_another_host_allowed if rule.violation == set() with input as _pod({"host": "10.0.0.1"}, {})

test_nobody_allowed if rule.violation == set() with input as _pod({"answer": "nobody"}, {})
