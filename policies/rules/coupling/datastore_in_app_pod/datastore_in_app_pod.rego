# METADATA
# title: Database copied with every replica of the app
# description: |
#   ## What
#   A database server runs beside an app in a workload whose pods are copies of each other (a Deployment, a ReplicaSet).
#
#   ## Why it hurts
#   Every replica gets a database of its own: the data differ from pod to pod, a second replica cannot attach the same claim, and
#   without a volume that outlives the pod everything is gone with the next rollout. The database also restarts whenever the app
#   does.
#
#   ## When it is fine
#   A cache for each pod (Redis, Memcached), etcd beside an API server, and service containers of tests belong there. A StatefulSet
#   whose main container is the database is not reported. That a container is the app is often a guess, as is what an image is by its
#   name alone; each makes the report less sure.
#
#   ## How to fix
#   Give the database a StatefulSet and a Service of its own, and let the app dial that:
#   ```yaml
#   apiVersion: apps/v1
#   kind: StatefulSet
#   metadata: {name: db}
#   spec:
#     serviceName: db
#     replicas: 1
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/#how-pods-manage-multiple-containers
#     description: Which containers belong in one pod
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
#     description: StatefulSets
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the database into a StatefulSet of its own.
package podlint.rules.coupling.datastore_in_app_pod

import data.podlint.lib.certainty

violation contains object.union(
	{
		"msg": sprintf("database %q lives in the pod of %q: %s", [name, app.container, _fate(name)]),
		"path": array.concat(store.path, ["image"]),
		"container": name,
		"certainty": certainty.of([_known(name, store), _work(app)], []),
	},
	_level(name),
) if {
	some name, store in input.pod.who
	store.role == "datastore"
	store.own_program == true
	store.class in {"regular", "sidecar"}
	input.pod.workload.scales == "copies"
	count(spared) == 0
	not _for_itself(store)
	app := _app
}

# The likeliest app that is no store itself.
_app := [member |
	some member in input.pod.app
	not input.pod.who[member.container].role in {"datastore", "cache"}
][0]

# etcd stands beside an API server; caches, queues and registries of one pod's own work lose nothing with it.
_for_itself(store) if store.known in {"etcd", "redis", "memcached", "consul", "zookeeper", "nats", "minio"}

# METADATA
# description: Why nobody misses the data when the pod is gone.
spared contains "a test pod" if input.pod.test

spared contains "a controller composes the pod" if input.pod.managed

_known(name, store) := {"certainty": store.known_certainty, "reason": sprintf("%q is a database by the name of its image", [name])}

# A program that is known for work of its own needs no tie to show it.
_work(app) := {"certainty": "known"} if {
	program := input.pod.who[app.container]
	app.certainty == "guessed"
	program.known_certainty == "known"
	program.own_program == true
	program.serves == "never"
	not program.role in {"unknown", "tool", "one-shot"}
} else := {"certainty": app.certainty, "reason": sprintf("%q is the app: %s", [app.container, input.pod.who[app.container].part_by])}

_fate(name) := "the replicas do not share its data" if {
	_persistent(name)
	_copied
} else := "the app cannot be scaled or rolled out without it" if {
	_persistent(name)
} else := "its data are gone with the pod"

# One replica with a volume of its own works until somebody scales it.
_level(name) := {"severity": "warning"} if {
	_persistent(name)
	not _copied
} else := {}

_copied if input.pod.replicas > 1

_copied if count(input.related.autoscalers) > 0

# It mounts something that outlives the pod.
_persistent(name) if {
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	not mount.kind in {"emptyDir", "image", "ephemeral", "configMap", "secret", "projected", "downwardAPI"}
	not _facility(mount.volume)
}

# What containers mount of the node for their own sake, such as /etc/localtime, keeps no data.
_facility(name) if {
	some volume in input.pod.volumes
	volume.name == name
	volume.facility == true
}
