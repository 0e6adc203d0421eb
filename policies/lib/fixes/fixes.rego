# METADATA
# title: Ways out
# description: |
#   Builds the `fix` of a violation from the paths that a rule has; `title` is one sentence. They are safe unless `unsafe` says otherwise. Where
#   there is nothing to build a fix of, it is `null`, and the violation has the fix of its rule.
package podlint.lib.fixes

# METADATA
# description: Several changes, each as in the documentation of rules.
of(title, changes) := {"title": title, "safe": true, "changes": changes}

# METADATA
# description: Puts a value at a path. What is missing of the path is made.
set(title, path, value) := of(title, [{"op": "set", "path": path, "value": value}])

# METADATA
# description: Takes out what stands at a path.
remove(title, path) := of(title, [{"op": "remove", "path": path}])

# METADATA
# description: Puts one text in the place of another one in the text at a path. A number or a boolean becomes a text by it.
part(title, path, find, text) := of(title, [{"op": "set", "path": path, "find": find, "text": text}])

# METADATA
# description: |
#   Puts one text in the place of another one, where the evidence of a command stands: in a script, or in the list whose items are its words.
word(title, path, find, text) := part(title, _command(path), find, text)

_command(path) := array.slice(path, 0, count(path) - 1) if {
	is_number(path[count(path) - 1])
	not is_number(path[count(path) - 2])
}

# A line of a script in a list.
_command(path) := array.slice(path, 0, count(path) - 2) if {
	is_number(path[count(path) - 1])
	is_number(path[count(path) - 2])
}

_command(path) := path if not is_number(path[count(path) - 1])

# METADATA
# description: Writes the name that is spelt much like the one that is wrong; `near` is empty when there is none.
nearest(path, name, near) := part(sprintf("Write `%s`.", [near]), path, name, near) if {
	near != ""
} else := null

# METADATA
# description: The annotation of the pod.
annotation(title, key, value) := set(title, array.concat(input.pod.metadata_path, ["annotations", key]), value)

# METADATA
# description: Lets a tail find a file again that was replaced or was not there yet. `read` is an entry of `input.pod.handovers`.
by_name(read) := word("Replace `tail -f` by `tail -F`.", read.path, found, replace(found, " -f", " -F")) if {
	found := regex.find_n(`\btail(\s+\S+)*?\s-f\b`, read.text, 1)[0]
} else := null

# METADATA
# description: Lets a tail begin at the first line.
from_the_start(read) := word("Add `-n+1` to the command.", read.path, found, replace(found, "tail ", "tail -n+1 ")) if {
	found := regex.find_n(`\btail \S+`, read.text, 1)[0]
} else := null

# METADATA
# description: |
#   Makes a container, the name of which stands at a path, a native sidecar in front of the `order`-th init container, from 0. Older clusters know
#   none. Whether the pod gets along with it is for a person to say.
native_sidecar(title, name_path, order) := unsafe(of(title, [
	{"op": "set", "path": array.concat(container, ["restartPolicy"]), "value": "Always"},
	{"op": "move", "from": container, "path": array.concat(input.pod.path, ["initContainers", order])},
])) if {
	not _before_native_sidecars
	container := array.slice(name_path, 0, count(name_path) - 1)
} else := null

_before_native_sidecars if input.target.minor < 29

# METADATA
# description: Behind all init containers, so that it starts when it did before.
last_init := count([name | some name, m in input.pod.who; m.class in {"init", "sidecar"}])

# METADATA
# description: |
#   A startup probe for a container, by its name, that passes when it serves a port, for the changes of a fix. Empty when none is known: nobody
#   reaches a port on the loopback address from outside of the pod.
startup_probe(name) := array.concat(
	[{"op": "insert", "path": array.concat(container, [arguments]), "value": flag} | some flag in health.flags],
	[{
		"op": "set",
		"path": array.concat(container, ["startupProbe"]),
		"value": {"httpGet": {"path": health.path, "port": health.port}},
	}],
) if {
	health := _health[input.pod.who[name].known]
	container := input.pod.who[name].path
	arguments := input.pod.who[name].main.path[count(container)]
	arguments in {"args", "command"}
} else := [{
	"op": "set",
	"path": array.concat(input.pod.who[name].path, ["startupProbe"]),
	"value": {"tcpSocket": {"port": port}},
}] if {
	port := [listener.port | # of several the first
		some listener in input.pod.who[name].ports
		listener.port > 0
		listener.address != "loopback"
	][0]
} else := []

# Programs that serve on the loopback address by themselves, and answer probes when they are told to. Source of the flags and the port:
# https://github.com/GoogleCloudPlatform/cloud-sql-proxy/blob/main/examples/k8s-health-check/README.md
_health := {"cloud-sql-proxy": {"flags": ["--health-check", "--http-address=0.0.0.0"], "path": "/startup", "port": 9090}}

# METADATA
# description: A startup probe for a container that others of the pod connect to. Empty when none does, or none is known.
startup_probe_of_a_server(name) := startup_probe(name) if {
	some connection in input.pod.connections
	connection.answer == "neighbour"
	connection.to[0].container == name
} else := []

# METADATA
# description: A fix with further changes, none when there is no fix.
also(fix, changes) := object.union(fix, {"changes": array.concat(fix.changes, changes)}) if {
	is_object(fix)
} else := null

# METADATA
# description: The same fix as one that may change what the pod does, or that a person should look at.
unsafe(fix) := object.union(fix, {"safe": false}) if {
	is_object(fix)
} else := null
