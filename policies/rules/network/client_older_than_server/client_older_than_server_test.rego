package podlint.rules.network.client_older_than_server_test

import data.podlint.lib.testing
import data.podlint.rules.network.client_older_than_server as rule

_release(part, major, overrides) := object.union(
	{
		"product": "postgresql", "part": part, "program": "", "major": major, "refuses_newer": false, "certainty": "known",
		"text": "16", "path": [part],
	},
	overrides,
)

_pod(client, server, dial) := testing.pod({
	"containers": [
		testing.container("db", {"releases": [_release("server", 16, server)]}),
		testing.container("backup", {"releases": [_release("client", 13, object.union({"program": "pg_dump", "refuses_newer": true}, client))]}),
	],
	"connections": [testing.connection("backup", object.union({"answer": "neighbour", "to": [testing.server("db", {})]}, dial))],
})

test_older_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "container \"backup\" runs pg_dump 13, which refuses the server 16 of \"db\""
	v.path == ["client"]
	v.container == "backup"
	v.related == [{"msg": "\"db\" runs the server", "path": ["server"]}]
	v.certainty.lower == 0
}

test_guess_a_step_lower_denied if {
	some v in rule.violation with input as _pod({"certainty": "guessed"}, {}, {})
	v.certainty.lower == 1
}

test_as_new_allowed if {
	rule.violation == set() with input as _pod({"major": 16}, {}, {})
	rule.violation == set() with input as _pod({"major": 17}, {}, {})
}

test_tolerant_allowed if rule.violation == set() with input as _pod({"refuses_newer": false}, {}, {})

test_another_product_allowed if rule.violation == set() with input as _pod({}, {"product": "mysql"}, {})

test_two_clients_allowed if rule.violation == set() with input as _pod({}, {"part": "client"}, {})

test_elsewhere_allowed if {
	rule.violation == set() with input as _pod({}, {}, {"answer": "away"})
	rule.violation == set() with input as _pod({}, {}, {"via": "mention"})
	rule.violation == set() with input as _pod({}, {}, {"from": "db"})
	rule.violation == set() with input as _pod({}, {}, {"to": [testing.server("web", {})]})
	rule.violation == set() with input as _pod({}, {}, {"certainty": "guessed"})
}
