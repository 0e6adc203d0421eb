# METADATA
# title: Build agent whose program is replaced by a wait
# description: |
#   ## What
#   In the pod of a build agent the container that the build server takes for its agent (`jnlp` of Jenkins, `runner` of GitHub's
#   runner controller) runs nothing but `sleep` or the like.
#
#   ## Why it hurts
#   Tool containers of such a pod sleep until the agent runs commands in them; the agent itself must run its own program. With `sleep` in
#   its place it never connects: the build waits, the server throws the pod away and makes the next one, for ever.
#
#   ## When it is fine
#   Where a build server is told to inject its agent into the container, whatever that runs.
#
#   ## How to fix
#   Leave out `command` and `args` of that container, and let only the others sleep:
#
#   ```yaml
#   containers:
#     - name: jnlp
#       image: jenkins/inbound-agent:3248.v65ecb_254c298-1
#     - name: maven
#       image: maven:3.9.8-eclipse-temurin-21
#       command: ["sleep"]
#       args: ["99d"]
#   ```
# related_resources:
#   - ref: https://github.com/jenkins-infra/kubernetes-management/pull/4763
#     description: An agent whose command was sleep
#   - ref: https://plugins.jenkins.io/kubernetes/
#     description: The container named jnlp is the agent, and its command must not be overridden
#   - ref: https://docs.github.com/en/actions/tutorials/use-actions-runner-controller/deploy-runner-scale-sets
#     description: The container named runner runs run.sh
# custom:
#   severity: error
#   confidence: strong
#   fix: Leave out the command of the agent's container.
package podlint.rules.lifecycle.build_agent_only_waits

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q, which %s takes for its agent, only waits (%s): the agent never connects", [c.name, server, c.waits_by]),
	"path": c.script.path,
	"container": c.name,
	"certainty": certainty.of([{"certainty": "shown"}], []),
} if {
	input.pod.ci_agent == true
	some c in input.pod.containers
	c.idle == true
	c.class in {"regular", "sidecar"}
	server := _server(c)
}

_server(c) := "Jenkins" if {
	c.name == "jnlp"
} else := "GitHub's controller" if {
	c.name == "runner"
	input.pod.managed == "actions-runner"
}
