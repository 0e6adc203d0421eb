package podlint.lib.scratch_test

import data.podlint.lib.scratch
import data.podlint.lib.testing

_volume(overrides) := testing.volume("logs", "emptyDir", object.union(
	{"mounted_by": [testing.mounted_by("app", "/logs", {}), testing.mounted_by("tail", "/logs", {})]},
	overrides,
))

_limits(limits) := testing.pod({"containers": [testing.container("app", {"resources": {"limits": limits}}), testing.container("tail", {})]})

test_shared_and_unbounded if {
	scratch.unbounded(_volume({})) with input as _limits({})
	scratch.mounters(_volume({})) == {"app", "tail"} with input as _limits({})
}

test_bounded if {
	not scratch.unbounded(_volume({"size_limit_bytes": 9})) with input as _limits({})
	not scratch.unbounded(_volume({"mounted_by": [testing.mounted_by("app", "/logs", {})]})) with input as _limits({})
	not scratch.unbounded(_volume({})) with input as _limits({"ephemeral_storage_bytes": 9})
	not scratch.unbounded(_volume({"medium": "Memory"})) with input as _limits({"memory_bytes": 9})
}

test_limits_of_the_other_storage_bound_nothing if {
	scratch.unbounded(_volume({})) with input as _limits({"memory_bytes": 9})
	scratch.unbounded(_volume({"medium": "Memory"})) with input as _limits({"ephemeral_storage_bytes": 9})
}
