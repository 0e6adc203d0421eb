package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// distinctFile is a file with a Deployment, its Service and a ConfigMap, of which no two are alike. A dirty one has some ten violations.
func distinctFile(i int, dirty bool) string {
	name := fmt.Sprintf("%s-%04d", []string{"orders", "billing", "search", "mail", "stock", "users", "media", "report", "alerts", "audit"}[i%10], i)
	if dirty {
		return fmt.Sprintf(dirtyFile, name, i, 1024+i%30000, []string{"fluent/fluent-bit", "fluent/fluentd", "busybox"}[i%3])
	}
	return fmt.Sprintf(cleanFile, name, i, 1024+i%30000)
}

// writeDistinct writes so many files of that kind into a folder.
func writeDistinct(dir string, n int, dirty bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for i := range n {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%04d.yaml", i)))
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, distinctFile(i, dirty)); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// dirtyFile takes the name, a number, a port and the image of a log agent.
const dirtyFile = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: %[1]s
  labels: {app: %[1]s, build: "%[2]d"}
spec:
  replicas: 2
  selector:
    matchLabels: {app: %[1]s}
  template:
    metadata:
      labels: {app: %[1]s}
      annotations:
        sidecar.istio.io/proxyCPU: "%[2]dm"
        kubectl.kubernetes.io/default-container: server-%[2]d
    spec:
      initContainers:
      - name: prepare
        image: busybox
        command: [sh, -c, "mkdir -p /work/%[1]s && echo %[2]d > /work/%[1]s/id"]
      - name: wait
        image: busybox:1.36.1
        command: [sh, -c, "until wget -q http://localhost:%[3]d/ready-%[2]d; do sleep 1; done"]
      containers:
      - name: %[1]s
        image: registry.example.com/%[1]s/server:1.%[2]d.0
        command: [sh, -c, "/app/server --id=%[2]d >> /var/log/%[1]s/server.log 2>&1"]
        ports: [{name: http, containerPort: %[3]d}]
        env:
        - {name: REDIS_URL, value: "redis://localhost:6379/%[2]d"}
        - {name: NAME, value: %[1]s}
        volumeMounts:
        - {name: logs, mountPath: /var/log/%[1]s}
        - {name: config, mountPath: /etc/%[1]s}
        readinessProbe:
          httpGet: {path: /ready-%[2]d, port: 9%[2]d}
      - name: logs
        image: %[4]s
        args: [/bin/sh, -c, "tail -n+1 -f /logs/%[1]s.log"]
        volumeMounts:
        - {name: logs, mountPath: /logs}
      - name: metrics
        image: registry.example.com/%[1]s/metrics:latest
        args: ["--listen=:%[3]d", "--target=http://127.0.0.1:%[3]d/metrics"]
        ports: [{name: http, containerPort: %[3]d}]
      - name: shell-%[2]d
        image: busybox:1.36.1
        command: [sleep, infinity]
      volumes:
      - {name: logs, emptyDir: {}}
      - {name: scratch-%[2]d, emptyDir: {}}
      - name: config
        configMap: {name: %[1]s}
---
apiVersion: v1
kind: Service
metadata:
  name: %[1]s
spec:
  selector: {app: %[1]s}
  ports:
  - {name: http, port: 80, targetPort: web-%[2]d}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: %[1]s
data:
  app.yaml: |
    server:
      port: %[3]d
      name: %[1]s
`

// cleanFile takes the name, a number and a port.
const cleanFile = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: %[1]s
  labels: {app: %[1]s, build: "%[2]d"}
spec:
  replicas: 2
  selector:
    matchLabels: {app: %[1]s}
  template:
    metadata:
      labels: {app: %[1]s}
      annotations:
        kubectl.kubernetes.io/default-container: %[1]s
    spec:
      initContainers:
      - name: wait
        image: busybox:1.36.1
        command: [sh, -c, "until nc -z db-%[2]d.shop.svc 5432; do sleep 1; done"]
      containers:
      - name: %[1]s
        image: registry.example.com/%[1]s/server:1.%[2]d.0
        args: ["--listen=127.0.0.1:%[3]d", "--id=%[2]d"]
        env:
        - {name: NAME, value: %[1]s}
        volumeMounts:
        - {name: config, mountPath: /etc/%[1]s}
        resources:
          requests: {cpu: 100m, memory: 64Mi}
          limits: {memory: 64Mi}
      - name: front
        image: quay.io/brancz/kube-rbac-proxy:v0.18.1
        args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:%[3]d/"]
        ports: [{name: https, containerPort: 8443}]
        resources:
          requests: {cpu: 10m, memory: 32Mi}
          limits: {memory: 32Mi}
        readinessProbe:
          tcpSocket: {port: https}
      volumes:
      - name: config
        configMap: {name: %[1]s}
---
apiVersion: v1
kind: Service
metadata:
  name: %[1]s
spec:
  selector: {app: %[1]s}
  ports:
  - {name: https, port: 443, targetPort: https}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: %[1]s
data:
  app.yaml: |
    server:
      port: %[3]d
      name: %[1]s
`
