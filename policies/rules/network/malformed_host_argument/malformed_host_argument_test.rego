package podlint.rules.network.malformed_host_argument_test

import data.podlint.lib.testing
import data.podlint.rules.network.malformed_host_argument as rule

_pod(host, command, dials) := testing.pod({
	"containers": [testing.init("wait", {
		"commands": [testing.command(["nc"], object.union({"hosts": [host], "phase": "init", "path": ["x"]}, command))],
	})],
	"connections": dials,
})

_severity(command, dials) := v.severity if {
	some v in rule.violation with input as _pod("http://db", command, dials)
}

test_url_denied if {
	rule.violation == {{
		"msg": "nc of \"wait\" is given http://db, which is a URL: it wants a host alone, and fails each time",
		"path": ["x"],
		"container": "wait",
		"severity": "error",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as _pod("http://db", {}, [])
}

test_host_and_port_denied if {
	some v in rule.violation with input as _pod("db.shop:5432", {}, [])
	contains(v.msg, "is given db.shop:5432, which is a host with its port")
}

test_nc_may_take_both_in_one if {
	_doubt("db:5432", {}) == true
	_doubt("http://db", {}) == false
	_doubt("db:5432", {"name": "pg_isready"}) == false
}

_doubt(host, command) := v.certainty.doubt if {
	some v in rule.violation with input as _pod(host, command, [])
}

test_severity_by_what_comes_of_it if {
	_severity({"phase": "probe"}, []) == "error"
	_severity({"phase": "run"}, []) == "warning"
	_severity({"phase": "hook"}, []) == "warning"
	_severity({"condition": true}, []) == "warning"
	_severity({"condition": true}, [testing.connection("wait", {"wait": true, "path": ["x"]})]) == "error"
	_severity({"condition": true}, [testing.connection("wait", {"wait": true, "path": ["y"]})]) == "warning"
	_severity({"condition": true}, [testing.connection("wait", {"path": ["x"]})]) == "warning"
	_severity({"ignorable": true}, [testing.connection("wait", {"wait": true, "path": ["x"]})]) == "warning"
	_severity({"condition": true}, [testing.connection("other", {"wait": true, "path": ["x"]})]) == "warning"
	_severity({"ignorable": true, "phase": "probe"}, []) == "warning"
	_severity({"ignorable": true}, []) == "warning"
}

test_hosts_allowed if {
	every host in ["db", "db.shop.svc", "10.0.0.1", "::1", "fe80::1:2", "\uFFFD", "\uFFFD:5432", "/var/run/postgresql", "[::1]:80", "a,b"] {
		rule.violation == set() with input as _pod(host, {}, [])
	}
}

test_no_hosts_allowed if rule.violation == set() with input as testing.pod({"containers": [testing.container("a", {"commands": [testing.command(["curl"], {})]})]})
