package podlint.rules.logging.log_streams_mixed_test

import data.podlint.lib.testing
import data.podlint.rules.logging.log_streams_mixed as rule

test_several_files_denied if {
	rule.violation == {{
		"msg": "container \"logs\" prints 3 logs into one stream (/logs/a.log, /logs/b.log): their lines and headers mix",
		"path": ["spec", "containers", 1, "command", 0],
		"container": "logs",
	}} with input as testing.pod({"logging": {"mixed": [{
		"container": "logs",
		"files": ["/logs/a.log", "/logs/b.log", "/logs/c.log"],
		"path": ["spec", "containers", 1, "command", 0],
	}]}})
}

test_no_mix_allowed if {
	rule.violation == set() with input as testing.pod({})
}
