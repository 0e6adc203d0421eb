# METADATA
# title: Key that a map holds twice
# description: |
#   ## What
#   One map of the manifest holds the same key two times.
#
#   ## Why it hurts
#   YAML allows each key once. A strict reader refuses the document; kubectl's reader keeps the later entry and drops the earlier one, so
#   that half of the environment, the second list of mounts or the first set of labels is gone without a word. podlint judges
#   the pod as kubectl would read it.
#
#   ## When it is fine
#   Never: one of the two entries has no effect. Where both say the same nothing is lost until a strict reader refuses the document; what a
#   chart's templates make Helm reads leniently. Both are reported at a lower severity.
#
#   ## How to fix
#   Join the two entries under one key, or remove the one that is not wanted:
#
#   ```yaml
#   env:
#     - {name: MODE, value: production}
#     - {name: REGION, value: eu}
#   ```
# related_resources:
#   - ref: https://yaml.org/spec/1.2.2/#3213-node-comparison
#     description: Keys of a mapping are unique
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
#     description: What a server does with duplicate fields
# custom:
#   severity: error
#   confidence: certain
#   fix: Join the two entries under one key, or remove the one that is not wanted.
package podlint.rules.manifest.duplicate_key

import data.podlint.lib.fixes
import data.podlint.lib.words

violation contains {
	"msg": sprintf("key %q occurs twice in one map: %s", [duplicate.key, _what(duplicate)]),
	"path": duplicate.path,
	"severity": _severity(duplicate),
	"fix": fixes.remove("Remove the entry that is dropped.", array.concat(duplicate.path, ["@earlier"])),
} if {
	some duplicate in input.pod.duplicate_keys
	not words.placeholder(duplicate.key) # what is filled in there may differ
}

_what(duplicate) := sprintf("the one at %s says the same", [duplicate.where]) if {
	duplicate.same
} else := sprintf("this entry counts, the one at %s is empty", [duplicate.where]) if {
	duplicate.empty
} else := sprintf("this entry counts, the one at %s is dropped", [duplicate.where])

# Nothing is lost of an entry without a value. What helm installs loses the earlier entry, as most charts that have one mean it; Flux, Argo CD with kustomize and strict readers refuse it.
_severity(duplicate) := "info" if {
	duplicate.empty
} else := "info" if {
	duplicate.same
	duplicate["in"] == "chart"
} else := "warning" if {
	duplicate.same
} else := "warning" if {
	duplicate["in"] == "chart"
} else := "error"
