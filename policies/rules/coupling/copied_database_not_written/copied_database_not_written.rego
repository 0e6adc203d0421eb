# METADATA
# title: Backup of another database than the app's
# description: |
#   ## What
#   A container that makes backups copies a database file that nobody writes, while another container of the pod has its database beside
#   it, under another name.
#
#   ## Why it hurts
#   Nothing is ever backed up, and nothing says so: the copier waits for a file that never comes, or copies an old one. That shows when
#   the backup is needed.
#
#   ## When it is fine
#   The copier copies the app's database, too; others may come to be later. podlint compares files of one directory only.
#
#   ## How to fix
#   Name the same file on both sides:
#   ```yaml
#   kind: ConfigMap
#   data:
#     litestream.yml: |
#       dbs:
#         - path: /database/prod.sqlite3
#   ---
#   containers:
#     - name: app
#       env: [{name: DATABASE_URL, value: "sqlite:////database/prod.sqlite3"}]
#   ```
# related_resources:
#   - ref: https://litestream.io/reference/config/
#     description: Which database Litestream replicates
# custom:
#   severity: warning
#   confidence: strong
#   fix: Let the backup and the app name the same file.
package podlint.rules.coupling.copied_database_not_written

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q copies %s, but the database of %q is %s", [copy.container, copy.file, write.container, write.file]),
	"path": copy.at,
	"container": copy.container,
	"certainty": certainty.of([copy, write], certainty.absent([])), # both programs are told which file it is
	"related": [{"msg": sprintf("%q has its database here", [write.container]), "path": write.path}],
} if {
	some copy in _copies
	input.pod.who[copy.container].role == "backup"
	input.pod.who[copy.container].running == true
	not _of_others(copy)
	write := _beside(copy)[0]
}

# What is copied: by a configuration, or as an argument.
_copies := array.concat(
	[{"container": h.container, "file": h.file, "volume": h.volume, "in": h["in"], "at": h.at, "certainty": h.certainty, "text": h.text} |
		some h in input.pod.handovers
		h.does == "reads"
		h.wide == false
		_database(h.file)
	],
	[{"container": c.name, "file": p.file, "volume": p.volume, "in": p["in"], "at": p.path, "certainty": p.certainty, "text": p.text} |
		some c in input.pod.containers
		some p in c.places
		p.origin == "flag"
		_database(p.file)
	],
)

# The databases that the others have: those that they write, and those that arguments and variables name.
_databases := array.concat(
	[{"container": o.container, "file": o.file, "volume": o.volume, "in": o["in"], "path": o.path, "certainty": o.certainty, "text": o.text} |
		some o in input.pod.outputs
		o.op == "write"
		_database(o.file)
	],
	[{"container": c.name, "file": p.file, "volume": p.volume, "in": p["in"], "path": p.path, "certainty": p.certainty, "text": p.text} |
		some c in input.pod.containers
		some p in c.places
		_database(p.file)
	],
)

_database(file) if regex.match(`[^/]\.(db|db3|sqlite|sqlite3)$`, file)

# Somebody has this very database. What another backup makes of it, to begin with, is no answer.
_of_others(copy) if {
	some other in _databases
	other.volume == copy.volume
	other["in"] == copy["in"]
	input.pod.who[other.container].role != "backup"
}

_beside(copy) := [other |
	some other in _databases
	other.volume == copy.volume
	other.volume != ""
	_directory(other["in"]) == _directory(copy["in"])
	input.pod.who[other.container].role != "backup"
	input.pod.who[other.container].running == true
	not _copied(copy.container, other)
]

# The copier has that one as well.
_copied(name, database) if {
	some copy in _copies
	copy.container == name
	copy.volume == database.volume
	copy["in"] == database["in"]
}

_directory(path) := regex.replace(path, `[^/]*$`, "")
