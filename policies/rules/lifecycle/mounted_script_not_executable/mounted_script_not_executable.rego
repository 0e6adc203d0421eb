# METADATA
# title: Script of a volume that nobody may execute
# description: |
#   ## What
#   A container starts a file of a ConfigMap, Secret or projected volume as a program, and the mode of the file lets nobody execute it. Where
#   no `defaultMode` is declared it is 0644.
#
#   ## Why it hurts
#   Starting it fails with `permission denied`, for root as well: the container does not start, or its script stops there.
#
#   ## When it is fine
#   An interpreter that is given the file (`sh /scripts/run.sh`, `. /scripts/run.sh`) only reads it. What a script asks for before
#   (`[ -x FILE ]`), copies elsewhere, or starts where a failure is provided for (`|| true`) is not reported, nor is a preStop hook.
#
#   ## How to fix
#   Let the mode be, or name the interpreter:
#   ```yaml
#   containers:
#     - name: app
#       command: ["/scripts/run.sh"]
#   volumes:
#     - name: scripts
#       configMap: {name: scripts, defaultMode: 0555}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
#     description: The modes of files of a volume, 0644 by default
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/volume/
#     description: defaultMode, and the mode of an item
# custom:
#   severity: error
#   confidence: certain
#   fix: Set `defaultMode` (or the item's `mode`) to 0555, or start the script with its interpreter.
package podlint.rules.lifecycle.mounted_script_not_executable

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q runs %s, whose mode 0%s lets nobody execute it: permission denied", [look.container, look.file, _octal(look.mode)]),
	"path": look.path,
	"container": look.container,
	"certainty": certainty.of([look], []),
	"related": [{"msg": "its mode", "path": look.mode_path}],
} if {
	input.pod.windows == false
	some look in input.pod.lookups
	look.runs == true
	look.mode > 0
	bits.and(look.mode, 73) == 0 # 0111: root needs one of these bits, too
}

_octal(mode) := concat("", [sprintf("%d", [bits.and(bits.rsh(mode, shift), 7)]) | some shift in [6, 3, 0]])
