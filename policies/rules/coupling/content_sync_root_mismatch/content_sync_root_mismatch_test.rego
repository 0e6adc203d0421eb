package podlint.rules.coupling.content_sync_root_mismatch_test

import data.podlint.lib.testing
import data.podlint.rules.coupling.content_sync_root_mismatch as rule

_sync(overrides) := testing.container("sync", object.union(
	{
		"argv": ["/git-sync", "--repo=https://git.example/site.git"], "role": "content-sync", "own_program": true, "known": "git-sync",
		"mounts": [testing.mount("site", "/git", {})],
	},
	overrides,
))

_root(overrides) := testing.output("sync", "write", "/git", object.union(
	{"dir": true, "volume": "site", "in": ".", "mount": "/git", "origin": "flag", "text": "--root", "path": ["spec", "root"]},
	overrides,
))

_serve(overrides) := testing.followed("web", "/srv", object.union(
	{
		"op": "serve", "does": "reads", "volume": "site", "in": ".", "mount": "/srv", "at": ["spec", "web"],
		"mounts": [testing.mounting("sync", {}), testing.mounting("web", {"self": true})],
	},
	overrides,
))

_pod(sync, root, serves, parts) := object.union(
	{
		"containers": [testing.container("web", {}), _sync(sync)],
		"who": {"sync": {"known_certainty": "known"}},
		"outputs": [_root(root)],
		"handovers": serves,
		"volumes": [testing.volume("site", "emptyDir", {"mounted_by": [testing.mounted_by("sync", "/git", {}), testing.mounted_by("web", "/srv", {})]})],
	},
	parts,
)

_found(sync, root, serves, parts) := {v.msg | some v in rule.violation with input as testing.pod(_pod(sync, root, serves, parts))}

_says(served, wanted) := {sprintf("container \"web\" serves %s, but \"sync\" publishes its checkout at %s", [served, wanted])}

_sure := {"lower": 0, "doubt": false, "confidence": "strong", "reason": ""}

test_server_beside_link_denied if {
	rule.violation == {{
		"msg": "container \"web\" serves /srv, but \"sync\" publishes its checkout at /srv/site",
		"path": ["spec", "web"],
		"container": "web",
		"certainty": _sure,
	}} with input as testing.pod(_pod({}, {}, [_serve({})], {}))
}

test_link_by_name_denied if {
	every argv in [["git-sync", "--link=current"], ["git-sync", "-dest", "./current/"], ["git-sync", "--link=/git/current"]] {
		_found({"argv": argv}, {}, [_serve({})], {}) == _says("/srv", "/srv/current")
	}
	_found({"env": [testing.env("GITSYNC_LINK", "current", {})]}, {}, [_serve({})], {}) == _says("/srv", "/srv/current")
	_found({"argv": ["git-sync"], "env": [testing.env("GIT_SYNC_REPO", "https://git.example/site/", {})]}, {}, [_serve({})], {}) == _says("/srv", "/srv/site")
}

test_link_in_parts_of_the_volume_denied if {
	part := {"mounts": [testing.mount("site", "/git", {"sub_path": "a"})]}
	_found(part, {"in": "a"}, [_serve({})], {}) == _says("/srv", "/srv/a/site")
	_found(part, {"in": "a"}, [_serve({"sub_path": "a", "in": "a"})], {}) == _says("/srv", "/srv/site")
	_found(part, {"in": "a"}, [_serve({"sub_path": "b", "in": "b"})], {}) == _says("/srv", "/git/site")
	_found(object.union(part, {"argv": ["git-sync", "--link=/git/x"]}), {"in": "a"}, [_serve({})], {}) == _says("/srv", "/srv/a/x")
}

test_link_served_allowed if {
	_found({}, {}, [_serve({"file": "/srv/site", "in": "site"})], {}) == set()
	_found({}, {}, [_serve({"file": "/srv/site/docs", "in": "site/docs"})], {}) == set()
	_found({}, {}, [_serve({}), _serve({"in": "site"})], {}) == set()
	_found({}, {}, [_serve({"file": "/srv/sites", "in": "sites"})], {}) == _says("/srv/sites", "/srv/site")
}

test_two_places_served_denied_once if {
	_found({}, {}, [_serve({}), _serve({"file": "/srv/b", "in": "b"})], {}) == _says("/srv", "/srv/site")
}

test_link_that_nobody_can_tell_allowed if {
	every argv in [["git-sync"], ["git-sync", "--link=."], ["git-sync", "--link={{ link }}"], ["git-sync", "--link=/elsewhere"]] {
		_found({"argv": argv}, {}, [_serve({})], {}) == set()
	}
}

test_other_uses_allowed if {
	_found({}, {}, [_serve({"op": "read"})], {}) == set()
	_found({}, {}, [_serve({"volume": "other"})], {}) == set()
	_found({}, {}, [object.union(_serve({}), {"container": "sync"})], {}) == set()
}

test_other_programs_allowed if {
	_found({"known": "other"}, {}, [_serve({})], {}) == set()
	_found({"own_program": false}, {}, [_serve({})], {}) == set()
	_found({}, {"op": "append"}, [_serve({})], {}) == set()
	_found({}, {"dir": false}, [_serve({})], {}) == set()
	_found({}, {"exact": false}, [_serve({})], {}) == set()
}

_third(m) := {"mounts": [testing.mounting("sync", {}), testing.mounting("web", {"self": true}), testing.mounting("third", m)]}

test_third_writer_denied_as_doubt if {
	some v in rule.violation with input as testing.pod(_pod({}, {}, [_serve(_third({}))], {}))
	v.certainty.doubt == true
	v.certainty.reason == "\"third\" may write what is served"
}

test_settings_out_of_sight_denied_as_doubt if {
	hidden := {"who": {"web": {"config_hidden": true}, "sync": {"known_certainty": "known"}}}
	some v in rule.violation with input as testing.pod(_pod({}, {}, [_serve({"origin": "image"})], hidden))
	v.certainty.doubt == true
	{w.certainty | some w in rule.violation} == {_sure} with input as testing.pod(_pod({}, {}, [_serve({})], hidden))
}

test_checkout_that_fills_the_volume_allowed if {
	_found({"argv": ["git-sync", "--dest=/git"]}, {}, [_serve({})], {}) == set()
}

test_third_that_cannot_write_denied if {
	every m in [{"writable": false}, {"seen": "all"}] {
		{v.certainty | some v in rule.violation} == {_sure} with input as testing.pod(_pod({}, {}, [_serve(_third(m))], {}))
	}
}

test_third_that_writes_allowed if {
	_found({}, {}, _wrote({}), {}) == set()
	count(_found({}, {}, _wrote({"meets": "near"}), {})) == 1
	count(_found({}, {}, _wrote({"op": "create"}), {})) == 1
	count(_found({}, {}, _wrote({"container": "sync"}), {})) == 1
}

_wrote(w) := [_serve({"writes": [testing.file_write("third", "/x", object.union({"meets": "overlap"}, w))]})]

test_git_sync_by_name_denied_as_less_sure if {
	some v in rule.violation with input as testing.pod(_pod({}, {}, [_serve({})], {"who": {"sync": {"known_certainty": "guessed"}}}))
	v.certainty.lower == 1
}

_nowhere := {"file": "/tmp/git", "volume": "", "in": "", "mount": ""}

_lost := {"container \"sync\" checks out below /tmp/git, which is on no volume; its neighbours look into volume \"site\""}

test_root_on_no_volume_denied if {
	rule.violation == {{
		"msg": "container \"sync\" checks out below /tmp/git, which is on no volume; its neighbours look into volume \"site\"",
		"path": ["spec", "root"],
		"container": "sync",
		"certainty": _sure,
	}} with input as testing.pod(_pod({}, _nowhere, [], {}))
}

test_root_by_default_denied if {
	_found({}, object.union(_nowhere, {"origin": "image"}), [], {}) == _lost
	_found({"argv": ["git-sync", "--dest=site"]}, object.union(_nowhere, {"origin": "image"}), [], {}) == _lost
	_found({"argv": ["git-sync", "--dest=/other"]}, object.union(_nowhere, {"origin": "image"}), [], {}) == _lost
	_found({"argv": ["git-sync", "--dest=/git"]}, _nowhere, [], {}) == _lost
}

test_first_generation_allowed if {
	_found({"argv": ["git-sync", "--dest=/git"]}, object.union(_nowhere, {"origin": "image"}), [], {}) == set()
}

_shared(kind, by) := {"volumes": [testing.volume("site", kind, {"mounted_by": by})]}

test_nowhere_to_meet_allowed if {
	web := testing.mounted_by("web", "/srv", {})
	_found({}, _nowhere, [], _shared("configMap", [testing.mounted_by("sync", "/git", {}), web])) == set()
	_found({}, _nowhere, [], _shared("emptyDir", [testing.mounted_by("sync", "/tmp", {}), web])) == set()
	_found({}, _nowhere, [], _shared("emptyDir", [testing.mounted_by("sync", "/git", {"read_only": true}), web])) == set()
	_found({}, _nowhere, [], _shared("emptyDir", [testing.mounted_by("sync", "/git", {})])) == set()
	_found({}, _nowhere, [], _shared("emptyDir", [testing.mounted_by("sync", "/git", {}), testing.mounted_by("web", "/srv", {"class": "init"})])) == set()
}

test_relative_root_allowed if _found({}, object.union(_nowhere, {"file": "git"}), [], {}) == set()

test_no_sync_allowed if {
	rule.violation == set() with input as testing.pod({})
}
