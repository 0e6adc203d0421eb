# METADATA
# title: Command that needs a program which the image lacks
# description: |
#   ## What
#   A container's own command or script starts a program that its image is known not to hold: `curl` or `bash` in busybox, `sh` in an
#   image that holds nothing but its own program.
#
#   ## Why it hurts
#   A command that begins with it cannot start, and a loop that waits by it never ends. In a script the step fails with status 127, and
#   without `set -e` the script goes on: `sed "s/X/$(curl ...)/"` writes settings with nothing in place of what was asked for.
#
#   ## When it is fine
#   podlint is silent where the script installs programs or looks for them first (`command -v curl`), where a volume or the script itself
#   puts files into a directory of programs, where the manifest sets `PATH`, and for images of which it is not verified what they lack.
#
#   ## How to fix
#   Use what the image has (`wget -qO-` in busybox), or an image that has the program:
#
#   ```yaml
#   initContainers:
#     - name: wait
#       image: curlimages/curl:8.11.0
#       command: ["sh", "-c", "until curl -sf http://db:8080; do sleep 2; done"]
#   ```
# related_resources:
#   - ref: https://github.com/docker-library/busybox/issues/47
#     description: busybox holds no curl
#   - ref: https://github.com/kubernetes/kubernetes/issues/125339
#     description: A missing curl that nobody noticed
# custom:
#   severity: error
#   confidence: strong
#   fix: Use a program that the image holds, or an image that holds the program.
package podlint.rules.lifecycle.program_missing_from_image

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q starts %s, which its image (%s) does not hold: %s", [c.name, program.name, input.pod.who[c.name].known, _effect(c, program)]),
	"path": program.path,
	"container": c.name,
	"severity": _severity(program),
	"certainty": certainty.of(_evidence(c, program), []),
} if {
	some c in input.pod.containers
	some i, program in c.programs
	program.held == "no"
	program.phase in {"init", "run"}
	program.fallback == false
	not _earlier(c, i)
}

# One report for a program, and none for what a shell would start that is missing itself.
_earlier(c, i) if {
	some j, before in c.programs
	before.held == "no"
	before.phase in {"init", "run"}
	before.fallback == false
	j < i
	before.name == c.programs[i].name
}

_earlier(c, i) if {
	some shell in c.programs
	shell.held == "no"
	shell.path == array.concat(c.path, ["command", 0])
	shell != c.programs[i]
}

_effect(c, program) := "it cannot start" if {
	program.path == array.concat(c.path, ["command", 0])
} else := "it waits for ever" if {
	program.waits == true
} else := "the script goes on without it" if {
	program.passed == true
} else := "the step fails"

_severity(program) := "warning" if {
	program.ignorable == true
} else := "warning" if {
	program.condition == true
	program.waits == false
} else := "warning" if {
	program.passed == true
	program.waits == false
} else := "error"

# That an image lacks a program rests on what is known of it, and that it is the one of the entry on its owner.
_evidence(c, program) := [
	{"certainty": program.certainty, "reason": sprintf("the image is taken for %s", [who.known])},
	{"certainty": _owner[who.known_by], "reason": "it is somebody else's image of that name"},
] if {
	who := input.pod.who[c.name]
}

_owner := {"vendor": "known", "name": "guessed", "": "guessed"}
