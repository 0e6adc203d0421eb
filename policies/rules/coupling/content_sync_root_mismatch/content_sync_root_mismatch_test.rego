package podlint.rules.coupling.content_sync_root_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.content_sync_root_mismatch as rule

test_server_beside_link_denied if {
	sync := {
		"container": "sync", "root": "/git", "link": "/git/site", "reader": "web", "file": "/srv", "wanted": "/srv/site", "volume": "site",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
	}
	rule.violation == {{
		"msg": "container \"web\" serves /srv, but \"sync\" publishes its checkout at /srv/site",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"container": "web",
	}} with input as testing.pod({"coupling": {"sync_roots": [sync]}})
}

test_root_on_no_volume_denied if {
	sync := {"container": "sync", "root": "/tmp/git", "volume": "site", "path": ["spec", "containers", 1, "args", 0]}
	rule.violation == {{
		"msg": "container \"sync\" checks out below /tmp/git, which is on no volume; its neighbours look into volume \"site\"",
		"path": ["spec", "containers", 1, "args", 0],
		"container": "sync",
	}} with input as testing.pod({"coupling": {"sync_roots": [sync]}})
}

test_no_sync_allowed if {
	rule.violation == set() with input as testing.pod({})
}
