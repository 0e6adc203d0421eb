package podlint.lib.options_test

import data.podlint.lib.options
import data.podlint.lib.testing

_of(argv, env) := options.value(testing.container("c", {"argv": argv, "env": env}), ["link", "dest"], ["LINK", "DEST"])

_env := [testing.env("DEST", "d", {}), testing.env("LINK", "l", {})]

test_flag_with_its_value if {
	_of(["git-sync", "--link=current"], []) == "current"
	_of(["git-sync", "-dest=a=b"], []) == "a=b"
	_of(["git-sync", "--link", "current", "--dest=x"], []) == "current"
}

test_flag_before_variable if _of(["git-sync", "--dest=x"], _env) == "x"

test_variables_in_their_order if _of(["git-sync"], _env) == "l"

test_empty_values_are_none if {
	_of(["git-sync", "--link=", "--dest=x"], []) == "x"
	_of(["git-sync", "--link="], [testing.env("LINK", "", {}), testing.env("DEST", "d", {})]) == "d"
}

test_other_words_are_none if {
	not _of(["link=x", "link", "x", "--linkage=x", "--link", "--other"], [testing.env("OTHER", "x", {})])
	not _of(["--link"], [])
}
