package podlint.rules.injection.injected_twice_test

import data.podlint.lib.testing
import data.podlint.rules.injection.injected_twice as rule

_injected := {"class": "injected", "known": "istio", "injected_as": "regular"}

_copy := {"part": "helper", "part_certainty": "known", "image": {"injectors": ["istio"], "path": ["x"]}, "argv": ["proxy", "sidecar"]}

_found(overrides, injected, of_pod) := found if {
	found := rule.violation with input as testing.pod(object.union(
		{
			"app": [{"container": "app"}],
			"injectors": [testing.injector("istio", {"path": ["s"]})],
			"containers": [
				testing.container("app", {"part": "app"}),
				testing.container("proxy", object.union(_copy, overrides)),
				testing.container("istio-proxy", object.union(_injected, injected)),
			],
		},
		of_pod,
	))
}

test_copy_denied if {
	some v in _found({}, {}, {})
	v.msg == "container \"proxy\" is istio made by hand, but istio=true adds \"istio-proxy\" as well"
	v.path == ["x"]
	v.container == "proxy"
	v.certainty.lower == 0
	v.related == [{"msg": "the injection is switched on here", "path": ["s"]}]
}

test_native_sidecar_denied if count(_found({"class": "sidecar"}, {"injected_as": "sidecar"}, {})) == 1

test_another_image_allowed if _found({"image": {"injectors": ["linkerd"]}}, {}, {}) == set()

test_app_allowed if _found({"part": "app"}, {}, {}) == set()

test_init_container_allowed if _found({"class": "init"}, {}, {}) == set()

test_gateway_allowed if _found({"argv": ["proxy", "router"]}, {}, {}) == set()

test_nothing_added_beside_allowed if {
	_found({}, {"injected_as": "init"}, {}) == set()
	_found({}, {"class": "regular"}, {}) == set()
	_found({}, {"known": "linkerd"}, {}) == set()
}

test_pod_without_an_app_allowed if _found({}, {}, {"app": []}) == set()

test_vault_allowed if {
	vault := {"image": {"injectors": ["vault-agent"]}}
	_found(vault, {"known": "vault-agent"}, {"injectors": [testing.injector("vault-agent", {})]}) == set()
}
