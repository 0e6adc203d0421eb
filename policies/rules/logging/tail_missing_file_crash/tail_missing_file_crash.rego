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

violation contains {
	"msg": sprintf("container %q runs tail -f on %s, which may not be there yet: tail then exits; -F waits", [
		stream.container,
		stream.file,
	]),
	"path": stream.path,
	"container": stream.container,
} if {
	some stream in input.pod.logging.streams
	stream.command
	not stream.retries
	not stream.looped
	not stream.ready
	not stream.own_file
	not stream.private
	stream.kind in {"emptyDir", "ephemeral"}
}
