package podlint.rules.logging.annotation_on_workload_test

import data.podlint.lib.testing
import data.podlint.rules.logging.annotation_on_workload as rule

_annotation(key, overrides) := object.union(
	{"key": key, "value": "true", "on": "Deployment", "on_pod": false, "on_service": false, "path": ["metadata", "annotations", key]},
	overrides,
)

_pod(list) := testing.pod({"workload": {"for_pods": list}})

_messages(list) := {v.msg | some v in found} if {
	found := rule.violation with input as _pod(list)
}

test_annotation_of_pods_denied if {
	{object.remove(v, ["fix"]) | some v in rule.violation} == {{
		"msg": "annotation linkerd.io/inject on the Deployment has no effect: it is read on pods and belongs on the pod template",
		"path": ["metadata", "annotations", "linkerd.io/inject"],
	}} with input as _pod([_annotation("linkerd.io/inject", {})])
}

test_one_report_for_one_tool_denied if {
	found := _messages([_annotation("prometheus.io/scrape", {}), _annotation("prometheus.io/port", {}), _annotation("linkerd.io/inject", {})])
	found == {
		"annotation prometheus.io/scrape (and 1 more) on the Deployment has no effect: it is read on pods and belongs on the pod template",
		"annotation linkerd.io/inject on the Deployment has no effect: it is read on pods and belongs on the pod template",
	}
}

test_each_place_denied_by_itself if {
	count(_messages([_annotation("linkerd.io/inject", {"on": "CronJob"}), _annotation("linkerd.io/inject", {"on": "jobTemplate"})])) == 2
}

test_annotation_that_the_pod_has_allowed if _messages([_annotation("linkerd.io/inject", {"on_pod": true})]) == set()

test_annotation_that_a_service_has_allowed if _messages([_annotation("prometheus.io/scrape", {"on_service": true})]) == set()

test_scrape_that_is_switched_off_allowed if {
	_messages([_annotation("prometheus.io/scrape", {"value": "false"})]) == set()
	count(_messages([_annotation("prometheus.io/port", {"value": "false"})])) == 1
}
