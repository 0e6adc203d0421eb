package podlint.rules.injection.consul_service_missing_test

import data.podlint.lib.testing
import data.podlint.rules.injection.consul_service_missing as rule

_on := {"injectors": [testing.injector("consul", {})], "labels": {"app": "web"}}

_found(overrides, related) := found if {
	found := rule.violation with input as testing.input_of(object.union(_on, overrides), {"related": related})
}

_seen := {"service_seen": true}

test_no_service_denied if {
	some v in _found({}, _seen)
	v.msg == "Consul injects into this pod, but no Service among the files selects it: its init container waits for one"
	v.path == ["metadata", "annotations", "consul.hashicorp.com/connect-inject"]
}

test_service_allowed if _found({}, {"service_seen": true, "services": [testing.service("web", {})]}) == set()

test_set_without_services_allowed if _found({}, {"service_seen": false}) == set()

test_job_allowed if _found({"runs": "to-completion"}, _seen) == set()

test_pod_without_labels_allowed if {
	rule.violation == set() with input as testing.input_of({"injectors": [testing.injector("consul", {})]}, {"related": _seen})
}

test_pod_without_consul_allowed if _found({"injectors": [testing.injector("istio", {})]}, _seen) == set()

_lists(services, ports) := {"annotations": {"consul.hashicorp.com/connect-service": services, "consul.hashicorp.com/connect-service-port": ports}}

test_lists_differ_denied if {
	some v in _found(_lists("web,admin", "8080"), {"service_seen": false})
	v.msg == "the annotations name 2 services and 1 ports: Consul's injection wants as many of each"
	v.path == ["metadata", "annotations", "consul.hashicorp.com/connect-service-port"]
}

test_lists_agree_allowed if _found(_lists("web,admin", "8080,9090"), {"service_seen": false}) == set()

test_placeholder_allowed if _found(_lists("web,admin", "${PORTS}"), {"service_seen": false}) == set()

test_lists_without_consul_allowed if {
	_found(object.union(_lists("web,admin", "8080"), {"injectors": []}), {"service_seen": false}) == set()
}
