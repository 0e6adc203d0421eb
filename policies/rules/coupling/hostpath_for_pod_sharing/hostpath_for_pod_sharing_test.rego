package podlint.rules.coupling.hostpath_for_pod_sharing_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.hostpath_for_pod_sharing as rule

_change(overrides) := testing.output("app", "write", "/out/x", object.union(
	{
		"volume": "exchange", "kind": "hostPath", "in": "x", "path": ["w"],
		"readers": [testing.file_end("sync", "read", "/in/x", {"self": false, "path": ["r"]})],
	},
	overrides,
))

_pod(volume, change, pod) := testing.pod(object.union(
	{
		"containers": [testing.container("app", {}), testing.container("sync", {})],
		"volumes": [testing.volume("exchange", "hostPath", object.union({"source": "/data/exchange", "facility": false, "path": ["v"]}, volume))],
		"outputs": [_change(change)],
		"workload": {"scales": "copies"},
		"replicas": 3,
	},
	pod,
))

_found(volume, change, pod) := found if {
	found := rule.violation with input as _pod(volume, change, pod)
}

test_exchange_on_the_node_denied if {
	some v in _found({}, {}, {})
	v.msg == "\"app\" writes to /data/exchange of the node what \"sync\" reads: all copies of the pod on a node share it"
	v.path == ["v"]
	v.severity == "warning"
	v.certainty.lower == 0
	v.related == [{"msg": "\"app\" writes here", "path": ["w"]}, {"msg": "\"sync\" reads here", "path": ["r"]}]
}

test_directory_that_is_made_denied if count(_found({"type": "DirectoryOrCreate"}, {}, {})) == 1

test_one_copy_is_advice_denied if {
	some v in _found({}, {}, {"replicas": 1})
	v.severity == "info"
	some w in rule.violation with input as object.union(_pod({}, {}, {"replicas": 1}), {"related": {"autoscalers": [{"name": "a"}]}})
	w.severity == "warning"
}

test_guess_lowers_denied if {
	some v in _found({}, {"certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_directories_of_the_node_allowed if {
	every source in ["/var/log/app", "/var/lib/kubelet/plugins/x", "/dev/shm", "/", "/mnt/disks/a", "/{{ .Values.path }}"] {
		_found({"source": source}, {}, {}) == set()
	}
	count(_found({"source": "/var/logs"}, {}, {})) == 1
	_found({"facility": true}, {}, {}) == set()
	_found({"type": "Directory"}, {}, {}) == set()
	_found({"type": "Socket"}, {}, {}) == set()
	_found({"kind": "emptyDir"}, {}, {}) == set()
}

test_part_of_its_own_allowed if {
	every expr in [true, false] {
		found := _found({}, {}, {"containers": [testing.container("app", {"mounts": [testing.mount("exchange", "/out", {"sub_path_expr": expr})]})]})
		count(found) == {true: 0, false: 1}[expr]
	}
}

test_nothing_handed_over_allowed if {
	_found({}, {"readers": []}, {}) == set()
	_found({}, {"readers": [testing.file_end("app", "read", "/out/x", {"self": true})]}, {}) == set()
	_found({}, {"readers": [testing.file_end("sync", "read", "/in/x", {"self": false, "phase": "probe"})]}, {}) == set()
	_found({}, {"op": "remove"}, {}) == set()
	_found({}, {"volume": "other"}, {}) == set()
}

test_other_pods_allowed if {
	every pod in [{"workload": {"scales": "nodes"}}, {"workload": {"scales": ""}}, {"host_network": true}, {"node_agent": true}, {"test": true}] {
		_found({}, {}, pod) == set()
	}
}

test_each_place_of_the_node_allowed if {
	every place in {
		"/", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt/cni", "/proc", "/root", "/run", "/srv", "/sys", "/usr", "/var/cache",
		"/var/lib/cni", "/var/lib/containerd", "/var/lib/docker", "/var/lib/kubelet", "/var/log", "/var/run",
	} {
		count(_found({"source": place}, {}, {})) == 0
	}
	every place in ["/opt", "/var/lib", "/var"] { count(_found({"source": place}, {}, {})) == 1 }
}

test_each_change_denied if {
	every op in ["write", "append", "create"] { count(_found({}, {"op": op}, {})) == 1 }
	count(_found({}, {"op": "remove"}, {})) == 0
}
