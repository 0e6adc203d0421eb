# METADATA
# title: Volume over an image's links to stdout
# description: |
#   ## What
#   The image keeps its log files as links to stdout and stderr, a volume is mounted over their directory, and no other container
#   reads that volume.
#
#   ## Why it hurts
#   An empty volume has no links: the program now creates real files in it. `kubectl logs` falls silent, the node's log agent
#   collects nothing, and the files grow. It often comes with `readOnlyRootFilesystem`, when every directory that is written to gets an emptyDir. An empty volume above the
#   directory hides the directory, too: nginx then cannot open its logs and ends at once.
#
#   ## When it is fine
#   A neighbour that mounts the volume may stream or ship the files, and settings may send the log elsewhere: podlint is silent
#   then, and when an init container prepares the volume.
#
#   ## How to fix
#   Leave the directory alone, or log to stdout by name.
#
#   ```nginx
#   access_log /dev/stdout;
#   error_log /dev/stderr;
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/ingress-nginx/issues/3583
#     description: A volume over /var/log/nginx silences the controller
#   - ref: https://github.com/helm/charts/issues/10109
#     description: Log files of an image that are links to stdout
# custom:
#   severity: warning
#   confidence: strong
#   fix: Do not mount a volume over the image's log directory, or set the log's target to /dev/stdout.
package podlint.rules.logging.stdout_symlink_shadowed

violation contains {
	"msg": sprintf(_text(links), [links.volume, links.mount_path, links.dir, links.container]),
	"path": links.path,
	"container": links.container,
	"severity": _severity(links),
} if {
	some links in input.pod.logging.hidden_links
	not links.explicit
	not links.refilled
	not links.readers
}

_text(links) := "volume %q at %s covers the links to stdout in %s: kubectl logs of %q falls silent" if not links.gone

_text(links) := "volume %q at %s covers %s, and starts empty: %q cannot open its logs there and ends" if links.gone

_severity(links) := "info" if {
	not links.verified
} else := "info" if {
	links.unseen
} else := "info" if {
	links.kind == "hostPath"
} else := "warning"
