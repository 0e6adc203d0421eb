# METADATA
# title: Use of an injected container that nobody injects
# description: |
#   ## What
#   A container uses what only an injected container provides, and nothing switches the injection on for the pod: a Cloud Storage
#   FUSE volume without its sidecar, files under `/vault/secrets`, Dapr's API or a mesh proxy's admin port on localhost.
#
#   ## Why it hurts
#   The volume is never mounted (`failed to find the sidecar container in Pod spec`), the file is not there, the connection is
#   refused. The pod hangs in `ContainerCreating` or fails in a part of the program that no test covers.
#
#   ## When it is fine
#   A mesh may be switched on by a label of the namespace that is not among the files: then this is advice. So it is when a
#   neighbour of which nothing is known might answer. A container of the injector that the manifest carries itself, and calls whose
#   failure the script tolerates, are left alone.
#
#   ## How to fix
#   Switch the injection on, in the pod template's own metadata:
#   ```yaml
#   template:
#     metadata:
#       annotations:
#         gke-gcsfuse/volumes: "true"
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver/blob/main/docs/troubleshooting.md
#     description: Cloud Storage FUSE without its sidecar
#   - ref: https://github.com/dapr/dapr/issues/4932
#     description: Dapr's port without Dapr
#   - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
#     description: What switches the Vault agent on
# custom:
#   severity: error
#   confidence: strong
#   fix: Add the annotation that switches the injection on.
package podlint.rules.injection.injected_sidecar_assumed_but_absent

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q uses %s, which %s provides, but %s", [use.container, use.text, use.injector, _missing(use)]),
	"path": use.path,
	"container": use.container,
	"certainty": certainty.of([use], certainty.absent(array.concat(_namespace(use), _neighbours(use)))),
} if {
	some use in input.pod.expectations
	use.carried == false
	use.ignorable == false
	not use.injector in _on
	not _answered(use)
	not _early(use)
}

_on := {injector.id | some injector in input.pod.injectors}

# A container of the pod answers in its place.
_answered(use) if {
	use.via == "dial"
	some dial in input.pod.connections
	dial.from == use.container
	dial.path == use.path
	dial.answer in {"own", "neighbour"}
}

_missing(use) := "the pod switches that off" if {
	use.off
} else := sprintf("the pod does not carry %s", [use.switch])

# An init container that asks a proxy does so before any injected one runs beside the others.
_early(use) if {
	use.via == "dial"
	input.pod.who[use.container].class == "init"
}

# The namespace switches it on for all its pods; where it is in the set and did not, nothing is left to doubt.
_namespace(use) := [{"who": "the namespace", "seen": "some", "reason": "the namespace, which is out of sight, may switch it on"} |
	use.namespace
	use.off == false
	not input.related.namespace.name
]

# On localhost a neighbour of which nothing is known may answer in its place.
_neighbours(use) := [{"who": name, "seen": "told", "reason": sprintf("%q, of which nothing is known, may answer", [name])} |
	use.via in {"dial", "variable"}
	some name, m in input.pod.who
	name != use.container
	m.class in {"regular", "sidecar"}
	m.opaque == true
]
