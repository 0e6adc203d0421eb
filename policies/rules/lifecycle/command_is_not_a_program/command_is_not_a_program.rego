# METADATA
# title: Command that begins with no program
# description: |
#   ## What
#   The first element of a container's `command`, or of an exec probe or hook, is a flag (`-c`), or a whole command line in one string
#   (`"sleep 3600"`, `"/bin/sh -c 'exec server'"`). So is the first of the `args` where there is no `command` and the image is known to have no
#   entrypoint (`busybox`, `alpine`, `debian`, `python`...), because they are the whole command line then.
#
#   ## Why it hurts
#   No shell takes the string apart: the first element is the file name of the program, blanks and all. The container cannot start
#   (`exec: "sleep 3600": executable file not found in $PATH`), a probe fails each time, a hook is skipped or gets the container killed.
#
#   ## When it is fine
#   A program whose path really holds a blank is run; podlint reports a path with a blank only when what follows the blank looks like
#   arguments. Windows and placeholders are left alone.
#
#   ## How to fix
#   Give each word its own element, or let a shell read the string:
#
#   ```yaml
#   command: ["sleep", "3600"]
#   command: ["sh", "-c", "migrate && exec server"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
#     description: Command and arguments are lists
#   - ref: https://github.com/apache/shenyu/issues/5490
#     description: A liveness probe whose command is one string
#   - ref: https://github.com/SQLJames/factorio-server-charts/pull/26
#     description: A pipeline in the first element of a probe's command
# custom:
#   severity: error
#   confidence: certain
#   fix: Give each word its own element of the list, or put `sh -c` in front.
package podlint.rules.lifecycle.command_is_not_a_program

import data.podlint.lib.certainty
import data.podlint.lib.values
import data.podlint.lib.words

violation contains {
	"msg": sprintf("%s begins with %q, %s: %s", [run.what, words.short(run.program, 30), why.text, run.effect]),
	"path": array.concat(run.path, [0]),
	"container": run.container,
	"severity": run.severity,
	"certainty": certainty.of(array.concat([why], run.facts), _rewritten),
} if {
	input.pod.windows == false
	input.pod.host_process == false
	some run in _runs
	not _placeholder(run.program)
	why := _why(run.program)
}

# KubeRay, for one, hands the command of a container to a shell.
_rewritten := [] if values.as_written

_rewritten := [{"who": kind, "seen": "some", "reason": sprintf("the controller of %s may hand the command to a shell", [kind])}] if {
	not values.as_written
	kind := input.pod.workload.kind
}

_runs contains {
	"what": sprintf("the command of %q", [c.name]),
	"program": c.argv[0],
	"path": array.concat(c.path, ["command"]),
	"container": c.name,
	"severity": "error",
	"effect": "it cannot start",
	"facts": [],
} if {
	some c in input.pod.containers
	c.overrides_entrypoint == true
	c.class != "injected"
	_odd(c.argv[0])
}

# The args are the whole command line of an image without an entrypoint.
_runs contains {
	"what": sprintf("the command line of %q", [c.name]),
	"program": c.argv[0],
	"path": array.concat(c.path, ["args"]),
	"container": c.name,
	"severity": "error",
	"effect": "its image has no entrypoint",
	"facts": [{"certainty": c.image.certainty, "reason": sprintf("that %s has no entrypoint", [c.image.repository])}],
} if {
	some c in input.pod.containers
	c.overrides_entrypoint == false
	c.declared == true
	c.image.no_entrypoint == true
	_odd(c.argv[0])
}

_runs contains {
	"what": sprintf("the %s probe of %q", [probe.kind, c.name]),
	"program": probe.command[0],
	"path": probe.path,
	"container": c.name,
	"severity": "error",
	"effect": "it fails each time",
	"facts": [],
} if {
	some c in input.pod.containers
	some probe in c.probes
	_odd(probe.command[0])
}

_runs contains {
	"what": sprintf("the %s hook of %q", [hook.kind, c.name]),
	"program": hook.command[0],
	"path": hook.path,
	"container": c.name,
	"severity": _hook_severity[hook.kind],
	"effect": _hook_effect[hook.kind],
	"facts": [],
} if {
	some c in input.pod.containers
	some hook in c.hooks
	_odd(hook.command[0])
}

# A preStop hook that fails is skipped, a postStart hook gets the container killed.
_hook_severity := {"post-start": "error", "pre-stop": "warning"}

_hook_effect := {"post-start": "the container is killed", "pre-stop": "the hook is skipped"}

_odd(program) if startswith(program, "-")

_odd(program) if regex.match(`[\s|&;<>]`, program)

# What other tools fill in may be anything, and a symbol of the pod's own is a word.
_placeholder(program) if regex.match(`\{\{|\$\(|\$\{|<[A-Za-z_. -]+>|%[A-Z_]+%|@[A-Z_]+@`, program)

_why(program) := {"text": "a flag", "certainty": "stated"} if {
	startswith(program, "-")
} else := {"text": "a whole command line", "certainty": "stated"} if {
	_line(trim_space(program))
} else := {"text": "which ends in a blank", "certainty": "stated"} if {
	trim_space(program) != program
	not regex.match(`\s`, trim_space(program))
}

# A program without a path and its arguments; a path and something that can only be an argument; a list of commands.
_line(program) if {
	regex.match(`^[^/\s]+\s+\S`, program)
}

_line(program) if regex.match(`^/\S*\s+(-|[^/\s]+$|/|"|'|\$|[a-z]+\s)`, program)

_line(program) if regex.match(`\s(&&|\|\|?|;|>>?|<)\s?|;\s`, program)
