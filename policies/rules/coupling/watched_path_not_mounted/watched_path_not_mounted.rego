# METADATA
# title: Watcher looks at a path that no volume holds
# description: |
#   ## What
#   A container is told to watch a file or directory in order to notice changes, but none of its volumes is mounted there.
#
#   ## Why it hurts
#   The path lies on the container's own file system, which nobody else can change: the watcher sees nothing, for ever, or ends because the
#   directory does not exist. The program beside it goes on with old settings.
#
#   ## When it is fine
#   A container that makes the files itself may watch them; where not all that it does is in sight, it is a doubt. An injector may mount a volume
#   there, and the token of the service account is mounted without a word in the manifest.
#
#   ## How to fix
#   Mount the volume where the watcher looks, or let it look where the volume is mounted:
#   ```yaml
#   containers:
#     - name: reload
#       image: ghcr.io/jimmidyson/configmap-reload:v0.14.0
#       args: ["--volume-dir=/etc/config", "--webhook-url=http://127.0.0.1:9090/-/reload"]
#       volumeMounts:
#         - {name: settings, mountPath: /etc/config, readOnly: true}
#   ```
# related_resources:
#   - ref: https://github.com/jimmidyson/configmap-reload
#     description: configmap-reload watches mounted directories
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount the volume at the watched path, or watch the path at which it is mounted.
package podlint.rules.coupling.watched_path_not_mounted

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.outputs
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q watches %s, which lies on none of its volumes, so it never sees a change%s", [container.name, watch.file, _instead(container)]),
	"path": watch.path,
	"container": container.name,
	"certainty": certainty.of([watch], certainty.absent(_itself(container))),
} if {
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	some i, watch in container.files
	watch.op == "watch"
	not watch.volume
	watch.phase == "run"
	startswith(watch.file, "/")
	not words.placeholder(watch.file)
	not files.of_node(watch.file)
	count(spared) == 0
	_for_others(container, watch)
	not _holds_mount(container, watch)
	not _makes(container, watch)
	not _token(watch)
	not _said(container, i)
}

# It watches for the sake of a neighbour: that is its role, it tells another program, or a neighbour has a volume there. A program that watches its
# own files may wait for a tool that copies new ones into the running container.
_for_others(container, _) if container.role == "reloader"

_for_others(container, _) if {
	some signal in container.signals
	signal.own == false
}

_for_others(container, _) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == container.name
	dial.purpose == "reload"
}

_for_others(container, watch) if {
	some other in input.pod.containers
	other.name != container.name
	some mount in other.mounts
	outputs.overlap(mount.mount_path, watch.file)
}

spared contains "containers on the node itself" if input.pod.host_process

spared contains "an injector may mount a volume there" if count(object.get(input.pod, "injectors", [])) > 0

# Volumes lie below the path, so that something below it may change.
_holds_mount(container, watch) if {
	some mount in container.mounts
	outputs.under(mount.mount_path, watch.file)
}

# The program, or a script around it, puts the files there itself.
_makes(container, watch) if {
	some other in container.files
	other.op in {"write", "append", "create"}
	outputs.overlap(other.file, watch.file)
}

_token(watch) if startswith(watch.file, "/var/run/secrets/")

_token(watch) if startswith(watch.file, "/run/secrets/")

# One report for a container.
_said(container, i) if {
	some j, other in container.files
	j < i
	other.op == "watch"
	not other.volume
	other.phase == "run"
	not _makes(container, other)
}

# A reloader only looks; another program may make the files itself.
_itself(container) := [] if {
	container.role == "reloader"
	container.own_program
	container.verified
} else := [{
	"who": container.name,
	"seen": input.pod.who[container.name].seen.files,
	"reason": sprintf("%q may make the files itself", [container.name]),
}]

# Where its settings are mounted instead, when there is one place only.
_instead(container) := sprintf(" (volume %q is at %s)", [places[0].volume, places[0].mount_path]) if {
	places := [mount | some mount in container.mounts; mount.kind in {"configMap", "secret", "projected"}]
	count(places) == 1
} else := ""
