# METADATA
# title: Selector that does not match the template
# description: |
#   ## What
#   The `selector` of a Deployment, ReplicaSet, StatefulSet or DaemonSet asks for labels that its own pod template does not have.
#
#   ## Why it hurts
#   The API server refuses the object: its controller would make Pods for ever and find none of them.
#
#   ## When it is fine
#   An object without a selector is a patch of another one, and not reported. Where the two are equal once a Helm release has a certain
#   name, and nobody says how it is called, the report is a warning.
#
#   ## How to fix
#   Give the template the labels that the selector names:
#
#   ```yaml
#   spec:
#     selector:
#       matchLabels: {app: shop}
#     template:
#       metadata:
#         labels: {app: shop}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
#     description: The selector must match the labels of the template
# custom:
#   severity: error
#   confidence: certain
#   fix: Give the template the labels that the selector names.
package podlint.rules.manifest.selector_misses_template

import data.podlint.lib.words

violation contains {
	"msg": sprintf("the selector asks for %s, but the template has %s%s", [_asked(miss), _there(miss), _rest(misses)]),
	"path": array.concat(input.pod.metadata_path, ["labels"]),
	"severity": _severity(misses),
	"related": [{"msg": "the selector", "path": miss.path}],
} if {
	input.pod.workload.selects == "others"
	input.pod.workload.api_version in {"v1", "apps/v1"}
	misses := input.pod.workload.unmet
	miss := misses[0]
}

# A name of the release makes them equal, and the release has a name that nobody chose.
_severity(misses) := "warning" if {
	count(_releases(misses)) == 1
	every miss in misses { miss.release != "" }
} else := "error"

_releases(misses) := {miss.release | some miss in misses}

_asked(miss) := sprintf("%s: %s", [words.short(miss.key, 40), words.short(miss.wanted, 28)]) if {
	miss.wanted != ""
} else := sprintf("label %s", [words.short(miss.key, 40)])

_there(miss) := words.short(miss.has, 28) if {
	miss.labelled
} else := "no such label"

_rest(misses) := sprintf(": right only for a release called %s", [words.short(misses[0].release, 20)]) if {
	_severity(misses) == "warning"
} else := "" if {
	count(misses) == 1
} else := sprintf(" (and %d more)", [count(misses) - 1])
