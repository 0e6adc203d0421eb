# METADATA
# title: Input for the tests of rules
# description: |
#   Builds a whole `input` from the few fields that a test is about. Every field that the model always holds is filled in
#   with an innocent default; what the model leaves out when empty (`mounts`, `files`, `edges`...) is left out here too.
#
#   Overrides are merged deeply: a nested object changes only the fields that it names, a list or a scalar replaces.
#
#       import data.podlint.lib.testing
#
#       test_endless_init_denied if {
#           found := rule.violation with input as testing.pod({"containers": [
#               testing.container("wait", {"class": "init", "lifetime": "endless"}),
#               testing.container("app", {}),
#           ]})
#           count(found) == 1
#       }
package podlint.lib.testing

# METADATA
# description: A whole input for a pod with the fields given. Containers and volumes without a path get their own place.
pod(overrides) := input_of(overrides, {})

# METADATA
# description: |
#   As `pod`, with other parts of the input changed: `related` (Services, unresolved names...), `parameters` (by the rule's id),
#   `target` (`{"kubernetes": "1.31", "minor": 31}`), `object`.
input_of(overrides, parts) := object.union(
	{
		"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, "spec": {}},
		"pod": object.union(object.union(_pod, overrides), _placed(overrides)),
		"related": {"limit_range": false, "quota": false, "service_seen": false},
		"parameters": {},
		"target": {},
	},
	parts,
)

# METADATA
# description: A regular container of an unknown image that declares a command; `order` and `path` come from its place in `pod`.
container(name, overrides) := object.union(
	{
		"name": name,
		"class": "regular",
		"role": "unknown",
		"verified": false,
		"part": "unknown",
		"part_certainty": "guessed",
		"opaque": false,
		"own_program": false,
		"tools_only": false,
		"running": object.get(overrides, "class", "regular") in {"regular", "sidecar"},
		"idle": false,
		"shown": false,
		"helps": false,
		"serves": "never",
		"stdout": false,
		"prints": true,
		"waits": false,
		"waits_by": "",
		"entered": false,
		"answers_quit": false,
		"known_by": "",
		"subcommand": "",
		"seen": _seen,
		"image": image("example.org/app:1.2.3"),
		"argv": [name],
		"program": name,
		"declared": true,
		"config_hidden": false,
		"lifetime": "unknown",
		"env_unresolved": false,
		"resources": {"requests": {}, "limits": {}, "unknown": false, "path": ["spec"]},
		"security": _security,
		"names_unseen_env": false,
		"tty": false,
		"overrides_entrypoint": true,
		"ports_unknown": false,
		"termination_message_path": "/dev/termination-log",
		"awaits": false,
		"fronts": false,
		"redirects": false,
		"calls_out": false,
	},
	overrides,
)

# METADATA
# description: A container that an injector adds, as a regular one unless `injected_as` says otherwise.
injected(name, overrides) := container(
	name,
	object.union({"class": "injected", "injected_as": "regular", "injected_by": "inject=true", "running": true, "path": ["metadata", "annotations", "inject"]}, overrides),
)

# METADATA
# description: A setting that makes an injected container go on for some seconds, an entry of its `drains`.
drain(seconds, overrides) := object.union(
	{
		"seconds": seconds,
		"how": "wait",
		"setting": "terminationDrainDuration",
		"text": sprintf("terminationDrainDuration: %vs", [seconds]),
		"path": ["metadata", "annotations", "proxy.istio.io/config", 0],
	},
	overrides,
)

# METADATA
# description: |
#   A native sidecar: an init container that is always restarted.
sidecar(name, overrides) := container(
	name,
	object.union({"class": "sidecar", "restart_policy": "Always", "lifetime": "endless"}, overrides),
)

# METADATA
# description: An init container that ends.
init(name, overrides) := container(name, object.union({"class": "init", "lifetime": "finite"}, overrides))

# METADATA
# description: The parts of an image reference of the plain form [REGISTRY/]REPOSITORY[:TAG]; pinned unless the tag is missing or latest.
image(reference) := object.union(
	{
		"reference": reference,
		"registry": _registry(reference),
		"repository": _repository(reference),
		"pinned": false,
		"placeholder": false,
		"substituted": false,
		"no_shell": false,
		"no_entrypoint": false,
		"needs_pid1": false,
		"uses_api": false,
		"path": ["spec", "containers", 0, "image"],
	},
	_tagged(reference),
)

# METADATA
# description: A volume of the given kind that nobody mounts unless `mounted_by` says so; its `path` comes from its place in `pod`.
volume(name, kind, overrides) := object.union(
	{
		"name": name,
		"kind": kind,
		"template": false,
		"immutable": false,
		"facility": false,
		"config": kind in {"configMap", "secret", "projected", "downwardAPI"},
	},
	overrides,
)

# METADATA
# description: A container's mount of a volume, an entry of its `mounts`.
mount(name, mount_path, overrides) := object.union(
	{
		"volume": name,
		"kind": "emptyDir",
		"mount_path": mount_path,
		"sub_path_expr": false,
		"read_only": false,
		"declared_read_only": false,
		"device": false,
		"path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
)

# METADATA
# description: An entry of a volume's `mounted_by`.
mounted_by(name, mount_path, overrides) := object.union(
	{
		"container": name,
		"class": "regular",
		"mount_path": mount_path,
		"read_only": false,
		"path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
)

# METADATA
# description: |
#   A container in a few words, an entry of `who`: a regular container that runs beside the others, of which all that it is told is in sight.
#   `pod` makes the entries of its containers itself.
member(overrides) := object.union(_member, overrides)

# METADATA
# description: One that takes a port by a flag, on all addresses; an entry of the `takers` of a binding.
taker(name, overrides) := object.union(
	{
		"container": name,
		"declared": false,
		"name": "",
		"binds": true,
		"optional": false,
		"variable": false,
		"certainty": "shown",
		"address": "all",
		"address_certainty": "shown",
		"origin": "flag",
		"text": "--listen",
		"host_port": 0,
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A TCP port with those who take it, an entry of `bindings`.
binding(port, takers) := {"port": port, "protocol": "TCP", "shared": count(takers) > 1, "takers": takers}

# METADATA
# description: A connection to a port on localhost that nobody answers, read from a flag; an entry of `connections`.
connection(from, overrides) := object.union(
	{
		"via": "dial",
		"from": from,
		"kind": "",
		"host": "localhost",
		"host_class": "loopback",
		"port": 8080,
		"port_name": "",
		"socket": "",
		"volume": "",
		"volume_path": "",
		"protocol": "TCP",
		"url": "",
		"purpose": "",
		"phase": "run",
		"wait": false,
		"gives_up": false,
		"repeats": false,
		"ignorable": false,
		"service": "",
		"library": "",
		"origin": "flag",
		"certainty": "shown",
		"text": "--upstream",
		"path": ["spec", "containers", 0, "args", 0],
		"speaks": speech("", "", {}),
		"answer": "nobody",
		"to": [],
	},
	overrides,
)

# METADATA
# description: A container that serves a port by a flag, on all addresses; an entry of the `to` of a connection.
server(name, overrides) := object.union(
	{
		"container": name,
		"declared": false,
		"binds": true,
		"address": "all",
		"address_certainty": "shown",
		"origin": "flag",
		"certainty": "shown",
		"text": "--listen",
		"path": ["spec", "containers", 0, "args", 0],
		"speaks": speech("", "", {}),
	},
	overrides,
)

# METADATA
# description: |
#   What is spoken on a connection or by a server, read from a flag: `speech("https", "yes", {})`. Nothing is known with two empty texts.
speech(protocol, tls, overrides) := object.union(
	{
		"protocol": protocol,
		"tls": tls,
		"certainty": _heard(concat("", [protocol, tls])),
		"text": "--scheme",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

_heard(words) := "shown" if words != ""

_heard("") := "guessed"

# METADATA
# description: A right of a container that its own fields give it (`privileged`, `capability`, `host-path`, `root`), an entry of `rights`.
right(container, kind, name, overrides) := object.union(
	{
		"container": container,
		"kind": kind,
		"name": name,
		"host_type": "",
		"origin": "container",
		"certainty": "stated",
		"text": trim_space(sprintf("%s %s", [kind, name])),
		"path": ["spec", "containers", 0, "securityContext"],
	},
	overrides,
)

# METADATA
# description: A change (`write`, `append`, `create`, `remove`, `chmod`) of a file on an emptyDir, read from a script; an entry of `outputs`.
output(name, op, file, overrides) := object.union(
	{
		"container": name,
		"op": op,
		"file": file,
		"exact": true,
		"dir": false,
		"glob": false,
		"volume": "data",
		"kind": "emptyDir",
		"in": _last(file),
		"mount": "/data",
		"read_only": false,
		"declared_read_only": false,
		"holds_mount": false,
		"dir_missing": false,
		"private": false,
		"phase": "run",
		"endless": false,
		"grows": false,
		"log": false,
		"ignorable": false,
		"guarded": false,
		"tool": "echo",
		"origin": "script",
		"certainty": "shown",
		"text": sprintf("echo x > %s", [file]),
		"path": ["spec", "containers", 0, "command", 2],
		"mount_path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
)

# METADATA
# description: What another container does with the file of an output, read from a script; an entry of its `readers` or `writers`.
file_end(name, op, file, overrides) := object.union(
	{
		"container": name,
		"self": false,
		"op": op,
		"file": file,
		"in": _last(file),
		"meets": "same",
		"dir": false,
		"glob": false,
		"exact": true,
		"phase": "run",
		"endless": false,
		"ignorable": false,
		"tool": "",
		"origin": "script",
		"certainty": "shown",
		"text": "",
		"path": ["spec", "containers", 1, "command", 2],
	},
	overrides,
)

# METADATA
# description: Another container's writable mount of the volume of an output; an entry of its `mounts`.
file_mount(name, overrides) := object.union(
	{
		"container": name,
		"mount": "/data",
		"holds": true,
		"read_only": false,
		"seen": "told",
		"path": ["spec", "containers", 1, "volumeMounts", 0],
	},
	overrides,
)

# METADATA
# description: |
#   A file that a command of the container follows on an emptyDir, an entry of `handovers`: nobody writes it, and the container alone mounts
#   the volume, unless `mounts` says more.
followed(name, file, overrides) := object.union(
	{
		"container": name,
		"op": "tail",
		"does": "follows",
		"file": file,
		"volume": "logs",
		"kind": "emptyDir",
		"in": trim_left(file, "/"),
		"mount": "/logs",
		"sub_path": "",
		"mount_path": ["spec", "containers", 1, "volumeMounts", 0],
		"read_only": false,
		"wide": false,
		"pattern": false,
		"spans": false,
		"this_pod": false,
		"phase": "run",
		"tool": "tail",
		"ignorable": false,
		"endless": false,
		"awaited": false,
		"held": false,
		"kept": false,
		"retries": false,
		"by_name": false,
		"whole": false,
		"detached": false,
		"delayed": false,
		"certainty": "shown",
		"origin": "script",
		"text": "tail",
		"path": ["spec", "containers", 1, "command", 2],
		"at": ["spec", "containers", 1, "command", 2],
		"met": false,
		"written": false,
		"writes": [],
		"outside": [],
		"mounts": [mounting(name, {"self": true, "seen": "all"})],
	},
	overrides,
)

# METADATA
# description: A file that a command of the container reads once, an entry of `handovers`; as `followed` otherwise.
read(name, file, overrides) := object.union(followed(name, file, {"op": "read", "does": "reads", "tool": "cat", "text": "cat"}), overrides)

# METADATA
# description: A change that a script makes to another file of the volume, an entry of the `writes` of a handover.
file_write(name, file, overrides) := object.union(
	{
		"container": name,
		"self": false,
		"op": "write",
		"file": file,
		"volume": "logs",
		"in": trim_left(file, "/"),
		"meets": "apart",
		"log": false,
		"followed": false,
		"renames": false,
		"tool": "",
		"phase": "run",
		"certainty": "shown",
		"origin": "script",
		"text": "cp",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: A container that mounts a volume writable, an entry of the `mounts` of a handover; all that it does there is told.
mounting(name, overrides) := object.union(
	{
		"container": name,
		"self": false,
		"running": true,
		"writable": true,
		"seen": "told",
		"does": "nothing",
		"path": ["spec", "containers", 0, "volumeMounts", 0],
	},
	overrides,
)

# METADATA
# description: A log of the container that a redirect sends to a file on its own file system, an entry of the pod's `logs`.
log_of(name, file, overrides) := object.union(
	{
		"container": name,
		"sink": "file",
		"file": file,
		"dir": false,
		"volume": "",
		"kind": "",
		"in": "",
		"mount_path": "",
		"purpose": "",
		"covered": false,
		"often_linked": false,
		"partial": false,
		"rotated": false,
		"certainty": "shown",
		"origin": "script",
		"text": ">>",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: A name in an annotation that no container of the pod bears, an entry of `references`.
reference(name, overrides) := object.union(
	{
		"source": "annotation",
		"key": "example.org/container",
		"from": "",
		"field": "",
		"of": "container",
		"name": name,
		"found": false,
		"class": "",
		"injectable": false,
		"nearest": "",
		"path": ["metadata", "annotations", "example.org/container"],
	},
	overrides,
)

# METADATA
# description: A file that a program reads on a volume of the ConfigMap "settings", which has another one, an entry of `lookups`.
lookup(name, file, overrides) := object.union(
	{
		"via": "file",
		"container": name,
		"variable": "",
		"op": "read",
		"runs": false,
		"tool": "",
		"phase": "run",
		"file": file,
		"volume": "settings",
		"in": regex.replace(file, `^.*/`, ""),
		"kind": "ConfigMap",
		"object": "settings",
		"mount": "/settings",
		"part": "",
		"wide": false,
		"pattern": false,
		"optional": false,
		"ignorable": false,
		"complete": true,
		"sibling": false,
		"found": false,
		"dir": false,
		"withheld": "",
		"asks_cluster": false,
		"mode": 0,
		"nearest": "",
		"choices": ["app.yaml"],
		"origin": "flag",
		"certainty": "shown",
		"text": sprintf("--config=%s", [file]),
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A variable that a script reads and that Kubernetes sets because of a Service "redis", an entry of a container's `service_links`.
service_link(variable, overrides) := object.union(
	{
		"variable": variable,
		"service": "redis",
		"near": "same-file",
		"form": "url",
		"port": 6379,
		"origin": "script",
		"certainty": "shown",
		"text": sprintf("redis-cli -p ${%s:-6379}", [variable]),
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: What the pod asks for of a resource, an entry of `requests`.
request(resource, overrides) := object.union(
	{"resource": resource, "complete": true, "steady": 0},
	overrides,
)

# METADATA
# description: What one regular container asks for, an entry of the `shares` of a request.
share(name, amount, overrides) := object.union(
	{
		"container": name,
		"class": "regular",
		"declared": true,
		"unknown": false,
		"amount": amount,
		"path": ["spec", "containers", 0, "resources", "requests"],
	},
	overrides,
)

# METADATA
# description: An entry of `app`, a container that is the work of the pod.
app(name) := {"container": name, "reason": "nothing shows that it serves a neighbour", "certainty": "guessed"}

# METADATA
# description: A writable emptyDir that two containers mount, an entry of `shares`.
share_of(volume, first, second, overrides) := object.union(
	{
		"volume": volume,
		"kind": "emptyDir",
		"parts": "meet",
		"settings": false,
		"ends": [_share_end(first), _share_end(second)],
	},
	overrides,
)

_share_end(name) := {
	"container": name,
	"mount_path": "/data",
	"sub_path": "",
	"read_only": false,
	"propagation": "",
	"socket": false,
	"path": ["spec", "containers", 0, "volumeMounts", 0],
}

# METADATA
# description: A lifetime that a script shows, the `ends` of an entry of `who`.
ends(text) := {
	"origin": "script",
	"certainty": "shown",
	"text": text,
	"lasts": 0,
	"path": ["spec", "containers", 0, "command", 2],
}

# METADATA
# description: What ends a container by a call, an entry of `endings`.
stop(name, by, overrides) := object.union(
	{"container": name, "by": by, "how": "call", "text": "curl localhost:9091/quitquitquit", "certainty": "shown"},
	overrides,
)

# METADATA
# description: A file that a container waits for on an emptyDir that only it mounts, an entry of `waits`.
wait(name, file, overrides) := object.union(
	{
		"container": name,
		"file": file,
		"volume": "work",
		"kind": "emptyDir",
		"phase": "run",
		"glob": false,
		"made": false,
		"certainty": "shown",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: An effective TCP listener on all addresses, read from a flag; an entry of `listens`.
listen(port, overrides) := object.union(
	{
		"port": port,
		"protocol": "TCP",
		"address": "all",
		"declared": false,
		"effective": true,
		"optional": false,
		"variable": false,
		"verified": true,
		"origin": "flag",
		"certainty": "shown",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A connection to a port on localhost while the container runs, read from a flag; an entry of `dials`.
dial(port, overrides) := object.union(
	{
		"host": "localhost",
		"host_class": "loopback",
		"port": port,
		"protocol": "TCP",
		"phase": "run",
		"wait": false,
		"repeats": false,
		"ignorable": false,
		"meets_own": false,
		"verified": true,
		"origin": "flag",
		"certainty": "shown",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A use of a file (`read`, `tail`, `write`, `append`...) while the container runs, read from a script; an entry of `files`.
file(op, name, overrides) := object.union(
	{
		"op": op,
		"file": name,
		"mount_read_only": false,
		"dir": false,
		"glob": false,
		"endless": false,
		"grows": false,
		"log": false,
		"linked": false,
		"this_pod": false,
		"phase": "run",
		"ignorable": false,
		"guarded": false,
		"wait": false,
		"retries": false,
		"by_name": false,
		"whole": false,
		"detached": false,
		"delayed": false,
		"positions": false,
		"renames": false,
		"verified": true,
		"origin": "script",
		"certainty": "shown",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: A log that goes to a sink (`file`, `stdout`, `syslog`, `off`), read from a flag; an entry of `logs`.
log(sink, overrides) := object.union(
	{
		"sink": sink,
		"rung": 2,
		"linked": false,
		"shadowed": false,
		"partial": false,
		"rotated": false,
		"verified": true,
		"origin": "flag",
		"certainty": "shown",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A HUP to a process of that name while the container runs, read from a script; an entry of `signals`.
signal(target, overrides) := object.union(
	{
		"signal": "HUP",
		"tool": "pkill",
		"target": target,
		"own": false,
		"reaches": "",
		"phase": "run",
		"origin": "script",
		"certainty": "shown",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: An HTTP probe (`liveness`, `readiness`, `startup`) of a port; an entry of `probes`.
probe(kind, port, overrides) := object.union(
	{
		"kind": kind,
		"handler": "http",
		"port": port,
		"own": true,
		"path": ["spec", "containers", 0, sprintf("%sProbe", [kind]), "httpGet", "port"],
		"probe_path": ["spec", "containers", 0, sprintf("%sProbe", [kind])],
	},
	overrides,
)

# METADATA
# description: An exec hook (`post-start`, `pre-stop`); an entry of `hooks`.
hook(kind, command, overrides) := object.union(
	{
		"kind": kind,
		"handler": "exec",
		"command": command,
		"path": ["spec", "containers", 0, "lifecycle", "preStop", "exec", "command"],
	},
	overrides,
)

# METADATA
# description: An environment variable with a known value; an entry of `env`.
env(name, value, overrides) := object.union(
	{"name": name, "value": value, "known": true, "path": ["spec", "containers", 0, "env", 0]},
	overrides,
)

# METADATA
# description: A simple command of the container's script; an entry of `commands`.
command(argv, overrides) := object.union(
	{
		"name": argv[0],
		"argv": argv,
		"endless": false,
		"background": false,
		"condition": false,
		"ignorable": false,
		"network": false,
		"processes": false,
		"workers": 0,
		"phase": "run",
		"fallback": false,
		"passed": false,
		"lifetime": "finite",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: A program of the container's script that its image is known not to hold; an entry of `programs`.
program_use(name, overrides) := object.union(
	{
		"name": name,
		"held": "no",
		"phase": "run",
		"waits": false,
		"condition": false,
		"ignorable": false,
		"fallback": false,
		"passed": false,
		"certainty": "known",
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: What a shell script does as a whole; the `script` of a container.
script(overrides) := object.union(
	{
		"shell": "sh",
		"main": "sh",
		"main_kind": "shell",
		"last": "simple",
		"statements": 1,
		"init": false,
		"trap": false,
		"idle": false,
		"ignores_term": false,
		"path": ["spec", "containers", 0, "command", 2],
	},
	overrides,
)

# METADATA
# description: A tie between two containers, an entry of `edges`.
edge(from, to, kind, overrides) := object.union(
	{"from": from, "to": to, "kind": kind, "origin": "declared", "certainty": "stated", "path": ["spec"]},
	overrides,
)

# METADATA
# description: An injector that an annotation of the pod switches on, an entry of `injectors`.
injector(id, overrides) := object.union(
	{
		"id": id,
		"switch": sprintf("%s=true", [id]),
		"on": "pod",
		"ends": false,
		"native": false,
		"native_from": "",
		"outbound": {"narrowed": false, "waits": false},
		"path": ["metadata", "annotations", id],
	},
	overrides,
)

# METADATA
# description: A URL on localhost that only an injected container answers, while nothing switches it on; an entry of `expectations`.
expectation(container, injector, overrides) := object.union(
	{
		"container": container,
		"injector": injector,
		"via": "dial",
		"text": "localhost:3500/v1.0/state",
		"off": false,
		"carried": false,
		"ignorable": false,
		"switch": sprintf("%s.io/enabled: \"true\"", [injector]),
		"namespace": false,
		"certainty": "shown",
		"path": ["spec", "containers", 0, "args", 0],
	},
	overrides,
)

# METADATA
# description: A ClusterIP Service of the set that selects the pod, an entry of `related.services`.
service(name, overrides) := object.union(
	{
		"name": name,
		"namespace": "",
		"type": "ClusterIP",
		"headless": false,
		"governing": false,
		"workloads": 1,
		"path": [sprintf("@Service//%s", [name])],
	},
	overrides,
)

# METADATA
# description: A TCP port of a Service that leads to a port of the pod by number, an entry of its `ports`.
service_port(port, target, overrides) := object.union(
	{
		"port": port,
		"protocol": "TCP",
		"target_port": target,
		"path": ["@Service//web", "spec", "ports", 0, "targetPort"],
	},
	overrides,
)

# METADATA
# description: A NetworkPolicy that selects the pod and restricts what comes in, an entry of `related.network_policies`.
policy(name, allows, overrides) := object.union(
	{
		"name": name,
		"near": "same-file",
		"ingress": true,
		"all_ports": false,
		"anyone_all_ports": false,
		"allows": allows,
		"path": [sprintf("@NetworkPolicy//%s", [name])],
	},
	overrides,
)

# METADATA
# description: A port that a rule without peers allows to everybody, an entry of the `allows` of a policy.
allowed(port, overrides) := object.union(
	{
		"port": port,
		"anyone": true,
		"path": ["@NetworkPolicy//web", "spec", "ingress", 0, "ports", 0, "port"],
	},
	overrides,
)

# METADATA
# description: A ClusterIP Service of the set that containers call as `name`, with one port, an entry of `related.called`.
called(name, port, overrides) := object.union(
	{
		"name": name,
		"namespace": "",
		"near": "same-file",
		"hosts": [name],
		"type": "ClusterIP",
		"headless": false,
		"selects": true,
		"complete": true,
		"ports": [{"name": "", "port": port, "protocol": "TCP", "path": [sprintf("@Service//%s", [name]), "spec", "ports", 0, "port"]}],
		"path": [sprintf("@Service//%s", [name])],
	},
	overrides,
)

# METADATA
# description: A ServiceMonitor that asks for one label, an entry of `related.monitors`; what it scrapes stands in `references`.
monitor(name, overrides) := object.union(
	{"kind": "ServiceMonitor", "name": name, "near": "same-file", "labels": 1, "ports": ["metrics"], "path": [sprintf("@ServiceMonitor//%s", [name])]},
	overrides,
)

# METADATA
# description: A Service whose selector misses the Deployment "web" by the label component, an entry of `related.near_selectors`.
near_selector(name, overrides) := object.union(
	{
		"kind": "Service", "name": name, "of": "pod", "target": "web", "near": "same-file", "fits": 1, "key": "component", "wanted": "agent",
		"has": "core", "labelled": true, "spelt_like": false, "changes": false, "maker": "", "unread": "", "path": [sprintf("@Service//%s", [name]), "spec", "selector", "component"],
	},
	overrides,
)

# METADATA
# description: |
#   A value that does not fit, an entry of `invalid_values`; `problem` is `wrong-type`, `unknown-value`, `missing`, `invalid-name`,
#   `malformed`, `out-of-range`, `conflict`, `forbidden`, `repeated` or `undeclared`.
invalid(problem, overrides) := object.union(
	{"problem": problem, "of": "value", "field": "value", "got": "", "blank": false, "empty": false, "path": ["spec"]},
	overrides,
)

# METADATA
# description: An object of the set named by the pod that cannot be found, an entry of `related.unresolved`.
unresolved(kind, name) := {"kind": kind, "name": name, "path": ["spec"]}

_pod := {
	"path": ["spec"],
	"metadata_path": ["metadata"],
	"workload": {"api_version": "v1", "kind": "Pod", "namespace": "", "name": "pod", "selects": "nothing", "scales": ""},
	"runs": "always",
	"restart_policy": "Always",
	"host_network": false,
	"host_pid": false,
	"host_ipc": false,
	"api_token": {"mounted": true, "by": "default", "path": ["spec"]},
	"share_process_namespace": false,
	"grace_period_seconds": 30,
	"windows": false,
	"host_process": false,
	"test": false,
	"ci_agent": false,
	"annotations": {},
	"labels": {},
	"qos": "BestEffort",
	"request": {},
	"pod_level_resources": false,
	"node_agent": false,
	"containers": [],
}

_security := {
	"run_as_user": {},
	"run_as_group": {},
	"run_as_non_root": {},
	"privileged": {},
	"allow_privilege_escalation": {},
	"read_only_root_filesystem": {},
	"seccomp_profile": {},
	"selinux_level": {},
	"proc_mount": {},
	"fs_group": {},
	"path": ["spec"],
	"capabilities_path": ["spec"],
}

_seen := {"listens": "told", "dials": "told", "files": "told", "logs": "told", "ends": "some"}

_ends := {"origin": "", "certainty": "guessed", "text": "", "path": ["spec", "containers", 0, "name"]}

_member := {
	"class": "regular",
	"order": 0,
	"role": "unknown",
	"part": "unknown",
	"part_by": "",
	"part_certainty": "guessed",
	"helps": false,
	"serves": "never",
	"stdout": false,
	"injected_as": "",
	"known_certainty": "guessed",
	"known_by": "",
	"subcommand": "",
	"waits": false,
	"answers_quit": false,
	"path": ["spec", "containers", 0],
	"fronts": false,
	"running": true,
	"own_program": false,
	"tools_only": false,
	"config_hidden": false,
	"opaque": false,
	"idle": false,
	"shell": false,
	"awaits": false,
	"post_start": false,
	"image": "",
	"known": "",
	"lifetime": "unknown",
	"ends": _ends,
	"seen": _seen,
	"tied": false,
	"name_path": ["spec", "containers", 0, "name"],
}

# What a container says of itself, then what the test says of it in `who`.
_member_of(overrides, i, c) := object.union_n([
	_member,
	{"order": i, "path": _path_of(overrides, i, c), "name_path": array.concat(_path_of(overrides, i, c), ["name"])},
	{key: value | some key, value in c; key in (object.keys(_member) - {"image", "ends"})},
	object.get(overrides, ["who", c.name], {}),
])

_path_of(overrides, i, c) := object.get(c, "path", _place(overrides.containers, i, c).path)

_lists := {
	"regular": "containers",
	"init": "initContainers",
	"sidecar": "initContainers",
	"ephemeral": "ephemeralContainers",
}

# The parts of overrides that get a place: an element's own order and path stand.
_placed(overrides) := object.union(
	{
		"containers": [object.union(_place(overrides.containers, i, c), c) | some i, c in overrides.containers],
		"who": {c.name: _member_of(overrides, i, c) | some i, c in overrides.containers},
	},
	_placed_volumes(overrides),
) if {
	overrides.containers
}

_placed(overrides) := _placed_volumes(overrides) if not overrides.containers

_place(containers, i, c) := {"order": i, "path": ["spec", list, index]} if {
	list := object.get(_lists, c.class, "containers")
	index := count([j |
		some j, other in containers
		j < i
		object.get(_lists, other.class, "containers") == list
	])
}

_placed_volumes(overrides) := {"volumes": [object.union({"path": ["spec", "volumes", i]}, v) |
	some i, v in object.get(overrides, "volumes", [])
]} if {
	overrides.volumes
}

_placed_volumes(overrides) := {} if not overrides.volumes

_last(reference) := regex.replace(reference, `^.*/`, "")

_tag(reference) := concat(":", array.slice(split(_last(reference), ":"), 1, 2))

_tagged(reference) := {"moves": "untagged"} if _tag(reference) == ""

_tagged(reference) := {"tag": "latest", "moves": "latest"} if _tag(reference) == "latest"

_tagged(reference) := {"tag": tag, "pinned": true} if {
	tag := _tag(reference)
	not tag in {"", "latest"}
}

_host := `^[^/]*[.:][^/]*/`

_registry(reference) := split(reference, "/")[0] if regex.match(_host, reference)

_registry(reference) := "docker.io" if not regex.match(_host, reference)

_repository(reference) := trim_suffix(
	regex.replace(reference, _host, ""),
	concat("", [":", _tag(reference)]),
)
