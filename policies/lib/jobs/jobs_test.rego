package podlint.lib.jobs_test

import data.podlint.lib.jobs
import data.podlint.lib.testing

_pod(containers, overrides) := testing.pod(object.union({"containers": containers}, overrides))

_work(containers, overrides) := work if {
	work := jobs.work with input as _pod(containers, overrides)
}

test_the_likeliest_app_is_the_work if {
	_work([testing.container("a", {}), testing.container("b", {"part": "app"})], {"app": [testing.app("b")]}) == "b"
}

test_what_goes_on_is_no_work if {
	_work([testing.container("a", {"part": "app", "lifetime": "endless"}), testing.container("b", {})], {"app": [testing.app("a")]}) == "b"
}

test_the_first_comes_first if {
	first := {"b": {"order": 0}, "a": {"order": 1}}
	_work([testing.container("b", {}), testing.container("a", {})], {"who": first}) == "b"
}

test_helpers_come_last if _work([testing.container("a", {"part": "helper"}), testing.container("b", {})], {}) == "b"

test_a_helper_is_work_where_nothing_else_is if {
	_work([testing.container("a", {"part": "helper"}), testing.container("b", {"lifetime": "endless"})], {}) == "a"
}

test_a_helping_role_of_unknown_lifetime_is_none if {
	not _work([testing.container("a", {"helps": true})], {})
	_work([testing.container("a", {"helps": true, "lifetime": "finite"})], {}) == "a"
}

test_init_containers_and_native_sidecars_are_none if {
	not _work([testing.init("a", {}), testing.sidecar("b", {})], {})
}

_waiting(wait) := {"waits": [testing.wait("a", "/work/done", wait)]}

_one := [testing.container("a", {"lifetime": "finite"})]

test_one_that_waits_in_vain_is_none if not _work(_one, _waiting({}))

_comes(wait, overrides) if {
	not jobs.waits_in_vain("a") with input as _pod(_one, object.union(_waiting(wait), overrides))
}

test_what_may_come_is_not_waited_for_in_vain if {
	_comes({"made": true}, {})
	_comes({"kind": "persistentVolumeClaim"}, {})
	_comes({"phase": "init"}, {})
	_comes({"glob": true}, {})
	_comes({"mounts": [{"container": "b", "seen": "told"}]}, {})
	_comes({}, {"injectors": [testing.injector("vault", {})]})
	not _comes({"mounts": [{"container": "b", "seen": "all"}]}, {})
}

test_stopped if {
	jobs.stopped("a") with input as testing.pod({"endings": [testing.stop("a", "b", {})]})
	not jobs.stopped("b") with input as testing.pod({"endings": [testing.stop("a", "b", {})]})
}

test_callers_are_of_those_who_can_be_called if {
	jobs.callers("a", "b") == [] with input as _pod([testing.container("a", {}), testing.container("b", {})], {})
	[gap.seen | some gap in jobs.callers("a", "b")] == ["told"] with input as _pod(
		[testing.container("a", {"answers_quit": true}), testing.container("b", {})],
		{},
	)
}
