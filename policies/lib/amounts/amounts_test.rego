package podlint.lib.amounts_test

import data.podlint.lib.amounts

test_largest_whole_suffix if {
	amounts.memory(536870912) == "512Mi"
	amounts.memory(1073741824) == "1Gi"
	amounts.memory(1610612736) == "1536Mi"
	amounts.memory(1099511627776) == "1Ti"
	amounts.memory(2048) == "2Ki"
	amounts.memory(1500) == "1500"
	amounts.memory(1) == "1"
	amounts.memory(0) == "0"
	amounts.memory(1125899906842624) == "1Pi"
	amounts.memory(1152921504606846976) == "1Ei"
}

test_amounts_as_manifests_write_them if {
	amounts.text("cpu", 500) == "500m"
	amounts.text("cpu", 2000) == "2"
	amounts.text("cpu", 1500) == "1500m"
	amounts.text("cpu", 0) == "0"
	amounts.text("memory", 67108864) == "64Mi"
}
