package podlint.rules.network.mysql_localhost_means_socket_test

import data.podlint.lib.testing
import data.podlint.rules.network.mysql_localhost_means_socket as rule

_dial(overrides) := testing.connection("blog", object.union(
	{
		"port": 3306,
		"answer": "neighbour",
		"library": "mysqlnd",
		"origin": "env",
		"text": "WORDPRESS_DB_HOST=localhost",
		"path": ["spec", "containers", 0, "env", 0, "value"],
		"to": [testing.server("db", {"origin": "image", "certainty": "known"})],
	},
	overrides,
))

_pod(dial, parts) := testing.pod(object.union(
	{
		"containers": [testing.container("blog", {}), testing.container("db", {})],
		"who": {"blog": {"known_certainty": "known"}},
		"connections": [_dial(dial)],
	},
	parts,
))

test_localhost_denied if {
	some v in rule.violation with input as _pod({}, {})
	v.msg == "container \"blog\" connects to MySQL on \"localhost\", which means a socket file; \"db\" only serves TCP port 3306"
	v.path == ["spec", "containers", 0, "env", 0, "value"]
	v.container == "blog"
	v.certainty.lower == 0
}

test_image_by_its_name_alone_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({}, {"who": {"blog": {"known_certainty": "guessed"}}})
	v.certainty.lower == 1
}

test_command_of_any_image_denied if {
	every library in ["libmysqlclient", "libmariadb"] {
		dial := {"origin": "script", "library": library, "text": "mysqldump -h localhost"}
		some v in rule.violation with input as _pod(dial, {"who": {"blog": {"known_certainty": "guessed"}}})
		v.certainty.lower == 0
	}
}

test_server_that_is_a_guess_is_one_step_less_denied if {
	some v in rule.violation with input as _pod({"to": [testing.server("db", {"certainty": "guessed"})]}, {})
	v.certainty.lower == 1
}

test_told_to_use_tcp_allowed if {
	rule.violation == set() with input as _pod({"origin": "script", "text": "mysqldump --protocol=tcp -h localhost"}, {})
}

test_address_allowed if rule.violation == set() with input as _pod({"host": "127.0.0.1"}, {})

test_other_library_allowed if rule.violation == set() with input as _pod({"library": ""}, {})

test_other_port_allowed if rule.violation == set() with input as _pod({"port": 11211}, {})

test_nobody_there_allowed if rule.violation == set() with input as _pod({"answer": "nobody", "to": []}, {})

test_default_of_the_image_allowed if rule.violation == set() with input as _pod({"origin": "image"}, {})

test_init_container_allowed if rule.violation == set() with input as _pod({}, {"who": {"blog": {"class": "init"}}})

test_shared_directory_allowed if {
	rule.violation == set() with input as _pod({}, {"shares": [testing.share_of("run", "db", "blog", {})]})
}

test_other_shares_denied if {
	count(rule.violation) == 1 with input as _pod({}, {"shares": [testing.share_of("run", "db", "dump", {})]})
	count(rule.violation) == 1 with input as _pod({}, {"shares": [testing.share_of("run", "db", "blog", {"settings": true})]})
}
