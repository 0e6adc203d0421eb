package podlint.lib.checkouts_test

import data.podlint.lib.checkouts
import data.podlint.lib.testing

_root(overrides) := testing.output("sync", "write", "/git", object.union({"dir": true, "exact": true, "in": "part", "mount": "/git"}, overrides))

_sync(overrides) := testing.container("sync", object.union({"mounts": [testing.mount("data", "/git", {"sub_path": "part"})]}, overrides))

_other := testing.container("other", {"argv": ["app", "--link=else", "--repo=https://x/else"]})

_flag(name, value) := {"argv": ["git-sync", sprintf("--%s=%s", [name, value])]}

_link(overrides) := found if {
	found := checkouts.link("sync", _root({})) with input as testing.pod({"containers": [_other, _sync(overrides)]})
}

test_git_sync if {
	checkouts.git_sync({"known": "git-sync-3", "own_program": true})
	not checkouts.git_sync({"known": "git-sync-3", "own_program": false})
	not checkouts.git_sync({"known": "rclone", "own_program": true})
}

test_root_is_the_directory_that_it_writes if {
	others := [
		_root({"container": "other", "file": "/other"}), _root({"op": "read", "file": "/read"}), _root({"dir": false, "file": "/file"}),
		_root({"exact": false, "file": "/about"}),
	]
	checkouts.root("sync").file == "/git" with input as testing.pod({"outputs": array.concat(others, [_root({})])})
}

test_link_by_its_option if {
	_link(_flag("link", "current")) == {"file": "/git/current", "in": "part/current"}
	_link(_flag("dest", "./current/")) == {"file": "/git/current", "in": "part/current"}
}

test_link_by_its_variable if {
	every name in ["GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"] {
		_link({"env": [testing.env(name, "current", {})]}) == {"file": "/git/current", "in": "part/current"}
	}
}

test_absolute_link_in_the_mount if {
	_link(_flag("link", "/git/current")) == {"file": "/git/current", "in": "part/current"}
	not _link(_flag("link", "/elsewhere/current"))
}

test_link_named_like_the_repository if {
	_link(_flag("repo", "https://git.example.org/shop/site.git/")) == {"file": "/git/site", "in": "part/site"}
	every name in ["GITSYNC_REPO", "GIT_SYNC_REPO"] { _link({"env": [testing.env(name, "git@example.org:shop/site", {})]}).file == "/git/site" }
}

test_link_that_is_not_known if {
	not _link({})
	every text in ["$(NAME)", "{{ name }}", "<name>", "%n", ".", ""] { not _link(_flag("link", text)) }
	not _link(object.union(_flag("repo", "https://x/site"), {"env_unresolved": true}))
	every name in ["GITSYNC_LINK", "GIT_SYNC_LINK", "GIT_SYNC_DEST"] {
		not _link(object.union(_flag("repo", "https://x/site"), {"env": [testing.env(name, "", {"known": false})]}))
	}
	_link(object.union(_flag("repo", "https://x/site"), {"env": [testing.env("HOME", "", {"known": false})]})).file == "/git/site"
}

test_join if {
	checkouts.join("a/./b/", "/c//d/.") == "a/b/c/d"
	checkouts.join("", "c") == "c"
}
