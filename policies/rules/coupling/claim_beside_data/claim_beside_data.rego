# METADATA
# title: Claim is mounted beside the data
# description: |
#   ## What
#   A database or a cache keeps its data in a directory of its image that lies on no volume, and a PersistentVolumeClaim is mounted elsewhere in its
#   container, where nothing is told to write: at `/var/lib/redis` while redis writes `/data`, at `/data` while MySQL writes `/var/lib/mysql`.
#
#   ## Why it hurts
#   The claim stays empty, and the data is gone with the container: at the next crash, rollout or drain. Nothing fails before that.
#
#   ## When it is fine
#   A mount path that an argument, a variable or the configuration names, a claim that another container of the pod takes as well, and one
#   whose path says that it is for something else (backups, logs, certificates) are not reported. Neither is a directory with a mount in it.
#
#   ## How to fix
#   Mount the claim where the program writes, or tell the program to write there.
#
#   ```yaml
#   volumeMounts:
#     - {name: data, mountPath: /data}
#   ```
# related_resources:
#   - ref: https://github.com/docker-library/docs/tree/master/redis#start-with-persistent-storage
#     description: Where redis keeps its data
#   - ref: https://github.com/docker-library/docs/tree/master/mysql#where-to-store-data
#     description: Where MySQL keeps its data
# custom:
#   severity: warning
#   confidence: strong
#   fix: Mount the claim where the program keeps its data.
package podlint.rules.coupling.claim_beside_data

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q keeps its data in %s, on no volume; the claim on %q is mounted at %s", [
		write.container, write.file, mount.volume, mount.mount_path,
	]),
	"path": array.concat(mount.path, ["mountPath"]),
	"container": write.container,
	"certainty": certainty.of([write], []),
} if {
	some write in input.pod.outputs
	write.op == "write"
	write.dir == true
	write.volume == ""
	write.origin == "image"
	write.phase == "run"
	write.holds_mount == false
	input.pod.who[write.container].role in {"cache", "datastore"}
	some container in input.pod.containers
	container.name == write.container
	some mount in container.mounts
	mount.kind == "persistentVolumeClaim"
	mount.read_only == false
	not _named(container, mount.mount_path)
	not _for_something_else(mount.mount_path)
	not _shared(mount.volume, container.name)
}

# Somebody tells the program of the path.
_named(container, path) if {
	some word in object.get(container, "argv", [])
	contains(word, path)
}

_named(container, path) if {
	some variable in object.get(container, "env", [])
	contains(object.get(variable, "value", ""), path)
}

_named(container, path) if {
	some file in object.get(container, "files", [])
	startswith(file.file, path)
}

# A configuration out of sight may name it: the variable that is not known, the mounted file.
_named(container, _) if {
	some variable in object.get(container, "env", [])
	variable.known == false
	regex.match(`DATA|DIR|PATH|HOME`, variable.name)
}

_named(container, _) if {
	some other in container.mounts
	other.kind in {"configMap", "secret", "projected"}
}

_for_something_else(path) if {
	some element in split(lower(path), "/")
	regex.match(`backup|dump|snapshot|archive|restore|import|export|log|conf|cert|tls|ssl|secret|script|init|plugin|share|tmp|wal`, element)
}

_shared(name, own) if {
	some volume in input.pod.volumes
	volume.name == name
	some taker in volume.mounted_by
	taker.container != own
}
