# METADATA
# title: Container that ends in a pod that runs always
# description: |
#   ## What
#   A regular container of a Deployment, or of another pod with `restartPolicy: Always`, runs a program that ends by itself:
#   a migration, a build, a one-time synchroniser, a script without a server. So does a native sidecar of any pod: `tail` without `-f`, one
#   line that is echoed into a log.
#
#   ## Why it hurts
#   The kubelet starts it again each time, even after success, and ever more slowly: `Completed`, then `CrashLoopBackOff`. While it is
#   down the pod is not ready and gets no traffic. The work is done again and again. After ten minutes of running the kubelet forgets how often it
#   started the container: one that is told to work longer than that starts again at once, and is an info.
#
#   ## When it is fine
#   From Kubernetes 1.35 on a container may have a `restartPolicy` of its own; with `Never` or `OnFailure` it may end. podlint is
#   silent where it does not know what the program does.
#
#   ## How to fix
#   Work that comes before the app is an init container (without `restartPolicy: Always`), other work is a Job:
#
#   ```yaml
#   initContainers:
#     - name: migrate
#       image: example.org/app:1.2.3
#       command: ["app", "migrate"]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/53125
#     description: A container that completes is restarted
#   - ref: https://github.com/kubernetes/kubernetes/issues/8327
#     description: One-time containers in pods that run always
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy
#     description: Restart policies of regular containers
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the container to `initContainers`, or run it as a Job.
package podlint.rules.lifecycle.one_shot_exits_in_always_pod

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains object.union(_severity(who), {
	"msg": sprintf("%s %q ends (%s), but %s: %s", [_what[who.class], c.name, words.short(who.ends.text, 30), _runs[who.class], _outcome(who.ends)]),
	"path": who.ends.path,
	"container": c.name,
	"certainty": certainty.of([who.ends], []),
}) if {
	some name, who in input.pod.who
	who.lifetime == "finite"
	who.waits == false
	who.class in {"regular", "sidecar"}
	_always(who)
	some c in input.pod.containers
	c.name == name
	not c.restart_policy_rules
	count(spared) == 0
	not _may_end(c)
}

_what := {"regular": "container", "sidecar": "native sidecar"}

_runs := {"regular": "the pod runs always", "sidecar": "is to run as long as the pod"}

# The kubelet starts a native sidecar again whatever the pod's own policy.
_always(who) if who.class == "sidecar"

_always(who) if {
	who.class == "regular"
	input.pod.runs == "always"
}

# The pod completes all the same.
_severity(who) := {"severity": "info"} if {
	who.ends.lasts >= _forgotten
} else := {"severity": "warning"} if {
	who.class == "sidecar"
	input.pod.runs != "always"
} else := {}

# The kubelet forgets how often it started a container again once the container has run for ten minutes.
_forgotten := 600

_outcome(ends) := sprintf("it starts again every %s", [_time(ends.lasts)]) if {
	ends.lasts >= _forgotten
} else := "it restarts each time, ever later"

_time(seconds) := sprintf("%dh", [round(seconds / 3600)]) if {
	seconds % 3600 == 0
} else := sprintf("%dm", [round(seconds / 60)])

_may_end(c) if {
	c.restart_policy in {"Never", "OnFailure"}
	not _before_own_policies
}

_before_own_policies if input.target.minor < 35

# METADATA
# description: Why containers of the pod may end.
spared contains "a test pod, in which nobody waits for a container" if input.pod.test

spared contains "a controller starts and ends the containers of the pod" if input.pod.managed
