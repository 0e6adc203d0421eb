package podlint.lib.pods_test

import data.podlint.lib.pods
import data.podlint.lib.testing

_pod := testing.pod({"containers": [
	testing.init("wait", {}),
	testing.sidecar("proxy", {"part": "helper"}),
	testing.init("migrate", {}),
	testing.container("web", {"part": "app"}),
	testing.container("admin", {}),
]})

test_accompanied if {
	pods.accompanied("web") with input as _pod
	not pods.accompanied("web") with input as testing.pod({"containers": [testing.container("web", {})]})
}

test_beside if pods.beside("web") == {"proxy", "admin"} with input as _pod

test_companions if pods.companions == {"proxy", "web", "admin"} with input as _pod

test_regular_containers_coexist if pods.coexist("web", "admin") with input as _pod

test_a_native_sidecar_meets_later_init_containers if pods.coexist("proxy", "migrate") with input as _pod

test_init_containers_run_one_by_one if not pods.coexist("wait", "web") with input as _pod

test_app if pods.app("web") with input as _pod

test_helper if pods.helper("proxy") with input as _pod

test_unknown_is_neither if {
	not pods.app("admin") with input as _pod
	not pods.helper("admin") with input as _pod
}

test_first_is_the_first_regular_container if pods.first == "web" with input as _pod

test_only_app_is_the_only_one_that_is_no_helper if {
	made := testing.pod({"containers": [testing.init("wait", {}), testing.container("web", {}), testing.container("proxy", {"part": "helper"})]})
	pods.only_app == "web" with input as made
}

test_of_two_that_may_be_it_none_is_the_only_app if not pods.only_app with input as _pod

test_helpers if pods.helpers == {"proxy"} with input as _pod

test_several if pods.several with input as _pod

test_one_beside_an_ephemeral_container_is_not_several if {
	not pods.several with input as testing.pod({"containers": [testing.container("web", {}), testing.container("debug", {"class": "ephemeral"})]})
}

test_complete if {
	pods.complete with input as testing.pod({"containers": [testing.container("web", {})], "who": {"web": {"image": "docker.io/web"}}})
	not pods.complete with input as testing.pod({"containers": [testing.container("web", {})]})
}

_tied(kind) := testing.pod({"edges": [testing.edge("web", "db", kind, {})]})

test_joined_in_both_directions if {
	pods.joined("web", "db") with input as _tied("socket")
	pods.joined("db", "web") with input as _tied("socket")
}

test_start_order_joins_nobody if not pods.joined("web", "db") with input as _tied("start-order")

test_an_init_container_does_not_meet_who_starts_later if {
	not pods.coexist("web", "wait") with input as _pod
	not pods.coexist("wait", "migrate") with input as _pod
}

test_each_class_of_the_manifest_counts_for_several if {
	every class in ["init", "sidecar", "regular"] {
		pods.several with input as testing.pod({"containers": [testing.container("web", {}), testing.container("other", {"class": class})]})
	}
	not pods.several with input as testing.pod({"containers": [testing.container("web", {}), testing.container("other", {"class": "injected"})]})
}

_images(a, b) := {"containers": [testing.container("a", {}), testing.container("b", {})], "who": {"a": a, "b": b}}

test_maker_of_both if {
	pods.maker("a", "b") == "ghcr.io/acme" with input as testing.pod(_images({"image": "ghcr.io/acme/x"}, {"image": "ghcr.io/acme/y"}))
	not pods.maker("a", "b") with input as testing.pod(_images({"image": "ghcr.io/acme/x"}, {"image": "quay.io/acme/x"}))
	not pods.maker("a", "b") with input as testing.pod(_images({"image": "docker.io/x"}, {"image": "docker.io/x"}))
}

test_public_tool_used_twice_shows_nothing if {
	tool := {"image": "docker.io/acme/x", "role": "tool"}
	not pods.maker("a", "b") with input as testing.pod(_images(tool, tool))
	pods.maker("a", "b") with input as testing.pod(_images(tool, {"image": "docker.io/acme/y", "role": "tool"}))
}

test_grouped_on_purpose if {
	every pod in [{"test": true}, {"managed": "tekton"}, {"ci_agent": true}, {"host_process": true}, {"node_agent": true, "host_network": true}] {
		count(pods.grouped) == 1 with input as testing.pod(pod)
	}
	every pod in [{}, {"node_agent": true}, {"host_network": true}] {
		count(pods.grouped) == 0 with input as testing.pod(pod)
	}
}

test_containers_that_a_controller_may_add if {
	pods.added == [] with input as testing.pod({})
	pods.added == [] with input as testing.pod({"made_beside": ["services"]})
	[gap] := pods.added with input as testing.pod({"made_beside": ["containers"]})
	gap.seen == "some"
	gap.reason == "the controller of a Pod may add containers"
}

_idle(name, overrides) := testing.container(name, object.union({"idle": true, "image": {"reference": sprintf("example.org/%s:1", [name])}}, overrides))

_starts(argv, env) := testing.pod({"containers": [testing.container("manager", {"argv": argv, "env": env}), _idle("held", {})]})

test_holds_an_image_that_a_neighbour_names if {
	pods.holds_image("held") with input as _starts(["--image=example.org/held:1"], [])
	pods.holds_image("held") with input as _starts([], [testing.env("IMAGE", "example.org/held:1", {})])
	not pods.holds_image("held") with input as _starts(["--image=example.org/other:1"], [])
	not pods.holds_image("manager") with input as _starts(["--image=example.org/held:1"], [])
}

test_an_image_without_a_tag_is_a_word if {
	named := testing.container("manager", {"argv": ["--mode", "held"]})
	not pods.holds_image("held") with input as testing.pod({"containers": [named, _idle("held", {"image": {"reference": "held"}})]})
}

test_idle_on_purpose if {
	nodes := {"workload": {"scales": "nodes"}}
	two := {"containers": [_idle("a", {}), _idle("b", {})], "who": {"a": {"image": "a"}, "b": {"image": "b"}}}
	same := object.union(two, {"who": {"b": {"image": "a"}}})
	one := {"containers": [_idle("a", {}), testing.container("b", {})]}
	count(pods.idle_on_purpose("a")) == 1 with input as testing.pod(two)
	count(pods.idle_on_purpose("a")) == 2 with input as testing.pod(object.union(two, nodes))
	count(pods.idle_on_purpose("a")) == 1 with input as testing.pod(object.union(one, nodes))
	pods.idle_on_purpose("a") == [] with input as testing.pod(same)
	pods.idle_on_purpose("a") == [] with input as testing.pod(one)
	pods.idle_on_purpose("b") == [] with input as testing.pod(object.union(one, nodes))
}

test_grouped_to_hold_images if {
	nodes := {"workload": {"scales": "nodes"}}
	waiting := {"containers": [_idle("a", {}), testing.container("b", {"role": "pause"})]}
	count(pods.grouped) == 1 with input as testing.pod(object.union(waiting, nodes))
	pods.grouped == set() with input as testing.pod(waiting)
	pods.grouped == set() with input as testing.pod(object.union({"containers": [_idle("a", {}), testing.container("b", {})]}, nodes))
}
