package podlint.rules.coupling.memory_emptydir_unaccounted_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.memory_emptydir_unaccounted as rule

_settings := {"parameters": {"memory-emptydir-unaccounted": {"percent": 80}}}

_mi := 1048576

_limited(name, bytes, overrides) := testing.container(name, object.union({"resources": {"limits": {"memory_bytes": bytes}}}, overrides))

_volume(overrides) := testing.volume("frames", "emptyDir", object.union(
	{"medium": "Memory", "mounted_by": [testing.mounted_by("decoder", "/frames", {}), testing.mounted_by("encoder", "/frames", {})]},
	overrides,
))

_pod(containers, volume) := testing.input_of({"containers": containers, "volumes": [volume]}, _settings)

_two := [_limited("encoder", 4096 * _mi, {}), _limited("decoder", 512 * _mi, {})]

_found(containers, volume) := {v.msg | some v in rule.violation with input as _pod(containers, volume)}

test_unbounded_volume_denied if {
	rule.violation == {{
		"msg": "memory volume \"frames\" has no sizeLimit: what \"decoder\" writes counts against its memory limit of 512Mi",
		"path": ["spec", "volumes", 0],
		"container": "decoder",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
	}} with input as _pod(_two, _volume({}))
}

test_large_volume_denied if {
	_found(_two, _volume({"size_limit_bytes": 1024 * _mi})) == {"memory volume \"frames\" may hold 1Gi, which counts against \"decoder\"'s memory limit of 512Mi"}
}

test_first_of_two_equal_limits_denied if {
	some v in rule.violation with input as _pod([_limited("decoder", _mi, {}), _limited("encoder", _mi, {})], _volume({}))
	v.container == "decoder"
}

test_threshold_itself_denied if {
	count(_found([_limited("decoder", 100 * _mi, {}), _limited("encoder", 200 * _mi, {})], _volume({"size_limit_bytes": 80 * _mi}))) == 1
}

test_small_volume_allowed if {
	_found(_two, _volume({"size_limit_bytes": 128 * _mi})) == set()
}

test_volume_on_disk_allowed if {
	_found(_two, object.remove(_volume({}), ["medium"])) == set()
}

test_writer_without_limit_allowed if {
	_found([testing.container("decoder", {}), testing.container("encoder", {})], _volume({})) == set()
}

test_reader_with_small_limit_allowed if {
	volume := _volume({"mounted_by": [testing.mounted_by("decoder", "/frames", {"read_only": true}), testing.mounted_by("encoder", "/frames", {})]})
	_found([_limited("decoder", 512 * _mi, {}), testing.container("encoder", {})], volume) == set()
}

test_init_container_allowed if {
	volume := _volume({"mounted_by": [testing.mounted_by("decoder", "/frames", {"class": "init"}), testing.mounted_by("encoder", "/frames", {})]})
	_found([_limited("decoder", 512 * _mi, {"class": "init"}), testing.container("encoder", {})], volume) == set()
}

test_volume_of_one_container_allowed if {
	volume := _volume({"mounted_by": [testing.mounted_by("decoder", "/a", {}), testing.mounted_by("decoder", "/b", {})]})
	_found(_two, volume) == set()
}

test_limits_of_the_pod_allowed if {
	rule.violation == set() with input as object.union(_pod(_two, _volume({})), {"pod": {"pod_level_resources": true}})
}

test_limit_range_allowed if {
	rule.violation == set() with input as object.union(_pod(_two, _volume({})), {"related": {"limit_range": true}})
}

_agent(rung) := {"containers": _two, "volumes": [_volume({})], "who": {"encoder": {"role": "secrets", "known_certainty": rung}}}

test_secrets_allowed if {
	rule.violation == set() with input as testing.input_of(_agent("known"), _settings)
}

test_agent_by_name_denied_as_doubt if {
	some v in rule.violation with input as testing.input_of(_agent("guessed"), _settings)
	v.certainty.doubt == true
	v.certainty.reason == "\"encoder\" may keep no more than secrets there"
}

_filled := _volume({"mounted_by": [
	testing.mounted_by("fetch", "/frames", {"class": "init"}), testing.mounted_by("decoder", "/frames", {}), testing.mounted_by("encoder", "/frames", {}),
]})

_doubts(overrides) := {v.certainty.doubt |
	some v in rule.violation with input as testing.input_of(object.union({"containers": _two, "volumes": [_filled]}, overrides), _settings)
}

test_what_an_init_container_fills_in_doubt if {
	_doubts({}) == {true}
	_doubts({"outputs": [testing.output("encoder", "write", "/frames/a", {"volume": "frames"})]}) == {true}
	_doubts({"outputs": [testing.output("decoder", "write", "/other/a", {"volume": "other"})]}) == {true}
	_doubts({"outputs": [testing.output("decoder", "write", "/frames/a", {"volume": "frames"})]}) == {false}
}
