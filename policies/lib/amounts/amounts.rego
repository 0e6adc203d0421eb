# METADATA
# title: Amounts in words
# description: Numbers of the model as manifests write them.
package podlint.lib.amounts

# METADATA
# description: An amount of a resource as manifests write it, such as `500m` of `cpu` (in thousandths) and `512Mi` of `memory` (in bytes).
text("cpu", millis) := sprintf("%d", [millis / 1000]) if {
	millis % 1000 == 0
} else := sprintf("%dm", [millis])

text("memory", bytes) := memory(bytes)

# METADATA
# description: A number of bytes with the largest binary suffix that leaves it whole, such as `512Mi`.
memory(bytes) := [text |
	some i, suffix in ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki", ""]
	unit := _units[i]
	bytes % unit == 0
	text := sprintf("%d%s", [bytes / unit, suffix])
][0] if {
	bytes > 0
} else := "0"

_units := [
	1152921504606846976,
	1125899906842624,
	1099511627776,
	1073741824,
	1048576,
	1024,
	1,
]
