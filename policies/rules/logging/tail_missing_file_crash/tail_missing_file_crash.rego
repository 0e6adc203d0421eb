# METADATA
# title: Tail that crashes while the file is missing
# description: |
#   ## What
#   A container runs `tail -f` on a file of a shared volume, and nothing makes the file before: no init container, no `touch`, no
#   loop that waits for it.
#
#   ## Why it hurts
#   Containers start side by side. Until the app has written its first line `tail` ends with `can't open`, `no files remaining`
#   and status 1: the pod shows `CrashLoopBackOff`, and the back-off may keep the log away for minutes after the app is up.
#
#   ## When it is fine
#   `tail -F` and `--retry` wait for the file. A file or pipe that an init container makes is there. A command in a loop or in the
#   background does not end its container.
#
#   ## How to fix
#   Write `-F` for `-f`: GNU and busybox know it, and it survives rotation as well.
#
#   ```yaml
#   command: ["tail", "-n+1", "-F", "/var/log/app/app.log"]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/website/issues/45753
#     description: The documentation's example crashed until the file was there
#   - ref: https://github.com/rucio/helm-charts/issues/88
#     description: A log sidecar that cannot open the file
# custom:
#   severity: warning
#   confidence: certain
#   fix: Replace `tail -f` by `tail -F`.
package podlint.rules.logging.tail_missing_file_crash

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q runs tail -f on %s, which may not be there yet: tail then exits; -F waits", [read.container, read.file]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read], certainty.absent(_earlier(read))),
	"fix": fixes.by_name(read),
} if {
	some read in input.pod.handovers
	read.tool == "tail"
	read.retries == false
	read.detached == false
	read.delayed == false
	read.ignorable == false
	_fresh(read)
	files.followed(read)
	not files.private(read)
	not files.its_own(read)
	not _prepared(read)
}

# No pod before can have left the file there.
_fresh(read) if read.kind in {"emptyDir", "ephemeral"}

_fresh(read) if {
	read.volume != ""
	read.this_pod == true
}

_prepared(read) if {
	some w in read.writes
	w.op in {"write", "append", "create"}
	w.meets in {"same", "overlap"}
	input.pod.who[w.container].class == "init"
}

# An init container that may make the file unseen.
_earlier(read) := [gap |
	some gap in files.unseen_writers(read)
	input.pod.who[gap.who].class == "init"
]
