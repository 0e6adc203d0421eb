# METADATA
# title: Port bound by two containers
# description: |
#   ## What
#   Two containers of the pod bind the same port on addresses that meet, and `ports` does not show it: a flag, a variable, a
#   configuration file, a script or the image's default makes at least one of them listen there.
#
#   ## Why it hurts
#   The containers of a pod share one network namespace, so only the first of them gets the port. The other one ends with
#   `bind: address already in use` and goes to `CrashLoopBackOff`. It often comes with an update: a helper's new release opens a
#   metrics or health port that the application has had all along.
#
#   ## When it is fine
#   Different addresses do not meet: one program on the loopback address, the other on the pod's own. podlint looks at listeners
#   that are on by default in the image's version only, leaves a port alone that a container merely declares for a health bridge
#   or for a proxy in front of it, and takes an explicit listen flag for the truth where `ports` says something else. A port that
#   both declare is reported by `port-conflict-declared`. Where the evidence is a variable such as `PORT`, which the
#   program may not read, or knowledge that nobody checked, the report is a warning.
#
#   ## How to fix
#   Move one of the two, by the setting that its program has for it.
#
#   ```yaml
#   containers:
#     - name: web
#       image: nginx:1.27.0
#     - name: admin
#       image: example.org/admin:2.0.1
#       args: ["--listen=:8081"]
#   ```
# related_resources:
#   - ref: https://github.com/k0rdent/kof/issues/604
#     description: A sidecar's own server takes port 8080 from the application
#   - ref: https://github.com/vitorbari/mcp-operator/issues/41
#     description: A sidecar and the application on one port
#   - ref: https://github.com/GoogleCloudPlatform/esp-v2/issues/363
#     description: A proxy's internal port meets the application's
# custom:
#   severity: error
#   confidence: strong
#   fix: Move one of the two programs to another port by its own setting.
package podlint.rules.network.port_conflict_effective

violation contains {
	"msg": sprintf("containers %q (%s) and %q (%s) both bind port %d/%s; the second to start fails", [
		clash.first,
		_by(clash.first_by),
		clash.second,
		_by(clash.second_by),
		clash.port,
		clash.protocol,
	]),
	"path": clash.path,
	"container": clash.second,
	"severity": _severity(clash),
	"related": [{"msg": sprintf("%q takes the port here", [clash.first]), "path": clash.first_path}],
} if {
	some clash in input.pod.network.port_conflicts
	not clash.declared
}

_severity(clash) := "error" if {
	clash.bound
	clash.certain
} else := "warning"

_by("image") := "by default"

_by("declared") := "declared"

_by(text) := sprintf("%s…", [substring(text, 0, 28)]) if count(text) > 30

_by(text) := text if {
	count(text) <= 30
	not text in {"image", "declared"}
}
