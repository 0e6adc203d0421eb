package podlint.rules.lifecycle.command_is_not_a_program_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.command_is_not_a_program as rule

_pod(overrides) := testing.pod({"containers": [testing.container("app", overrides), testing.container("helper", {})]})

_found(program) := found if {
	found := rule.violation with input as _pod({"argv": [program, "x"], "path": ["spec", "containers", 0]})
}

test_flag_denied if {
	_found("-c") == {{
		"msg": "the command of \"app\" begins with \"-c\", a flag: it cannot start",
		"path": ["spec", "containers", 0, "command", 0],
		"container": "app",
		"severity": "error",
		"certainty": {"lower": 0, "doubt": false, "confidence": "certain", "reason": ""},
	}}
}

test_command_line_denied if {
	every program in [
		"sleep 3600", "python app.py", "/bin/sh -c 'exec server'", "/app/run --port=1", "/app/run serve", "/bin/cat /etc/x", "/bin/a b c",
		"a && b", "/bin/a && /bin/b", "/bin/a; b", "/bin/a | b", "/bin/a > b", "/bin/a \"b\"", "/bin/a $B",
	] {
		some v in _found(program)
		contains(v.msg, "a whole command line")
		v.certainty.lower == 0
	}
}

test_blank_at_the_end_denied if {
	some v in _found("/app/run ")
	contains(v.msg, "which ends in a blank")
}

test_probe_denied if {
	some v in rule.violation with input as _pod({"probes": [testing.probe("liveness", 0, {"command": ["pg_isready -U shop"]})]})
	v.msg == "the liveness probe of \"app\" begins with \"pg_isready -U shop\", a whole command line: it fails each time"
	v.severity == "error"
	v.path[count(v.path) - 1] == 0
}

test_hooks_denied if {
	some stop in rule.violation with input as _pod({"hooks": [testing.hook("pre-stop", ["sleep 5"], {})]})
	stop.severity == "warning"
	endswith(stop.msg, "the hook is skipped")
	some start in rule.violation with input as _pod({"hooks": [testing.hook("post-start", ["sleep 5"], {})]})
	start.severity == "error"
	endswith(start.msg, "the container is killed")
}

test_programs_allowed if {
	every program in ["sleep", "/bin/sh", "/opt/My App/bin/run", "/app/run;", "./run.sh", "[", "${CMD} -x", "{{ .Values.cmd }} x", "$(CMD) -x", "<your command>", "@CMD@ -x", "%CMD% x"] {
		count(_found(program)) == 0
	}
}

test_image_with_its_own_program_allowed if {
	rule.violation == set() with input as _pod({"argv": ["sleep 5"], "overrides_entrypoint": false})
}

test_injected_allowed if rule.violation == set() with input as _pod({"argv": ["sleep 5"], "class": "injected"})

test_windows_allowed if {
	rule.violation == set() with input as object.union(_pod({"argv": ["sleep 5"]}), {"pod": {"windows": true}})
	rule.violation == set() with input as object.union(_pod({"argv": ["sleep 5"]}), {"pod": {"host_process": true}})
}

test_controller_that_may_rewrite_the_command_in_doubt if {
	pod := object.union(_pod({"argv": ["echo 123", "x"]}), {"pod": {"workload": {"api_version": "ray.io/v1", "kind": "RayCluster"}}})
	some v in rule.violation with input as pod
	v.certainty.doubt == true
	v.certainty.reason == "the controller of RayCluster may hand the command to a shell"
}

_args(parts) := found if {
	found := rule.violation with input as _pod(object.union(
		{
			"argv": ["-c", "sleep 3600"], "path": ["spec", "containers", 0], "overrides_entrypoint": false, "declared": true,
			"image": {"repository": "busybox", "no_entrypoint": true, "certainty": "known"},
		},
		parts,
	))
}

test_args_of_an_image_without_an_entrypoint_denied if {
	_args({}) == {{
		"msg": "the command line of \"app\" begins with \"-c\", a flag: its image has no entrypoint",
		"path": ["spec", "containers", 0, "args", 0],
		"container": "app",
		"severity": "error",
		"certainty": {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""},
	}}
	some v in _args({"argv": ["sleep 3600"]})
	contains(v.msg, "a whole command line")
}

test_args_of_an_image_of_that_name_are_a_step_lower_denied if {
	some v in _args({"image": {"certainty": "guessed"}})
	v.certainty.lower == 1
}

test_args_that_begin_with_a_program_allowed if _args({"argv": ["sh", "-c", "sleep 3600"]}) == set()

test_args_of_an_image_with_an_entrypoint_allowed if _args({"image": {"no_entrypoint": false}}) == set()

test_nothing_declared_allowed if _args({"declared": false}) == set()
