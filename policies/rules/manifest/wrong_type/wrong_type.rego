# METADATA
# title: Value of a wrong type
# description: |
#   ## What
#   A value has not the type that its field takes: a number or a boolean where a text is wanted, such as `value: 8080` of a variable or
#   `"true"` for a boolean, a list for an object, an amount that is none.
#
#   ## Why it hurts
#   The API server refuses the whole manifest. Its message names the first such value alone; podlint reports each of them, and judges the rest
#   of the pod as if they were not there.
#
#   ## When it is fine
#   A placeholder such as `${REPLICAS}` that a later step replaces stands for any value, and is not reported.
#
#   ## How to fix
#   Put a text in quotes, and take the quotes off a number:
#
#   ```yaml
#   env:
#     - name: PORT
#       value: "8080"
#   ports:
#     - containerPort: 8080
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
#     description: What a server does with what it cannot take
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Write the value as the field takes it, texts in quotes, numbers and booleans without.
package podlint.rules.manifest.wrong_type

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s wants %s, got %s%s", [values.subject(value), value.expected, value.got, _hint(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": certainty.of([], _rebuilt(value)),
	"fix": _fix(value),
} if {
	some value in input.pod.invalid_values
	value.problem == "wrong-type"
}

# kluctl builds what it deploys with kustomize, which writes the values of labels and annotations as texts.
_rebuilt(value) := [{"who": value.of, "seen": "some", "reason": "kluctl, which its annotations speak of, writes labels and annotations as texts"}] if {
	regex.match(`^metadata\.(?:annotations|labels)\.`, value.field)
	_by_kluctl(value)
} else := [{"who": value.of, "seen": "some", "reason": "something puts the value in place of a variable before it is applied"}] if {
	regex.match(`^the string "\$\{?[A-Za-z_][A-Za-z0-9_.-]*\}?"$`, value.got)
} else := []

_by_kluctl(value) if contains(value.field, ".kluctl.io/")

_by_kluctl(_) if {
	some set in [input.pod.annotations, object.get(input.pod.workload, "annotations", {})]
	some key, _ in set
	startswith(key, "kluctl.io/")
}

_fix(value) := fixes.part("Put the value in quotes.", value.path, text, text) if {
	value.expected == "a string"
	text := regex.find_all_string_submatch_n(`^the (?:number|boolean) (\S+)$`, value.got, 1)[0][1]
} else := null

_hint(value) := "; put it in quotes" if {
	value.expected == "a string"
	regex.match(`^the (number|boolean) `, value.got)
} else := ""
