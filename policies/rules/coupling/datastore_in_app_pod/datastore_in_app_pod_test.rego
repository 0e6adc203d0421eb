package podlint.rules.coupling.datastore_in_app_pod_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.datastore_in_app_pod as rule

_pod(store, parts) := {
	"workload": {"kind": "Deployment", "scales": "copies"},
	"containers": [testing.container("blog", {"part": "app"}), testing.container("mysql", object.union(
		{"role": "datastore", "own_program": true, "known": "mysql", "mounts": [testing.mount("data", "/var/lib/mysql", {"kind": "persistentVolumeClaim"})]},
		store,
	))],
	"app": [{"container": "blog", "reason": "Service blog leads to it", "certainty": "stated"}],
	"who": object.union({"mysql": {"known_certainty": "known"}}, object.get(parts, "who", {})),
}

_found(store, parts) := {[object.get(v, "severity", "error"), v.msg] |
	some v in rule.violation with input as testing.pod(object.union(_pod(store, parts), object.remove(parts, ["who"])))
}

_alone := {"mounts": [testing.mount("data", "/var/lib/mysql", {})]}

test_database_with_one_replica_denied if {
	rule.violation == {{
		"msg": "database \"mysql\" lives in the pod of \"blog\": the app cannot be scaled or rolled out without it",
		"path": ["spec", "containers", 1, "image"],
		"container": "mysql",
		"severity": "warning",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}} with input as testing.pod(_pod({}, {}))
}

test_database_without_volume_denied if {
	gone := {["error", "database \"mysql\" lives in the pod of \"blog\": its data are gone with the pod"]}
	_found(_alone, {}) == gone
	_found({"mounts": [testing.mount("conf", "/etc/mysql", {"kind": "configMap"})]}, {}) == gone
	_found({"mounts": [testing.mount("time", "/etc/localtime", {"kind": "hostPath"})]}, {"volumes": [testing.volume("time", "hostPath", {"facility": true})]}) == gone
}

test_several_replicas_denied if {
	_found({}, {"replicas": 3}) == {["error", "database \"mysql\" lives in the pod of \"blog\": the replicas do not share its data"]}
}

test_one_replica_said_denied_as_warning if {
	{level | some [level, _] in _found({}, {"replicas": 1})} == {"warning"}
}

test_autoscaler_denied if {
	{v.msg | some v in rule.violation} == {"database \"mysql\" lives in the pod of \"blog\": the replicas do not share its data"} with input as testing.input_of(
		_pod({}, {}),
		{"related": {"autoscalers": [{"name": "blog"}]}},
	)
}

test_database_by_name_denied_as_less_sure if {
	some v in rule.violation with input as testing.pod(_pod(_alone, {"who": {"mysql": {"known_certainty": "guessed"}}}))
	v.certainty.lower == 1
	v.certainty.reason == "rests on a guess: \"mysql\" is a database by the name of its image"
}

test_app_by_guess_denied_as_less_sure if {
	guess := {"app": [testing.app("blog")]}
	some v in rule.violation with input as testing.pod(object.union(_pod(_alone, {}), guess))
	v.certainty.lower == 1
}

test_program_known_for_work_of_its_own_denied if {
	known := {"role": "app", "known_certainty": "known", "own_program": true}
	lowered := {difference: v.certainty.lower |
		some difference in [{}, {"role": "tool"}, {"role": "unknown"}, {"serves": "often"}, {"own_program": false}, {"known_certainty": "guessed"}]
		guess := {"app": [testing.app("blog")]}
		pod := object.union(_pod(_alone, {"who": {"blog": object.union(known, difference)}}), guess)
		some v in rule.violation with input as testing.pod(pod)
	}
	lowered == {
		{}: 0, {"role": "tool"}: 1, {"role": "unknown"}: 1, {"serves": "often"}: 1, {"own_program": false}: 1,
		{"known_certainty": "guessed"}: 1,
	}
}

test_store_beside_store_allowed if {
	_found({}, {"who": {"blog": {"role": "cache"}}}) == set()
	_found({}, {"who": {"blog": {"role": "datastore"}}}) == set()
}

test_members_allowed if {
	_found({}, {"workload": {"kind": "StatefulSet", "scales": "members"}}) == set()
}

test_cache_allowed if {
	_found({"known": "redis"}, {}) == set()
}

test_other_program_of_the_image_allowed if {
	_found({"own_program": false}, {}) == set()
}

test_dump_before_start_allowed if {
	_found({"class": "init"}, {}) == set()
}

test_spared_pods_allowed if {
	_found({}, {"test": true}) == set()
	_found({}, {"managed": "tekton"}) == set()
}

test_no_app_allowed if {
	_found({}, {"app": []}) == set()
}

test_each_volume_that_goes_with_the_pod_denied if {
	every kind in ["emptyDir", "image", "ephemeral", "configMap", "secret", "projected", "downwardAPI"] {
		_found({"mounts": [testing.mount("data", "/var/lib/mysql", {"kind": kind})]}, {}) == {["error", "database \"mysql\" lives in the pod of \"blog\": its data are gone with the pod"]}
	}
}

test_each_store_of_a_pods_own_work_allowed if {
	every known in ["etcd", "redis", "memcached", "consul", "zookeeper", "nats", "minio"] { _found({"known": known}, {}) == set() }
}
