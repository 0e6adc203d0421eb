package podlint.rules.coupling.memory_emptydir_unaccounted_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.memory_emptydir_unaccounted as rule

_settings := {"parameters": {"memory-emptydir-unaccounted": {"percent": 80}}}

_memory(overrides) := {"coupling": {"memory_volumes": [object.union(
	{"volume": "shm", "writer": "app", "limit": "1Gi", "path": ["spec", "volumes", 0]},
	overrides,
)]}}

test_unbounded_volume_denied if {
	rule.violation == {{
		"msg": "memory volume \"shm\" has no sizeLimit: what \"app\" writes counts against its memory limit of 1Gi",
		"path": ["spec", "volumes", 0],
		"container": "app",
	}} with input as testing.input_of(_memory({"limit": "1Gi"}), _settings)
}

test_large_volume_denied if {
	rule.violation == {{
		"msg": "memory volume \"shm\" may hold 2Gi, which counts against \"app\"'s memory limit of 1Gi",
		"path": ["spec", "volumes", 0],
		"container": "app",
	}} with input as testing.input_of(_memory({"limit": "1Gi", "size_limit": "2Gi", "percent": 200}), _settings)
}

test_small_volume_allowed if {
	rule.violation == set() with input as testing.input_of(_memory({"limit": "1Gi", "size_limit": "256Mi", "percent": 25}), _settings)
}
