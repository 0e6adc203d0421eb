package podlint.rules.resources.shared_memory_too_small_test

import data.podlint.lib.testing
import data.podlint.rules.resources.shared_memory_too_small as rule

_found(overrides, command, pod) := found if {
	train := testing.container("train", object.union({"commands": [testing.command(["torchrun", "--nproc_per_node=4"], object.union({"workers": 4, "path": ["c"]}, command))]}, overrides))
	found := rule.violation with input as testing.pod(object.union({"containers": [testing.init("fetch", {}), train]}, pod))
}

test_ranks_denied if {
	some v in _found({}, {}, {})
	v.msg == "\"train\" starts 4 processes (torchrun) that share /dev/shm, which has 64 MiB without a volume"
	v.path == ["c"]
	v.container == "train"
	v.certainty.lower == 0
}

test_one_process_allowed if {
	_found({}, {"workers": 1}, {}) == set()
	_found({}, {"workers": 0}, {}) == set()
	count(_found({}, {"workers": 2}, {})) == 1
}

test_volume_allowed if {
	every path in ["/dev/shm", "/dev"] { _found({"mounts": [testing.mount("shm", path, {})]}, {}, {}) == set() }
}

test_another_volume_denied if count(_found({"mounts": [testing.mount("data", "/data", {})]}, {}, {})) == 1

test_without_shared_memory_allowed if {
	_found({"env": [testing.env("NCCL_SHM_DISABLE", "1", {})]}, {}, {}) == set()
}

test_shared_memory_that_is_not_disabled_denied if {
	count(_found({"env": [testing.env("NCCL_SHM_DISABLE", "0", {}), testing.env("OTHER", "1", {})]}, {}, {})) == 1
}

test_memory_of_the_node_allowed if _found({}, {}, {"host_ipc": true}) == set()

test_windows_allowed if _found({}, {}, {"windows": true}) == set()

test_probe_allowed if _found({}, {"phase": "probe"}, {}) == set()

_browser(overrides, pod) := found if {
	chrome := testing.container("chrome", object.union(
		{"own_program": true, "image": object.union(testing.image("selenium/standalone-chrome:4.16.1"), {"shared_memory": true, "certainty": "known", "path": ["i"]})},
		overrides,
	))
	found := rule.violation with input as testing.pod(object.union({"containers": [testing.container("tests", {}), chrome]}, pod))
}

test_browser_doubted if {
	some v in _browser({}, {})
	v.msg == "\"chrome\" runs a browser, which wants more at /dev/shm than the 64 MiB that it has without a volume"
	v.path == ["i"]
	v.container == "chrome"
	v.certainty.doubt
}

test_browser_allowed if {
	_browser({"mounts": [testing.mount("shm", "/dev/shm", {})]}, {}) == set()
	_browser({"image": {"shared_memory": false}}, {}) == set()
	_browser({"own_program": false}, {}) == set()
	_browser({}, {"host_ipc": true}) == set()
	_browser({}, {"windows": true}) == set()
	_browser({"env": [{"name": "CHROME_ARGS", "value": "--no-sandbox --disable-dev-shm-usage"}]}, {}) == set()
	_browser({"argv": ["chrome", "--disable-dev-shm-usage"]}, {}) == set()
}

test_browser_alone_allowed if {
	alone := testing.container("chrome", {"own_program": true, "image": {"shared_memory": true, "certainty": "known", "path": ["i"]}})
	rule.violation == set() with input as testing.pod({"containers": [alone]})
}
