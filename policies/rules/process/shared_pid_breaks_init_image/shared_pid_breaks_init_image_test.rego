package podlint.rules.process.shared_pid_breaks_init_image_test

import data.podlint.lib.testing
import data.podlint.rules.process.shared_pid_breaks_init_image as rule

test_shared_namespace_denied if {
	rule.violation == {{
		"msg": "the init of \"media\" (linuxserver/plex) must be process 1, which it is not with shareProcessNamespace",
		"path": ["spec", "containers", 0, "image"],
		"container": "media",
		"related": [{
			"msg": "this makes another process the first",
			"path": ["spec", "shareProcessNamespace"],
		}],
	}} with input as testing.pod({"process": {"displaced": [{
		"container": "media",
		"image": "linuxserver/plex",
		"field": "shareProcessNamespace",
		"field_path": ["spec", "shareProcessNamespace"],
		"path": ["spec", "containers", 0, "image"],
	}]}})
}

test_own_namespace_allowed if {
	rule.violation == set() with input as testing.pod({})
}
