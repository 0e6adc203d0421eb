# METADATA
# title: Where logs go
# description: Questions about an entry of `input.pod.logs`.
package podlint.lib.logs

# METADATA
# description: |
#   Who may read the log unseen, as gaps of an argument from absence: running neighbours that mount its volume, of which not all is in sight and
#   of which nothing shows that they mount it for files of their own.
unseen_readers(log) := array.concat(
	[{"who": m.container, "seen": "some", "reason": sprintf("%q mounts the volume, and may read the log", [m.container])} |
		some m in log.mounts
		m.self == false
		m.running == true
		m.seen != "all"
		not _keeps_its_own(m)
	],
	[{"who": name, "seen": "some", "reason": sprintf("%q is added to ship logs, and may read this one", [name])} | some name in _injected_agents],
)

_injected_agents := [name |
	some name, who in input.pod.who
	who.class == "injected"
	who.role == "log-agent"
]

# Those who follow logs by trade write there as well, positions and archives.
_keeps_its_own(m) if {
	m.does == "writes"
	not input.pod.who[m.container].role in (_shippers | {"log-rotate", "exporter"})
}

_shippers := {"log-agent", "log-stream", "telemetry"}

# METADATA
# description: |
#   A program that is known to ship logs mounts the volume, and nothing shows that it reads other files there. That an image bears the name of
#   one is a guess, and a gap of the argument (see unseen_readers).
shipped(log) if {
	some m in log.mounts
	m.self == false
	m.running == true
	m.does in {"nothing", "writes"}
	input.pod.who[m.container].role in _shippers
	input.pod.who[m.container].own_program == true
	input.pod.who[m.container].known_certainty == "known"
}

# METADATA
# description: |
#   Another part of the container's log is known to reach stdout: access and error logs count for each other. That an image logs to stdout by
#   default counts only where the file is a default too.
shown(log) if {
	some other in input.pod.logs
	other.container == log.container
	other.purpose != "audit"
	other.dir == false
	_reaches_stdout(other)
	_counts(other, log)
}

_reaches_stdout(log) if log.sink == "stdout"

_reaches_stdout(log) if log.partial == true

_counts(other, _) if other.origin != "image"

_counts(_, log) if log.origin == "image"

# METADATA
# description: |
#   Init containers that copy onto the volume of a log what their images keep, for `certainty.absent`: some keep a link to stdout where the log is
#   to be.
copied_links(log) := [{"who": w.container, "seen": "some", "reason": sprintf("%q copies what its image keeps there, perhaps a link to stdout", [w.container])} |
	some w in _copies_of_init
	w.volume == log.volume
	w.container != log.container
	_holds(w["in"], log["in"])
	not _from_volume(w)
]

_copies_of_init := [w |
	some w in input.pod.outputs
	w.tool in {"cp", "rsync", "tar"}
	w.op in {"write", "create"}
	input.pod.who[w.container].class == "init"
]

_holds(".", _)

_holds(dir, file) if dir == file

_holds(dir, file) if startswith(file, sprintf("%s/", [dir]))

# It copies from another volume.
_from_volume(w) if {
	some container in input.pod.containers
	container.name == w.container
	some mount in container.mounts
	some word in split(w.text, " ")
	startswith(word, sprintf("%s/", [mount.mount_path]))
	word != w.file
	not startswith(w.file, word)
}
