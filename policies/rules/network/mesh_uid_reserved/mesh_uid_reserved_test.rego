package podlint.rules.network.mesh_uid_reserved_test

import data.podlint.lib.testing
import data.podlint.rules.network.mesh_uid_reserved as rule

_found(shop, injector) := found if {
	found := rule.violation with input as testing.pod({
		"injectors": [testing.injector("istio", object.union({"uid": 1337, "adds": ["istio-proxy"]}, injector))],
		"containers": [testing.container("shop", object.union(_as(1337, "container"), shop)), testing.container("other", {})],
	})
}

_as(uid, origin) := {"security": {"run_as_user": {"value": uid, "origin": origin, "path": ["u"]}}}

test_user_of_the_proxy_denied if {
	_found({}, {}) == {{
		"msg": "container \"shop\" runs as 1337, the user of the injected istio proxy: its traffic bypasses the mesh",
		"path": ["u"],
		"container": "shop",
	}}
}

test_user_of_the_pod_denied if count(_found(_as(1337, "pod"), {})) == 1

test_user_of_the_image_allowed if _found(_as(1337, "image"), {}) == set()

test_another_user_allowed if _found(_as(1000, "container"), {}) == set()

test_init_container_allowed if _found({"class": "init"}, {}) == set()

test_own_proxy_allowed if {
	_found({"role": "mesh-proxy"}, {}) == set()
	_found({"image": {"reference": "auto"}}, {}) == set()
	_found({}, {"adds": ["shop"]}) == set()
}

test_pod_without_a_mesh_allowed if {
	rule.violation == set() with input as testing.pod({"containers": [testing.container("shop", _as(1337, "container"))]})
}
