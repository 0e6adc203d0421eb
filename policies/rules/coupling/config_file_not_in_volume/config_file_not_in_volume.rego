# METADATA
# title: File or key that the ConfigMap or Secret does not have
# description: |
#   ## What
#   A program is given a file, a mount names a `subPath`, a volume an entry of `items`, or a variable a key, and the ConfigMap or Secret
#   behind it has no such key. podlint looks only where all of them are among the manifests.
#
#   ## Why it hurts
#   A variable or an entry of `items` without its key keeps the container from starting. A program without its file ends, or goes on with
#   its built-in settings. In place of a `subPath` that does not exist the kubelet makes an empty directory.
#
#   ## When it is fine
#   The reference is `optional`, a script asks first whether the file is there, or a controller fills the object: podlint is silent about
#   objects without any key, about those that carry the mark of a controller or are changed by a patch, and about those that a
#   Certificate, an ExternalSecret or the like makes. Where a Job beside the object may change it, by the roles of its account, it is a doubt.
#
#   ## How to fix
#   Let both sides spell the key alike:
#   ```yaml
#   kind: ConfigMap
#   data:
#     fluent-bit.conf: ...
#   ---
#   containers:
#     - name: fluent-bit
#       args: [-c, /fluent-bit/conf/fluent-bit.conf]
#       volumeMounts:
#         - {name: conf, mountPath: /fluent-bit/conf}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps-as-files-from-a-pod
#     description: Each key becomes a file
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions
#     description: References to keys that do not exist keep the pod from starting
#   - ref: https://github.com/kubernetes/kubernetes/issues/54514
#     description: A subPath that does not exist becomes an empty directory
# custom:
#   severity: error
#   confidence: certain
#   fix: Use a key that the ConfigMap or Secret has.
package podlint.rules.coupling.config_file_not_in_volume

import data.podlint.lib.certainty

violation contains {
	"msg": _message(look),
	"path": look.path,
	"severity": _severity(look),
	"certainty": certainty.of([look], array.concat(_aside(look), _left_out(look))),
} if {
	some look in input.pod.lookups
	look.found == false
	look.complete == true
	look.optional == false
	look.ignorable == false
	look.pattern == false
	look.phase in {"init", "run"} # hooks and probes have their own ways to fail
	not _asked_first(look)
	not _missed_by_its_mount(look)
	not _holds_mounts(look)
}

# One of a sibling folder need not be the one that is meant: the folder of another environment holds one of that name, too.
_aside(look) := [{"who": look.object, "seen": "some", "reason": "it stands in a sibling folder, and need not be the one that is meant"}] if {
	look.sibling == true
} else := []

# What a template leaves out today need not be missing where its values are set, or where the cluster answers.
_left_out(look) := [{"who": look.object, "seen": "some", "reason": sprintf("the template of %s %q writes it under a condition: %s", [look.kind, look.object, look.withheld])}] if {
	look.withheld != ""
} else := [{"who": look.object, "seen": "some", "reason": "its template asks the cluster (lookup), which may give what is not here"}] if {
	look.asks_cluster == true
} else := [{"who": look.object, "seen": "some", "reason": sprintf("%s may write it: its account may change %s %q", [look.filled_by, look.kind, look.object])}] if {
	look.filled_by != ""
} else := []

# These find out whether it is there.
_asks := {"[", "[[", "test", "ls", "find", "stat"}

_asked_first(look) if look.tool in _asks

_asked_first(look) if {
	look.file != ""
	some other in input.pod.lookups
	other.container == look.container
	other.file == look.file
	other.tool in _asks
}

# What is mounted alone is reported once, at its mount.
_missed_by_its_mount(look) if {
	look.via in {"file", "name"}
	look.part != ""
	look.mount == look.file
}

# A directory in which others are mounted is made for them.
_holds_mounts(look) if {
	look.via in {"file", "name"}
	some container in input.pod.containers
	container.name == look.container
	some mount in container.mounts
	startswith(mount.mount_path, sprintf("%s/", [look.file]))
}

# An empty directory may do.
_severity(look) := "warning" if {
	look.wide == true
} else := "error"

_message(look) := sprintf("volume %q asks for key %q, but %s", [look.volume, look.in, _there(look)]) if {
	look.via == "item"
} else := sprintf("container %q fills %s from key %q, but %s", [look.container, look.variable, look.in, _there(look)]) if {
	look.via == "variable"
} else := sprintf("container %q mounts %s of volume %q, but %s: it becomes an empty directory", [look.container, look.in, look.volume, _there(look)]) if {
	look.via == "mount"
} else := sprintf("container %q runs %s, but %s", [look.container, look.file, _there(look)]) if {
	look.runs == true
} else := sprintf("container %q is to use %s, but %s", [look.container, look.file, _there(look)])

_there(look) := sprintf("%s has no such key; perhaps %s", [_holder(look), look.nearest]) if {
	look.object != ""
	look.nearest != ""
} else := sprintf("%s has no such file; perhaps %s", [_holder(look), look.nearest]) if {
	look.nearest != ""
} else := sprintf("%s has only %s", [_holder(look), look.choices[0]]) if {
	count(look.choices) == 1
} else := sprintf("%s has no such key", [_holder(look)]) if {
	look.object != ""
} else := sprintf("%s has no such file", [_holder(look)])

_holder(look) := sprintf("%s %q", [look.kind, look.object]) if {
	look.object != ""
} else := sprintf("volume %q", [look.volume])
