package podlint.rules.network.database_client_demands_tls_test

import data.podlint.lib.testing
import data.podlint.rules.network.database_client_demands_tls as rule

_pod(dial, server, db) := testing.pod({
	"containers": [testing.container("db", db), testing.container("app", {})],
	"connections": [testing.connection("app", object.union(
		{
			"answer": "neighbour", "port": 5432, "path": ["x"], "speaks": testing.speech("postgres", "yes", {}),
			"to": [testing.server("db", object.union({"path": ["y"], "speaks": testing.speech("postgres", "no", {"certainty": "known"})}, server))],
		},
		dial,
	))],
})

test_demand_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"app\" demands TLS of \"db\" on port 5432, which serves none"
	v.path == ["x"]
	v.container == "app"
	v.severity == "error"
	v.related == [{"msg": "\"db\" serves it", "path": ["y"]}]
	v.certainty.lower == 0
}

test_metrics_alone_warn_denied if {
	some v in rule.violation with input as _pod({"purpose": "scrape"}, {}, {})
	v.severity == "warning"
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
}

test_hidden_settings_in_doubt if {
	some v in rule.violation with input as _pod({}, {}, {"config_hidden": true})
	v.certainty.doubt == true
	mounts := [testing.mount("init", "/docker-entrypoint-initdb.d/tls.sh", {})]
	some w in rule.violation with input as _pod({}, {}, {"mounts": mounts})
	w.certainty.doubt == true
}

test_other_mount_denied if {
	some v in rule.violation with input as _pod({}, {}, {"mounts": [testing.mount("data", "/var/lib/postgresql/data", {})]})
	v.certainty.doubt == false
}

test_plain_allowed if rule.violation == set() with input as _pod({"speaks": testing.speech("postgres", "no", {})}, {}, {})

test_unknown_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("postgres", "", {})}, {}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("postgres", "", {})}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("postgres", "either", {})}, {})
}

test_another_protocol_allowed if {
	rule.violation == set() with input as _pod({"speaks": testing.speech("https", "yes", {})}, {}, {})
	rule.violation == set() with input as _pod({}, {"speaks": testing.speech("mysql", "no", {})}, {})
}

test_told_of_tls_allowed if {
	rule.violation == set() with input as _pod({}, {}, {"argv": ["postgres", "-c", "ssl=on"]})
	rule.violation == set() with input as _pod({}, {}, {"env": [testing.env("POSTGRES_TLS", "yes", {})]})
	rule.violation == set() with input as _pod({}, {}, {"env": [testing.env("OPTS", "-c ssl=on", {})]})
}

test_told_of_something_else_denied if {
	some v in rule.violation with input as _pod({}, {}, {"argv": ["postgres", "-c", "hassle=1"], "env": [testing.env("PGDATA", "/d", {})]})
	v.container == "app"
}

test_elsewhere_allowed if {
	rule.violation == set() with input as _pod({"host_class": "service"}, {}, {})
	rule.violation == set() with input as _pod({"answer": "own"}, {}, {})
	rule.violation == set() with input as _pod({"via": "mention"}, {}, {})
}
