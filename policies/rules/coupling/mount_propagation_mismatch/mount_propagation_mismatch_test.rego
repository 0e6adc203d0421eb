package podlint.rules.coupling.mount_propagation_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.mount_propagation_mismatch as rule

_privileged := {"security": {"privileged": {"value": true}}}

_end(name, propagation) := {
	"container": name, "mount_path": sprintf("/%s", [name]), "sub_path": "", "read_only": false, "propagation": propagation, "socket": false,
	"path": ["spec", name],
}

_share(ends, overrides) := testing.share_of("shared", "bucket", "app", object.union({"ends": ends}, overrides))

_agreed := [_end("bucket", "Bidirectional"), _end("app", "HostToContainer")]

_consumer := [_end("bucket", "Bidirectional"), _end("app", "")]

_kept := [_end("bucket", ""), _end("app", "HostToContainer")]

_containers(mounter) := [testing.container("bucket", object.union(_privileged, mounter)), testing.container("app", {}), testing.container("other", {})]

_rclone := {"own_program": true, "known": "rclone", "argv": ["rclone", "mount", "remote:x", "/bucket/"]}

_goofys := {"own_program": true, "role": "fs-mount", "argv": ["goofys", "x", "/bucket"]}

_found(mounter, shares) := {v.msg | some v in rule.violation with input as testing.pod({"containers": _containers(mounter), "shares": shares})}

test_consumer_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "container \"app\" does not see what \"bucket\" mounts in volume \"shared\": its mount lacks HostToContainer",
		"path": ["spec", "app"],
		"container": "app",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
		"related": [{"msg": "\"bucket\" mounts the volume here", "path": ["spec", "bucket"]}],
	}} with input as testing.pod({"containers": _containers({}), "shares": [_share(_consumer, {})]})
}

test_consumer_first_denied if {
	count(_found({}, [_share([_end("app", "None"), _end("bucket", "Bidirectional")], {})])) == 1
}

test_consumer_of_two_denied_once if {
	both := [_share(_consumer, {}), _share([_end("app", ""), _end("other", "Bidirectional")], {})]
	count(rule.violation) == 1 with input as testing.pod({
		"containers": [testing.container("bucket", _privileged), testing.container("app", {}), testing.container("other", _privileged)],
		"shares": both,
	})
}

test_two_consumers_denied if {
	count(_found({}, [_share(_consumer, {}), _share([_end("bucket", "Bidirectional"), _end("other", "")], {})])) == 2
}

test_mounter_denied if {
	said := {"what container \"bucket\" mounts in volume \"shared\" does not reach \"app\": its mount lacks Bidirectional"}
	_found(_rclone, [_share(_kept, {})]) == said
	_found(_goofys, [_share(_kept, {})]) == said
	_found(object.union(_rclone, {"argv": ["sh", "-c", "rclone mount remote:x /bucket"]}), [_share(_kept, {})]) == said
}

test_mounter_beside_two_denied_once if {
	count(_found(_goofys, [_share(_kept, {}), _share([_end("bucket", ""), _end("other", "")], {})])) == 1
}

test_mounter_by_name_denied_as_less_sure if {
	some v in rule.violation with input as testing.pod({"containers": _containers(_goofys), "shares": [_share(_kept, {})]})
	v.certainty.lower == 1
	some w in rule.violation with input as testing.pod({
		"containers": _containers(_goofys), "shares": [_share(_kept, {})],
		"who": {"bucket": {"known_certainty": "known"}},
	})
	w.certainty.lower == 0
}

test_copies_allowed if {
	_found(object.union(_rclone, {"argv": ["rclone", "sync", "/bucket", "remote:x"]}), [_share(_kept, {})]) == set()
}

test_mounts_elsewhere_allowed if {
	_found(object.union(_rclone, {"argv": ["rclone", "mount", "remote:x", "/bucketful"]}), [_share(_kept, {})]) == set()
}

test_file_descriptor_allowed if {
	_found(object.union(_goofys, {"known": "gcsfuse-sidecar"}), [_share(_kept, {})]) == set()
}

test_other_program_of_the_image_allowed if {
	_found(object.union(_goofys, {"own_program": false}), [_share(_kept, {})]) == set()
}

test_mounter_that_passes_on_allowed if {
	_found(_goofys, [_share(_agreed, {})]) == set()
}

test_without_privilege_allowed if {
	_found({"security": {"privileged": {"value": false}}}, [_share(_consumer, {})]) == set()
}

test_socket_allowed if {
	ends := [_end("bucket", "Bidirectional"), object.union(_end("app", ""), {"socket": true})]
	_found({}, [_share(ends, {})]) == set()
}

test_known_helper_allowed if {
	helper := {"app": {"helps": true, "known_certainty": "known"}}
	rule.violation == set() with input as testing.pod({"containers": _containers({}), "shares": [_share(_consumer, {})], "who": helper})
}

test_helper_by_name_denied_as_doubt if {
	helper := {"app": {"helps": true, "known_certainty": "guessed"}}
	some v in rule.violation with input as testing.pod({"containers": _containers({}), "shares": [_share(_consumer, {})], "who": helper})
	v.certainty.doubt == true
}

test_other_volumes_allowed if {
	every other in [{"parts": "apart"}, {"settings": true}, {"kind": "unknown"}] {
		_found({}, [_share(_consumer, other)]) == set()
	}
	every source in ["/var/lib/kubelet/pods", "{{ path }}", "$(DIR)"] {
		rule.violation == set() with input as testing.pod({
			"containers": _containers({}), "shares": [_share(_consumer, {"kind": "hostPath"})],
			"volumes": [testing.volume("shared", "hostPath", {"source": source})],
		})
	}
}

test_windows_allowed if {
	rule.violation == set() with input as testing.pod({"windows": true, "containers": _containers(_goofys), "shares": [_share(_consumer, {}), _share(_kept, {})]})
}
