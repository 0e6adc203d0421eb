package podlint.lib.net_test

import data.podlint.lib.net
import data.podlint.lib.testing

test_every_address_meets_itself if net.meet("loopback", "loopback")

test_all_meets_every_address if {
	net.meet("all", "loopback")
	net.meet("pod-ip", "all")
}

test_loopback_does_not_meet_the_pod_ip if not net.meet("loopback", "pod-ip")

_tied(kind) := testing.pod({"edges": [testing.edge("web", "db", kind, {})]})

test_a_dial_is_a_call if net.calls("web", "db") with input as _tied("localhost-dial")

test_calls_have_a_direction if not net.calls("db", "web") with input as _tied("localhost-dial")

test_a_shared_volume_is_no_call if not net.calls("web", "db") with input as _tied("shared-volume")
