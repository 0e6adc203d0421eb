package podlint.lib.testing_test

import data.podlint.lib.testing

test_pod_is_a_whole_input if {
	object.keys(testing.pod({})) == {"object", "pod", "related", "parameters", "target"}
	testing.pod({}).pod.grace_period_seconds == 30
}

test_overrides_merge_deeply if {
	made := testing.pod({"workload": {"kind": "Job"}, "grace_period_seconds": 5})
	made.pod.workload == {"api_version": "v1", "kind": "Job", "namespace": "", "name": "pod", "selects": "nothing", "scales": ""}
	made.pod.grace_period_seconds == 5
}

test_containers_know_their_place if {
	made := testing.pod({"containers": [
		testing.init("setup", {}),
		testing.sidecar("proxy", {}),
		testing.container("app", {}),
		testing.container("shipper", {}),
	]})
	[c.path | some c in made.pod.containers] == [
		["spec", "initContainers", 0],
		["spec", "initContainers", 1],
		["spec", "containers", 0],
		["spec", "containers", 1],
	]
	[c.order | some c in made.pod.containers] == [0, 1, 2, 3]
}

test_a_path_given_stands if {
	made := testing.pod({"containers": [testing.container("app", {"path": ["x"]})]})
	made.pod.containers[0].path == ["x"]
}

test_volumes_know_their_place if {
	made := testing.pod({"volumes": [testing.volume("a", "emptyDir", {}), testing.volume("b", "secret", {})]})
	[v.path | some v in made.pod.volumes] == [["spec", "volumes", 0], ["spec", "volumes", 1]]
	[v.config | some v in made.pod.volumes] == [false, true]
}

test_lists_left_out_stay_out if {
	not testing.pod({}).pod.volumes
	not testing.container("app", {}).mounts
}

test_other_parts_of_the_input if {
	made := testing.input_of({}, {"target": {"kubernetes": "1.31", "minor": 31}, "related": {"services": [testing.service("web", {})]}})
	made.target.minor == 31
	made.related.services[0].path == ["@Service//web"]
	made.related.quota == false
}

test_image_is_taken_apart if {
	some made in [testing.image("registry.example.org:5000/shop/app:1.2")]
	made.registry == "registry.example.org:5000"
	made.repository == "shop/app"
	made.tag == "1.2"
	made.pinned
}

test_image_without_a_tag_floats if {
	made := testing.image("nginx")
	made.registry == "docker.io"
	made.repository == "nginx"
	not made.tag
	made.moves == "untagged"
	not made.pinned
}

test_entries_take_overrides if {
	testing.mount("data", "/data", {"read_only": true}).read_only
	testing.mounted_by("app", "/data", {"class": "init"}).class == "init"
	testing.listen(80, {"address": "loopback"}).address == "loopback"
	testing.dial(80, {"meets": "app"}).meets == "app"
	testing.file("tail", "/log", {"volume": "logs"}).op == "tail"
	testing.log("file", {"file": "/log"}).file == "/log"
	testing.probe("liveness", 80, {"own": false}).probe_path == ["spec", "containers", 0, "livenessProbe"]
	testing.hook("pre-stop", ["sleep", "5"], {}).command == ["sleep", "5"]
	testing.env("A", "b", {}).known
	testing.command(["kill", "-HUP", "1"], {}).name == "kill"
	testing.script({"idle": true}).idle
	testing.edge("a", "b", "socket", {}).kind == "socket"
	testing.injector("istio", {}).id == "istio"
	testing.invalid("missing", {"field": "image"}).field == "image"
	testing.unresolved("Secret", "x").kind == "Secret"
}
