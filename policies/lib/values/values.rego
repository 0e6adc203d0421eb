# METADATA
# title: Values that do not fit
# description: Words for the entries of `input.pod.invalid_values`, which several rules report.
package podlint.lib.values

import data.podlint.lib.certainty

_longest := 48

# METADATA
# description: |
#   Which field of whom is meant: `container "app": env[0].value`, or the field alone outside of containers. Where the path is too long for
#   a message, what the value is stands for it.
subject(value) := concat("", [owner(value), name(value)])

# METADATA
# description: The container of a field, as the beginning of a message; empty outside of containers.
owner(value) := sprintf("container %q: ", [value.container]) if value.container

owner(value) := "" if not value.container

# METADATA
# description: The field without its container.
name(value) := value.field if count(value.field) <= _longest

name(value) := value.of if count(value.field) > _longest

# METADATA
# description: What fits instead, to be added to a message; a long list of values is left out when one of them is near.
instead(value) := sprintf("; did you mean %q?", [value.nearest]) if value.nearest

instead(value) := sprintf("; want %s", [value.expected]) if {
	not value.nearest
	value.expected
	count(value.expected) <= _longest
}

instead(value) := "" if {
	not value.nearest
	count(object.get(value, "expected", "")) > _longest
}

instead(value) := "" if {
	not value.nearest
	not value.expected
}

# METADATA
# description: |
#   How far one believes that the value is meant: a word in capitals, such as `FILLED_IN_LATER` or `shell-HOSTNAME`, often stands for what a later
#   step fills in, so that what Kubernetes says of it is a doubt.
meant(value) := certainty.of([], array.concat([gap | some gap in [_capitals(value)]], unset(value)))

# METADATA
# description: What a chart leaves to whoever installs it, as a gap of `certainty.of`; the value is this one only until then.
unset(value) := [{"who": value.of, "seen": "some", "reason": sprintf("it is so until %s is set, which the chart leaves empty", [value.unset])}] if {
	value.unset
} else := []

_capitals(value) := {"who": value.of, "seen": "some", "reason": "a word in capitals often stands for what a later step fills in"} if {
	regex.match(`(^|[-./])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]($|[-./])|(^|[-./])[A-Z][A-Z0-9]{3,}($|[-./])`, value.got)
}

# METADATA
# description: |
#   The pods of the object are as its template says. Controllers of other groups add volumes, containers and fields of their own, so that what
#   is missing in the template need not be missing in the pod.
as_written if _group in _plain_groups

as_written if {
	_group == "argoproj.io"
	input.pod.workload.kind == "Rollout"
}

_group := split(input.pod.workload.api_version, "/")[0]

_plain_groups := {"v1", "apps", "batch", "extensions", "apps.kruise.io", "apps.openshift.io", "jobset.x-k8s.io", "serving.knative.dev"}
