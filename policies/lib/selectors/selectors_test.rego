package podlint.lib.selectors_test

import data.podlint.lib.selectors
import data.podlint.lib.testing

_near(overrides) := testing.near_selector("agents", overrides)

test_elsewhere_is_a_doubt if count(selectors.doubts(_near({}))) == 1

test_spelling_leaves_none if selectors.doubts(_near({"spelt_like": true})) == []

test_name_leaves_none if selectors.doubts(_near({"name": "web"})) == []

test_name_without_a_label_is_a_doubt if count(selectors.doubts(_near({"name": "web", "fits": 0}))) == 1

test_meant if {
	selectors.meant(_near({}))
	selectors.meant(_near({"fits": 0, "spelt_like": true}))
}

test_only_label_is_not_meant if not selectors.meant(_near({"fits": 0}))

test_label_that_changes_is_not_meant if {
	not selectors.meant(_near({"changes": true}))
	not selectors.meant(_near({"changes": true, "spelt_like": true}))
}

test_words if {
	selectors.missed(_near({})) == "it asks for component: agent, workload \"web\" has core"
	selectors.missed(_near({"of": "service", "labelled": false})) == "it asks for component: agent, a label that Service \"web\" does not have"
	selectors.missed(_near({"wanted": ""})) == "what it asks of component does not fit workload \"web\""
}

test_another_folder_is_a_doubt_of_its_own if {
	count(selectors.doubts(_near({"near": "above-below"}))) == 2
	count(selectors.doubts(_near({"near": "above-below", "name": "web"}))) == 1
	selectors.doubts(_near({"near": "same-folder", "name": "web"})) == []
}

test_a_maker_is_not_seen if {
	selectors.unseen(_near({})) == []
	[gap] := selectors.unseen(_near({"maker": "ThanosRuler rules"}))
	gap.seen == "some"
	gap.reason == "the controller of ThanosRuler rules may make what it is meant for"
}

test_what_could_not_be_read_is_not_seen if {
	[gap] := selectors.unseen(_near({"unread": "jenkins/deploy.yaml"}))
	gap.seen == "some"
	gap.reason == "jenkins/deploy.yaml, where something could not be read, may hold it"
}
