package podlint.rules.network.server_first_port_not_opaque_test

import data.podlint.lib.testing
import data.podlint.rules.network.server_first_port_not_opaque as rule

_linkerd(outbound) := testing.injector("linkerd", {
	"path": ["i"],
	"outbound": object.union({"waits": true, "ports": [{"from": 3306, "to": 3306, "how": "opaque"}, {"from": 4000, "to": 4010, "how": "around"}]}, outbound),
})

_dial(overrides) := testing.connection("app", object.union({"host": "shop.mysql.example.com", "host_class": "external", "port": 3307, "text": "DB_HOST", "path": ["d"]}, overrides))

_found(dial, outbound) := found if {
	found := rule.violation with input as testing.pod({
		"containers": [testing.container("app", {}), testing.injected("linkerd-proxy", {})],
		"connections": [_dial(dial)],
		"injectors": [_linkerd(outbound)],
	})
}

test_mysql_on_another_port_denied if {
	some v in _found({}, {})
	v.msg == "\"app\" connects to shop.mysql.example.com:3307, where the server speaks first: the proxy injected by linkerd=true waits ten seconds each time"
	v.path == ["d"]
	v.container == "app"
	v.related == [{"msg": "the proxy is injected here", "path": ["i"]}]
	v.certainty.lower == 0
}

test_setting_that_names_the_protocol_denied if {
	every text in ["MYSQL_HOST=db.example.com", "smtp.example.com:2525", "--mariadb=db", "FTP_SERVER"] {
		count(_found({"host": "db.example.com", "text": text}, {})) == 1
	}
}

test_a_guess_is_advice_denied if {
	some v in _found({"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_client_that_speaks_first_allowed if {
	every dial in [{"host": "db.example.com"}, {"host": "db.example.com", "text": "MYSQLX_HOST"}, {"port": 465}, {"port": 993}, {"port": 995}, {"port": 33060}, {"port": 443}] {
		_found(dial, {}) == set()
	}
}

test_opaque_or_skipped_port_allowed if {
	_found({"port": 3306}, {}) == set()
	_found({"port": 4000}, {}) == set()
	_found({"port": 4010}, {}) == set()
	count(_found({"port": 4011}, {})) == 1
	count(_found({"port": 3999}, {})) == 1
}

test_proxy_that_takes_no_part_allowed if {
	_found({}, {"waits": false}) == set()
	_found({}, {"narrowed": true}) == set()
}

test_other_connections_allowed if {
	every dial in [{"host_class": "service"}, {"protocol": "UDP"}, {"via": "mention"}, {"purpose": "scrape"}, {"text": "URL=http://mysql.example.com:3307"}, {"phase": "init"}, {"port": 0}, {"from": "linkerd-proxy"}] {
		_found(dial, {}) == set()
	}
}
