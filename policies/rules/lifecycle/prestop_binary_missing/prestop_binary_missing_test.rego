package podlint.rules.lifecycle.prestop_binary_missing_test

import data.podlint.lib.testing
import data.podlint.rules.lifecycle.prestop_binary_missing as rule

_none := object.union(testing.image("example.org/proxy:1.2.3"), {"no_shell": true})

_pod(c, who, overrides) := testing.pod(object.union(
	{
		"containers": [testing.container("proxy", object.union({"image": _none, "hooks": [_hook(["sh", "-c", "sleep 5"])]}, c))],
		"who": {"proxy": object.union({"known": "proxy", "known_certainty": "known", "known_by": "vendor"}, who)},
	},
	overrides,
))

_hook(command) := testing.hook("pre-stop", command, {})

test_shell_denied if {
	some v in rule.violation with input as _pod({}, {}, {})
	v.msg == "preStop of \"proxy\" starts sh, which the image (proxy) does not hold: the hook fails and is skipped"
	v.path == ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command", 0]
	v.container == "proxy"
	v.certainty.lower == 0
}

test_probe_denied if {
	some v in rule.violation with input as _pod({"hooks": [], "probes": [testing.probe("liveness", 0, {"command": ["/bin/grep", "x"]})]}, {}, {})
	contains(v.msg, "livenessProbe of \"proxy\" starts /bin/grep")
	contains(v.msg, "the container is killed")
}

test_unverified_is_lowered_denied if {
	some v in rule.violation with input as _pod({}, {"known_certainty": "guessed"}, {})
	v.certainty.lower == 1
}

test_other_owner_is_a_doubt_denied if {
	some v in rule.violation with input as _pod({}, {"known_certainty": "guessed", "known_by": "name"}, {})
	v.certainty.doubt
}

test_own_program_allowed if rule.violation == set() with input as _pod({"hooks": [_hook(["proxy", "drain"])]}, {}, {})

test_program_brought_along_allowed if {
	rule.violation == set() with input as _pod({"hooks": [_hook(["/tools/sh"])]}, {}, {})
	every dir in ["/bin", "/usr/bin", "/usr/local/bin", "/usr", "/"] {
		rule.violation == set() with input as _pod({"mounts": [testing.mount("tools", dir, {})]}, {}, {})
	}
}

test_other_mount_denied if count(rule.violation) == 1 with input as _pod({"mounts": [testing.mount("data", "/data", {})]}, {}, {})

test_image_with_a_shell_allowed if rule.violation == set() with input as _pod({"image": testing.image("alpine:3.20")}, {}, {})

test_placeholder_allowed if {
	rule.violation == set() with input as _pod({"image": object.union(_none, {"placeholder": true})}, {}, {})
}

test_windows_allowed if rule.violation == set() with input as _pod({}, {}, {"windows": true})

test_every_usual_tool_denied if {
	every tool in [
		"sh", "bash", "ash", "dash", "sleep", "curl", "wget", "nc", "rm", "cat", "test", "kill", "pkill", "pgrep", "grep", "echo", "true", "ls",
		"touch",
	] {
		count(rule.violation) == 1 with input as _pod({"hooks": [_hook([tool])]}, {}, {})
	}
}
