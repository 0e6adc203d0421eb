package podlint.rules.manifest.wrong_type_test

import data.podlint.lib.testing
import data.podlint.rules.manifest.wrong_type as rule

_value(expected, got) := testing.invalid("wrong-type", {"container": "app", "field": "env[0].value", "expected": expected, "got": got})

test_number_for_a_text_denied if {
	value := _value("a string", "the number 8080")
	{v.msg | some v in rule.violation} == {`container "app": env[0].value wants a string, got the number 8080; put it in quotes`} with input as testing.pod({"invalid_values": [value]})
}

test_list_for_a_text_denied if {
	{v.msg | some v in rule.violation} == {`container "app": env[0].value wants a string, got a list`} with input as testing.pod({"invalid_values": [_value("a string", "a list")]})
}

test_other_values_allowed if {
	rule.violation == set() with input as testing.pod({"invalid_values": [testing.invalid("missing", {})]})
}

test_other_problems_allowed if {
	other := object.union(_value("a string", "the number 8080"), {"problem": "unknown-value"})
	rule.violation == set() with input as testing.pod({"invalid_values": [other]})
}

test_quotes_help_texts_alone_denied if {
	{v.msg | some v in rule.violation} == {`container "app": env[0].value wants an object, got the number 8080`} with input as testing.pod({"invalid_values": [_value("an object", "the number 8080")]})
}

_annotation(key) := testing.invalid("wrong-type", {"of": key, "field": sprintf("metadata.annotations.%s", [key]), "expected": "a string", "got": "the number 2"})

test_annotation_of_what_kluctl_deploys_doubted if {
	some v in rule.violation with input as testing.pod({"invalid_values": [_annotation("kluctl.io/hook-weight")]})
	v.certainty.doubt == true
	some w in rule.violation with input as testing.pod({"annotations": {"kluctl.io/hook": "pre"}, "invalid_values": [_annotation("example.com/weight")]})
	w.certainty.doubt == true
}

test_other_values_of_what_kluctl_deploys_denied if {
	some v in rule.violation with input as testing.pod({"annotations": {"kluctl.io/hook": "pre"}, "invalid_values": [_value("a string", "the number 8080")]})
	v.certainty.doubt == false
	some w in rule.violation with input as testing.pod({"invalid_values": [_annotation("example.com/weight")]})
	w.certainty.doubt == false
}

_doubt(got) if {
	some v in rule.violation with input as testing.pod({"invalid_values": [_value("a list of strings", got)]})
	v.certainty.doubt == true
}

test_placeholder_in_doubt if {
	every got in [`the string "${ARGS}"`, `the string "$ARGS"`, `the string "${args.more}"`] { _doubt(got) }
	every got in [`the string "x"`, `the string "${ARGS} x"`, `the string "$(ARGS)"`] { not _doubt(got) }
}
