package lsp_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// app is a Deployment with two containers, a Service and a ConfigMap, as a file of a large workspace.
const app = `apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME, namespace: team-TEAM}
spec:
  selector: {matchLabels: {app: NAME}}
  template:
    metadata:
      labels: {app: NAME}
    spec:
      containers:
        - name: app
          image: nginx:1.27.3
          ports: [{name: http, containerPort: 8080}]
          env: [{name: MODE, valueFrom: {configMapKeyRef: {name: NAME, key: mode}}}]
          readinessProbe: {httpGet: {path: /healthz, port: http}}
          resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
          volumeMounts: [{name: logs, mountPath: /var/log/app}, {name: config, mountPath: /etc/app}]
        - name: tail
          image: busybox:1.36
          command: [tail, -f, /var/log/app/app.log]
          volumeMounts: [{name: logs, mountPath: /var/log/app}]
      volumes: [{name: logs, emptyDir: {}}, {name: config, configMap: {name: NAME}}]
---
apiVersion: v1
kind: Service
metadata: {name: NAME, namespace: team-TEAM}
spec:
  selector: {app: NAME}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: NAME, namespace: team-TEAM}
data: {mode: fast, app.conf: "a=1"}
`

// BenchmarkEdit measures the time from a change of one file in a workspace of 1,000 to its diagnostics, what the server waits for more changes
// included, and the processor's time of that, which other programs do not make longer. The first scan is not measured.
func BenchmarkEdit(b *testing.B) {
	files := map[string]string{}
	for i := range 1000 {
		text := strings.ReplaceAll(strings.ReplaceAll(app, "NAME", fmt.Sprintf("app-%04d", i)), "TEAM", fmt.Sprintf("%02d", i/25))
		files[fmt.Sprintf("team-%02d/app-%04d.yaml", i/25, i)] = text
	}
	dir := write(b, files)
	name := filepath.Join(dir, "team-03", "app-0077.yaml")
	text := files["team-03/app-0077.yaml"]
	c := start(b)
	c.initialize(dir)
	c.open(name, text)
	c.version(name, 1)
	version := 1
	begin := cpuTime()
	for b.Loop() {
		version++
		c.change(name, version, strings.Replace(text, "busybox:1.36", fmt.Sprintf("busybox:1.%d", version%90), 1))
		c.version(name, version)
	}
	b.ReportMetric(float64((cpuTime()-begin).Microseconds())/1000/float64(b.N), "cpu-ms/op")
	c.exit()
}
