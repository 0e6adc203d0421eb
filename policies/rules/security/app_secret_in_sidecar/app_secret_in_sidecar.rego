# METADATA
# title: App's secret in a helper that has no use for it
# description: |
#   ## What
#   A helper is given a Secret that the app uses (by `envFrom`, a variable or a mount), and it does nothing that needs credentials:
#   it follows a log, waits, serves files.
#
#   ## Why it hurts
#   Every container that holds a credential is one more place to steal it from: a crash dump, a debug endpoint, the environment in
#   `/proc`. Most often the `envFrom` block was copied from one container to all of them.
#
#   ## When it is fine
#   Exporters, proxies, backup agents and migrations need the credentials of what they talk to; podlint reports only helpers that
#   certainly do not: command lines that it understands to the last word, that talk to nobody and name no unknown variable, web
#   servers and log handlers that take a whole Secret into their environment.
#
#   ## How to fix
#   Leave the Secret out of the helper, or give it the one key that it needs:
#   ```yaml
#   env:
#     - name: TOKEN
#       valueFrom:
#         secretKeyRef: {name: shipper, key: token}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#     description: Good practices for Secrets
#   - ref: https://github.com/gke-labs/kube-agents/issues/1749
#     description: Credentials of the app in a helper
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove the Secret from the helper.
package podlint.rules.security.app_secret_in_sidecar

violation contains {
	"msg": sprintf("helper %q %s, but gets %s by %s like %q", [shared.container, shared.does, _what(shared), shared.as, shared.app]),
	"path": shared.path,
	"container": shared.container,
	"related": [{"msg": sprintf("%q gets it here", [shared.app]), "path": shared.app_path}],
} if {
	some shared in input.pod.isolation.shared_secrets
}

_what(shared) := sprintf("Secret %q", [shared.secret]) if not shared.key

_what(shared) := sprintf("%q of Secret %q", [shared.key, shared.secret]) if shared.key
