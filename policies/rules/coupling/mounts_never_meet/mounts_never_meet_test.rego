package podlint.rules.coupling.mounts_never_meet_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.mounts_never_meet as rule

_missed(overrides) := object.union(
	{
		"reader": "web", "op": "serve", "file": "/srv", "volume": "site", "volume_path": "public",
		"writer": "build", "writer_file": "/out/index.html", "writer_in": "html/index.html",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"writer_path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

test_other_place_of_volume_denied if {
	rule.violation == {{
		"msg": "container \"web\" serves public of volume \"site\", but \"build\" writes html/index.html",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
		"container": "web",
		"related": [{"msg": "\"build\" writes here", "path": ["spec", "containers", 1, "command", 2]}],
	}} with input as testing.pod({"coupling": {"missed_files": [_missed({})]}})
}

test_outside_of_volume_denied if {
	found := rule.violation with input as testing.pod({"coupling": {"missed_files": [_missed({
		"op": "read", "file": "/in/token", "writer_in": "", "writer_file": "/out/token",
	})]}})
	{v.msg | some v in found} == {"container \"web\" reads /in/token, but \"build\" writes /out/token outside of volume \"site\""}
}

test_meeting_mounts_allowed if {
	rule.violation == set() with input as testing.pod({})
}
