package podlint.rules.process.shared_pid_breaks_init_image_test

import data.podlint.lib.testing
import data.podlint.rules.process.shared_pid_breaks_init_image as rule

_pod(container, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("web", object.union(
			{"overrides_entrypoint": false, "image": {"needs_pid1": true, "repository": "acme/web", "path": ["x"]}},
			container,
		))],
		"who": {"web": {"known_certainty": "known"}},
	},
	overrides,
))

test_shared_namespace_denied if {
	some v in rule.violation with input as _pod({}, {"share_process_namespace": true})
	v.msg == "the init of \"web\" (acme/web) must be process 1, which it is not with shareProcessNamespace"
	v.path == ["x"]
	v.related == [{"msg": "this makes another process the first", "path": ["spec", "shareProcessNamespace"]}]
	v.certainty.lower == 0
}

test_processes_of_the_node_denied if {
	some v in rule.violation with input as _pod({}, {"host_pid": true})
	contains(v.msg, "hostPID")
}

test_unverified_image_a_step_lower_denied if {
	some v in rule.violation with input as _pod({}, {
		"share_process_namespace": true,
		"who": {"web": {"known_certainty": "guessed"}},
	})
	v.certainty.lower == 1
}

test_own_namespace_allowed if rule.violation == set() with input as _pod({}, {})

test_command_of_the_manifest_allowed if {
	rule.violation == set() with input as _pod({"overrides_entrypoint": true}, {"share_process_namespace": true})
}

test_image_without_such_an_init_allowed if {
	rule.violation == set() with input as _pod({"image": {"needs_pid1": false}}, {"share_process_namespace": true})
}
