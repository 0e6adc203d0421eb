# METADATA
# title: Output of an init container is lost
# description: |
#   ## What
#   An init container downloads or makes files on its own file system, or on an emptyDir that no other container mounts. When it ends, they
#   are gone.
#
#   ## Why it hurts
#   The work is done at every start of the pod and has no effect: the app runs with what its image holds, or misses the file.
#
#   ## When it is fine
#   An init container that waits, migrates, registers, changes permissions or prepares the node has no output; podlint is silent as soon as a
#   command may have an effect that is not a file, or when the container uses the file itself.
#   A file on its own file system of which no other container speaks is reported at level info: nobody may want it.
#
#   ## How to fix
#   Hand the files over through a volume that both mount:
#   ```yaml
#   initContainers:
#     - name: fetch
#       image: curlimages/curl:8.8.0
#       command: [curl, -fsSLo, /data/model.bin, "https://models.example/model.bin"]
#       volumeMounts:
#         - {name: data, mountPath: /data}
#   containers:
#     - name: app
#       volumeMounts:
#         - {name: data, mountPath: /data, readOnly: true}
#   volumes:
#     - name: data
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers
# custom:
#   severity: warning
#   confidence: strong
#   fix: Write to an emptyDir that the app mounts too.
package podlint.rules.coupling.init_output_unused

import data.podlint.lib.certainty
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("init container %q makes %s on %s: the next container cannot see it", [lost.container, lost.file, _where(lost)]),
	"path": lost.path,
	"container": lost.container,
	"severity": _severity(lost),
	"certainty": certainty.of([lost], certainty.absent([outputs.sight(lost.container)])),
} if {
	some i, lost in input.pod.outputs
	lost.phase == "init"
	lost.op in {"write", "append"}
	input.pod.host_process == false # its files are the node's
	input.pod.who[lost.container].class == "init"
	input.pod.who[lost.container].tools_only == true
	not spared[lost.container]
	_lost(lost)
	not _earlier(i)
}

_where(lost) := "its own file system" if {
	lost.volume == ""
} else := sprintf("volume %q that nobody else mounts", [lost.volume])

# One report for a container.
_earlier(i) if {
	some j, before in input.pod.outputs
	j < i
	before.container == input.pod.outputs[i].container
	before.op in {"write", "append"}
	_lost(before)
}

_lost(change) if {
	not _passing(change)
	not _used(change)
}

spared[change.container] contains "what it does to a file may outlive it" if {
	some change in input.pod.outputs
	_stays(change)
}

spared[name] contains "a command may have an effect that is no file" if {
	some name, m in input.pod.who
	m.class == "init"
	some command in outputs.commands(name)
	_acts(command)
}

spared[container.name] contains "it may change the node" if {
	some container in input.pod.containers
	container.security.privileged.value == true
}

_stays(change) if {
	change.volume != ""
	change.kind != "emptyDir"
}

_stays(change) if count(change.mounts) > 0

_stays(change) if {
	change.volume != ""
	input.pod.injectors # what is injected may mount it
}

_stays(change) if not startswith(change.file, "/")

_stays(change) if change.exact == false

_stays(change) if outputs.under_any(change.file, {"/proc", "/sys", "/dev"})

# A copy of directories into one above a mount may go there.
_stays(change) if {
	change.dir == true
	change.holds_mount == true
}

# On a volume that was mounted on purpose only temporary files are for the container's own use.
_passing(change) if {
	_plain_volume(change)
	outputs.under_any(change.file, {"/tmp", "/var/tmp", "/var/cache"})
}

_passing(change) if {
	not _plain_volume(change)
	outputs.under_any(change.file, _own_places)
}

_passing(change) if contains(change.file, "/.")

_plain_volume(change) if {
	change.volume != ""
	not contains(change.file, "/.")
}

# The container reads, runs or removes what it made.
_used(change) if {
	some reader in change.readers
	reader.self == true
}

_used(change) if {
	some other in input.pod.outputs
	other.op == "remove"
	other.container == change.container
	outputs.overlap(other.file, change.file)
}

_used(change) if {
	some command in outputs.commands(change.container)
	command.name == "cd"
	outputs.under(command.argv[1], change.file)
}

_used(change) if {
	some command in outputs.commands(change.container)
	outputs.under(command.argv[0], change.file)
}

# Nobody may want what is made on the container's own file system; that a later container speaks of the file shows that one does.
_severity(lost) := "info" if {
	lost.volume == ""
	not _wanted(lost)
} else := "info" if {
	_for_others(lost)
} else := "warning"

# It copies out of the image that a neighbour runs: for containers that people add to the pod, as Argo CD's plugins are.
_for_others(lost) if {
	lost.volume != ""
	image := input.pod.who[lost.container].image
	image != ""
	some name, other in input.pod.who
	name != lost.container
	other.class == "regular"
	other.image == image
	some command in outputs.commands(lost.container)
	command.name in {"cp", "install", "ln"}
}

_wanted(lost) if {
	some container in input.pod.containers
	container.name != lost.container
	some word in container.argv
	contains(word, lost.file)
}

_wanted(lost) if {
	some container in input.pod.containers
	container.name != lost.container
	some use in container.files
	use.op in {"read", "tail", "watch", "serve"}
	outputs.overlap(use.file, lost.file)
}

_acts(command) if not command.name in _makers

_acts(command) if {
	some word in command.argv
	word in _sends
}

# Commands that only make files, or prepare that.
_makers := {
	"", ":", "[", "apk", "apt", "apt-get", "ash", "awk", "base64", "basename", "bash", "cat", "cd", "chmod", "cp", "curl", "cut", "date", "dirname",
	"dnf", "echo", "envsubst", "exit", "export", "git", "grep", "gsutil", "gunzip", "gzip", "head", "hostname", "install", "jq", "ln", "local", "ls",
	"mkdir", "mv", "openssl", "printf", "pwd", "rm", "sed", "seq", "set", "sh", "sleep", "sort", "tar", "tee", "test", "touch", "tr", "true", "unzip",
	"wget", "yq", "yum",
}

# Words by which curl, wget and git send something rather than fetch it.
_sends := {
	"--data", "--data-binary", "--form", "--head", "--post-data", "--post-file", "--request", "--spider", "-F", "-I", "-T", "-X", "-d", "push",
}

# Where tools keep temporary files, programs and settings for their own use.
_own_places := {
	"/bin", "/etc/apk", "/etc/apt", "/etc/ca-certificates", "/etc/environment", "/etc/gitconfig", "/etc/group", "/etc/hosts", "/etc/krb5.conf",
	"/etc/localtime", "/etc/passwd", "/etc/pki", "/etc/profile", "/etc/profile.d", "/etc/resolv.conf", "/etc/ssh", "/etc/ssl", "/etc/timezone",
	"/etc/yum.repos.d", "/root", "/run", "/sbin", "/tmp", "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/local/lib", "/usr/local/sbin",
	"/usr/local/share/ca-certificates", "/usr/sbin", "/usr/share/ca-certificates", "/usr/share/keyrings", "/var/cache", "/var/lib/apt", "/var/run",
	"/var/tmp",
}
