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
#   whose main container is the database is not reported.
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

violation contains {
	"msg": sprintf("database %q runs in every replica of %q: %s", [store.container, store.app, _fate(store)]),
	"path": store.path,
	"container": store.container,
	"severity": _severity(store),
} if {
	some store in input.pod.coupling.datastores
}

_fate(store) := "its data are gone with the pod" if not store.persistent

_fate(store) := "the replicas do not share its data" if {
	store.persistent
	_copied(store)
}

_fate(store) := "the app cannot be scaled or rolled out without it" if {
	store.persistent
	not _copied(store)
}

_severity(store) := "error" if not _works(store)

_severity(store) := "warning" if _works(store)

# One replica with a volume of its own works until somebody scales it.
_works(store) if {
	store.persistent
	not _copied(store)
}

_copied(store) if store.replicas > 1

_copied(store) if store.scaled
