# METADATA
# title: Files that containers hand to each other
# description: |
#   Questions about an entry of `input.pod.handovers`: a file that one container reads or follows, with everybody who may put it there.
package podlint.lib.files

# METADATA
# description: |
#   Who may write the file unseen, as gaps of an argument from absence: other containers that mount the volume writable and of which not all
#   is in sight. What a program is told says nothing of the files that it writes by default, so that such a conclusion is a doubt.
unseen_writers(read) := [{
	"who": m.container,
	"seen": "some",
	"reason": sprintf("%q mounts the volume, and not all that it writes is in sight", [m.container]),
} |
	some m in read.mounts
	m.self == false
	m.writable == true
	m.seen != "all"
]

# METADATA
# description: |
#   Who starts before the reader, or is the reader itself, and may write the file unseen, as gaps of an argument that all writers start later.
earlier_writers(read) := [{
	"who": m.container,
	"seen": _before_it(read, m),
	"reason": sprintf("%q mounts the volume before, and not all that it writes is in sight", [m.container]),
} |
	some m in read.mounts
	m.writable == true
	input.pod.who[m.container].order <= input.pod.who[read.container].order
]

_before_it(read, m) := "all" if {
	m.self == true
	read.held == true # its own programs come after the wait
} else := m.seen

# METADATA
# description: What is to be said of a file without a writer, by whether all who may write it are in sight.
unwritten(read) := "no container writes it" if {
	count(unseen_writers(read)) == 0
} else := "no container is seen to write it"

# METADATA
# description: |
#   The file is most likely the reader's own: it is seen to make it, or it runs another program beside the command that follows, as in
#   "server start; tail -f /var/log/server.log".
its_own(read) if makes_itself(read)

its_own(read) if {
	read.volume == ""
	input.pod.who[read.container].seen.files != "all"
}

its_own(read) if {
	read.held == false # else it comes to nothing of its own before the file is there
	some m in read.mounts
	m.self == true
	m.writable == true
	m.seen != "all"
}

# METADATA
# description: The reader is seen to make the file itself.
makes_itself(read) if {
	some w in read.writes
	w.self == true
	w.op in {"write", "append", "create"}
	w.meets in {"same", "overlap"}
}

# METADATA
# description: |
#   No other container can ever put the file there: it lies on the reader's own file system, or on an emptyDir that nobody else mounts.
private(read) if {
	read.volume == ""
	read.spans == false
}

private(read) if {
	read.kind == "emptyDir"
	count(read.mounts) == 1
}

# METADATA
# description: A command, or a log agent, of a container that runs beside others follows the file, and containers of the pod alone write it.
followed(read) if {
	read.does == "follows"
	read.phase == "run"
	input.pod.who[read.container].class in {"regular", "sidecar"}
	not read.kind in {"hostPath", "image", "unknown", "configMap", "secret", "projected", "downwardAPI"}
	not of_node(read.file)
	not _only_spans(read)
	not _of_image(read)
	input.pod.windows == false
}

# Following a file of the system, which every image has, is a way to wait: tail -f /etc/hosts.
_of_image(read) if {
	read.volume == ""
	some dir in ["/etc/", "/usr/", "/bin/", "/sbin/", "/lib/"]
	startswith(read.file, dir)
}

_only_spans(read) if {
	read.volume == ""
	read.spans == true
}

# METADATA
# description: The path is one of those where the kubelet keeps the logs of all containers, or that the kernel and the node provide.
of_node(file) if {
	some dir in _node
	startswith(sprintf("%s/", [file]), dir)
}

_node := [
	"/var/log/containers/",
	"/var/log/pods/",
	"/var/log/journal/",
	"/run/log/journal/",
	"/var/lib/docker/",
	"/proc/",
	"/dev/",
	"/sys/",
	"/host/",
]

# METADATA
# description: The directory bears a name that web servers give to the content that they hand out.
web_root(dir) if regex.match(`(?i)/(html|htdocs|www|wwwroot|webroot|public_html)(/|$)`, dir)

# METADATA
# description: The last part of a path.
name(path) := regex.replace(path, `^.*/`, "")

# METADATA
# description: The folder that a path stands in, with the slash; empty when it has none.
folder(path) := regex.replace(path, `[^/]*$`, "")

# METADATA
# description: |
#   A log that another container's settings send elsewhere and that nobody follows: of the volume on which the reader looks, else of its
#   name. It is most likely the one that is meant.
instead(read) := found[0] if {
	found := array.concat(
		[w | some w in read.writes; w.self == false; w.meets in {"apart", "near"}; _lost(w)],
		[w | some w in read.outside; _meant(read, w); _lost(w)],
	)
	count(found) > 0
}

_lost(w) if {
	w.log == true
	w.followed == false
	w.origin != "image"
	input.pod.who[w.container].class in {"regular", "sidecar"}
}

_meant(read, w) if name(w.file) == name(read.file)

_meant(read, w) if {
	private(read)
	w.volume != ""
}
