# METADATA
# title: Worker processes that share the default /dev/shm
# description: |
#   ## What
#   A command line starts several processes that hand data to each other through shared memory (ranks of `torchrun`, loader processes of PyTorch,
#   shards of vLLM), or an image runs a browser (Selenium's), and no volume is mounted at `/dev/shm`.
#
#   ## Why it hurts
#   The container runtime gives `/dev/shm` 64 MiB. NCCL and PyTorch's loaders need more: `bus error`, `unable to write to file
#   </torch_…>`, or `NCCL error: unhandled system error`, often only with the real amount of data.
#
#   ## When it is fine
#   Who drives a browser may tell it to do without (`--disable-dev-shm-usage`), so that is a doubt. A volume at `/dev/shm`, the node's own with `hostIPC`, and one process. `NCCL_SHM_DISABLE=1` does without it.
#
#   ## How to fix
#   ```yaml
#   volumeMounts: [{name: shm, mountPath: /dev/shm}]
#   volumes:
#     - name: shm
#       emptyDir: {medium: Memory, sizeLimit: 16Gi}
#   ```
# related_resources:
#   - ref: https://docs.vllm.ai/en/latest/deployment/k8s/
#     description: Why a server with several shards mounts a volume at /dev/shm
#   - ref: https://github.com/SeleniumHQ/docker-selenium#quick-start
#     description: How much shared memory a browser wants
#   - ref: https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/troubleshooting.html
#     description: How much shared memory NCCL needs
# custom:
#   severity: info
#   confidence: heuristic
#   fix: Mount an emptyDir of medium Memory at `/dev/shm`, and count it in the memory limit.
package podlint.rules.resources.shared_memory_too_small

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("%q starts %d processes (%s) that share /dev/shm, which has 64 MiB without a volume", [
		container.name,
		command.workers,
		command.name,
	]),
	"path": command.path,
	"container": container.name,
	"certainty": certainty.of([{"certainty": "shown"}], []),
} if {
	pods.several
	input.pod.host_ipc == false
	input.pod.windows == false
	some container in input.pod.containers
	some command in container.commands
	command.workers > 1
	command.phase in {"init", "run"}
	not _mounted(container)
	not _does_without(container)
}

violation contains {
	"msg": sprintf("%q runs a browser, which wants more at /dev/shm than the 64 MiB that it has without a volume", [container.name]),
	"path": container.image.path,
	"container": container.name,
	"certainty": certainty.of([{"certainty": container.image.certainty}], [{
		"who": container.name,
		"seen": "some",
		"reason": "who drives it may tell it to do without (--disable-dev-shm-usage)",
	}]),
} if {
	pods.several
	input.pod.host_ipc == false
	input.pod.windows == false
	some container in input.pod.containers
	container.image.shared_memory == true
	container.own_program == true
	not _mounted(container)
	not _told_to_do_without
}

_told_to_do_without if {
	some container in input.pod.containers
	some word in array.concat(object.get(container, "argv", []), [object.get(variable, "value", "") | some variable in object.get(container, "env", [])])
	contains(word, "disable-dev-shm-usage")
}

_mounted(container) if {
	some mount in container.mounts
	mount.mount_path in {"/dev/shm", "/dev"}
}

_does_without(container) if {
	some variable in container.env
	variable.name == "NCCL_SHM_DISABLE"
	variable.value == "1"
}
