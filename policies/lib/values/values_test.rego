package podlint.lib.values_test

import data.podlint.lib.testing
import data.podlint.lib.values

test_field_of_a_container if {
	values.subject(testing.invalid("missing", {"container": "app", "field": "image"})) == `container "app": image`
}

test_field_of_the_pod if {
	values.subject(testing.invalid("missing", {"field": "dnsPolicy"})) == "dnsPolicy"
}

test_long_path_gives_way if {
	field := "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"
	values.subject(testing.invalid("missing", {"field": field, "of": "topologyKey"})) == "topologyKey"
}

test_the_nearest_value_comes_first if {
	values.instead(testing.invalid("unknown-value", {"nearest": "Always", "expected": "Always or Never"})) == `; did you mean "Always"?`
}

test_what_is_expected if {
	values.instead(testing.invalid("unknown-value", {"expected": "Always or Never"})) == "; want Always or Never"
}

test_long_lists_are_left_out if {
	long := concat(", ", [sprintf("value-%d", [i]) | some i in numbers.range(1, 20)])
	values.instead(testing.invalid("unknown-value", {"expected": long})) == ""
	values.instead(testing.invalid("unknown-value", {})) == ""
}

_of(api_version, kind) := testing.pod({"workload": {"api_version": api_version, "kind": kind}})

test_kubernetes_own_kinds_are_as_written if {
	values.as_written with input as _of("v1", "Pod")
	values.as_written with input as _of("apps/v1", "Deployment")
	values.as_written with input as _of("argoproj.io/v1alpha1", "Rollout")
}

test_other_controllers_add_to_the_pod if {
	not values.as_written with input as _of("argoproj.io/v1alpha1", "Workflow")
	not values.as_written with input as _of("ray.io/v1", "RayCluster")
}

test_the_nearest_value_stands_for_a_long_list if {
	long := concat(", ", [sprintf("value-%d", [i]) | some i in numbers.range(1, 20)])
	values.instead(testing.invalid("unknown-value", {"nearest": "value-1", "expected": long})) == `; did you mean "value-1"?`
}

test_controllers_that_take_the_template_as_it_is if {
	every api_version in [
		"batch/v1", "extensions/v1beta1", "apps.kruise.io/v1alpha1", "apps.openshift.io/v1", "jobset.x-k8s.io/v1alpha2", "serving.knative.dev/v1",
	] {
		values.as_written with input as _of(api_version, "Any")
	}
}

test_capitals_may_be_filled_in_later if {
	every got in ["HOSTNAME", "shell-HOSTNAME", "FILLED_IN_LATER", "NODE-shell", "A_B"] {
		values.meant(testing.invalid("invalid-name", {"got": got})).doubt == true
	}
	every got in ["Web", "my_app", "Web_Server", "MY-app", "app_TWO", "x..y", ""] {
		values.meant(testing.invalid("invalid-name", {"got": got})).doubt == false
	}
}
