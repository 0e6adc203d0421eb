# METADATA
# title: Flags of another generation of the program
# description: |
#   ## What
#   A helper's image holds one generation of a program, its command line or environment speaks to another: version 2 of the Cloud SQL
#   proxy with `-instances=`, git-sync 4 with `--change-permissions`, git-sync 3 with `--link`.
#
#   ## Why it hurts
#   The program ends at once with `unknown flag`, and the pod never becomes ready; for variables it is worse, since a name that nobody
#   reads is silently ignored. It happens when the image is bumped by a bot and the arguments are not.
#
#   ## When it is fine
#   A program that still takes the old name is reported as advice only. Where the tag does not tell the generation, podlint is silent.
#
#   ## How to fix
#   Write what this generation calls it. The Cloud SQL proxy's version 2 takes the instance as an argument:
#   ```yaml
#   - name: cloud-sql-proxy
#     image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
#     args:
#       - --port=5432
#       - project:region:instance
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/blob/main/migration-guide.md
#     description: Cloud SQL proxy, from version 1 to version 2
#   - ref: https://github.com/kubernetes/git-sync/blob/master/v3-to-v4.md
#     description: git-sync, from version 3 to version 4
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/1769
#     description: Version 1 flags on a version 2 image
# custom:
#   severity: error
#   confidence: strong
#   fix: Use the flags of the generation that the image holds.
package podlint.rules.images.sidecar_flag_generation_mismatch

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q passes %s, which %s does not know%s", [container.name, use.flag, _short(container.image), _instead(use)]),
	"path": use.path,
	"container": container.name,
	"severity": "error",
	"certainty": certainty.of([use], []),
} if {
	some container in input.pod.containers
	some use in container.old_flags
	use.how == "refused"
	pods.several
}

violation contains {
	"msg": sprintf("container %q passes %s, which %s %s%s", [container.name, use.flag, _short(container.image), _does[use.how], _instead(use)]),
	"path": use.path,
	"container": container.name,
	"severity": "info",
	"certainty": certainty.of([use], []),
} if {
	some container in input.pod.containers
	some use in container.old_flags
	use.how in {"accepted", "ignored"}
	pods.several
}

_does := {"accepted": "still takes under that old name", "ignored": "ignores"}

_short(image) := sprintf("%s %s", [parts[count(parts) - 1], image.tag]) if {
	image.tag
	parts := split(image.repository, "/")
} else := image.reference

_instead(use) := sprintf(": use %s", [use.instead]) if {
	use.instead != ""
} else := ""
