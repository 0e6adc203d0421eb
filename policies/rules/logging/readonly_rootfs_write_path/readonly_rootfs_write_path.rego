# METADATA
# title: Writes to a read-only root file system
# description: |
#   ## What
#   `readOnlyRootFilesystem` holds for a container that writes a file which lies on none of its volumes: by a flag, a variable,
#   its configuration or script, or because its image does so by default.
#
#   ## Why it hurts
#   The write fails with `Read-only file system`, mostly at the start: the log, the PID file or the temporary directory cannot be
#   opened and the container crashes. Typically the app was hardened and the helper was not looked at, or the reverse.
#
#   ## When it is fine
#   Files under a writable mount, devices such as `/dev/shm`, and writes whose failure the script tolerates are not reported.
#   Data directories that are volumes of the image stay writable.
#
#   ## How to fix
#   Mount an emptyDir where the container writes.
#
#   ```yaml
#   volumeMounts:
#     - {name: tmp, mountPath: /tmp}
#   volumes:
#     - name: tmp
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://github.com/elastic/cloud-on-k8s/issues/8605
#     description: A helper that writes although its root file system is read-only
#   - ref: https://github.com/plankanban/planka/issues/695
#     description: An app that cannot write its log on a read-only file system
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount an emptyDir at the directory that is written to.
package podlint.rules.logging.readonly_rootfs_write_path

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q writes %s%s%s, but its root file system is read-only there", [
		write.container,
		write.file,
		_more(write),
		_default(write),
	]),
	"path": _path(write, locked),
	"container": write.container,
	"severity": _severity(write),
	"certainty": certainty.of([write], _links(write)),
	"related": [{"msg": "the root file system is read-only", "path": locked.path} | write.origin != "image"],
	"fix": _fix(write),
} if {
	some i, write in input.pod.outputs
	write.volume == ""
	write.ignorable == false
	write.glob == false
	write.exact == true
	input.pod.windows == false # Windows has no such setting
	locked := _locked(write.container)
	locked.value == true
	_writes(write)
	not _earlier(i)
}

# It hides what the image has in the directory.
_fix(write) := fixes.unsafe(fixes.of(sprintf("Mount an emptyDir at `%s`.", [dir]), [
	{"op": "set", "path": array.concat(input.pod.path, ["volumes", _volumes]), "value": {"name": name, "emptyDir": {}}},
	{
		"op": "set",
		"path": array.concat(_container(write).path, ["volumeMounts", count(object.get(_container(write), "mounts", []))]),
		"value": {"name": name, "mountPath": dir},
	},
])) if {
	dir := _directory(write)
	regex.match(`^(/[a-z0-9-]+)+$`, dir)
	name := sprintf("scratch%s", [replace(dir, "/", "-")])
	_volumes == count([1 | some volume in object.get(input.pod, "volumes", []); not volume.template])
} else := null

# What is a directory itself must be there: a program makes files in it, seldom the directory.
_directory(write) := write.file if write.dir

_directory(write) := regex.replace(write.file, `/[^/]*$`, "") if not write.dir

_volumes := count(object.get(input.pod, "volumes", []))

_container(write) := container if {
	some container in input.pod.containers
	container.name == write.container
	container.class != "ephemeral"
}

_locked(name) := container.security.read_only_root_filesystem if {
	some container in input.pod.containers
	container.name == name
	container.class != "ephemeral"
}

_writes(write) if {
	_puts(write)
	write.volume == ""
	write.ignorable == false
	write.glob == false
	write.exact == true
	write.phase in {"run", "init"}
	startswith(write.file, "/")
	write.tool != "logrotate" # it takes what others have written
	not outputs.under_any(write.file, _writable)
	not _termination_message(write)
	not _covered(write)
	_sure(write)
}

# A directory that is only made may be there already.
_puts(write) if write.op in {"write", "append"}

_puts(write) if {
	write.op == "create"
	write.dir == false
}

# They stay writable, or are no part of the root file system.
_writable := {"/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}

# The kubelet mounts the file to which a container writes why it ended.
_termination_message(write) if {
	some container in input.pod.containers
	container.name == write.container
	write.file == container.termination_message_path
}

# What is written into the directory may lie on a volume below it.
_covered(write) if {
	write.dir == true
	write.holds_mount == true
}

# What an image does by default counts where that is known, in directories that are seldom volumes of the image itself.
_sure(write) if write.origin != "image"

_sure(write) if {
	write.certainty == "known"
	outputs.under_any(write.file, {
		"/run", "/tmp", "/usr/local/apache2/logs", "/usr/share/filebeat/data", "/var/cache", "/var/log", "/var/run", "/var/tmp",
	})
}

# Images of web servers have links to stdout there, and nobody knows whether this one has.
_links(write) := [{"who": write.container, "seen": "some", "reason": "its image may have links to stdout there"}] if {
	write.log == true
	write.origin == "config"
	outputs.under_any(write.file, {"/usr/local/apache2/logs", "/var/log/apache2", "/var/log/httpd", "/var/log/nginx"})
	input.pod.who[write.container].known == ""
} else := []

# One report for a container.
_earlier(i) if {
	some j, before in input.pod.outputs
	j < i
	before.container == input.pod.outputs[i].container
	_writes(before)
}

_path(write, locked) := locked.path if {
	write.origin == "image"
} else := write.path

# The command runs in a loop, or the script goes on without it.
_severity(write) := "warning" if {
	write.origin == "script"
	write.endless == true
} else := "warning" if {
	write.origin == "script"
	some container in input.pod.containers
	container.name == write.container
	input.pod.who[write.container].shell == true
	commands := [command | some command in container.commands; command.phase in {"run", "init"}]
	commands[count(commands) - 1].path != write.path
} else := "error"

_default(write) := " by default" if {
	write.origin == "image"
} else := ""

_more(write) := sprintf(" (and %d more)", [more]) if {
	more := count({other.file |
		some other in input.pod.outputs
		other.container == write.container
		_writes(other)
	}) - 1
	more > 0
} else := ""
