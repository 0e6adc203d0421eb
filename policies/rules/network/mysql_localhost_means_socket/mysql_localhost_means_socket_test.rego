package podlint.rules.network.mysql_localhost_means_socket_test

import data.podlint.lib.testing
import data.podlint.rules.network.mysql_localhost_means_socket as rule

test_localhost_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"blog\" connects to MySQL on \"localhost\", which means a socket file; \"db\" only serves TCP port 3306",
		"path": ["spec", "containers", 0, "env", 0, "value"],
		"container": "blog",
	}} with input as testing.pod({"network": {"socket_dials": [{
		"container": "blog",
		"server": "db",
		"port": 3306,
		"text": "WORDPRESS_DB_HOST=localhost",
		"path": ["spec", "containers", 0, "env", 0, "value"],
	}]}})
}

test_no_dial_allowed if {
	rule.violation == set() with input as testing.pod({})
}
