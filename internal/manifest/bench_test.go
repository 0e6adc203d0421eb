package manifest

import (
	"bytes"
	"encoding/json"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/source"
)

// deployment is a typical document: three containers with probes, resources and mounts, 3.7 KB.
const deployment = `# The shop's front end with its log shipper.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: web
  labels:
    app.kubernetes.io/name: shop
    app.kubernetes.io/part-of: store
spec:
  replicas: 3
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  template:
    metadata:
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9102"
      labels:
        app.kubernetes.io/name: shop
    spec:
      serviceAccountName: shop
      terminationGracePeriodSeconds: 45
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        fsGroup: 10001
        seccompProfile:
          type: RuntimeDefault
      initContainers:
        - name: migrate
          image: registry.example.com/shop/migrate:2.14.0
          command: ["/bin/sh", "-c"]
          args:
            - |
              set -eu
              until pg_isready -h "$DB_HOST"; do
                sleep 2
              done
              exec /app/migrate up
          env:
            - name: DB_HOST
              valueFrom:
                configMapKeyRef:
                  name: shop
                  key: db-host
      containers:
        - name: app
          image: registry.example.com/shop/app:2.14.0
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_FILE
              value: /var/log/app/app.log
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: shop-db
                  key: password
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
            periodSeconds: 5
          livenessProbe:
            httpGet:
              path: /livez
              port: http
            initialDelaySeconds: 10
          resources:
            requests:
              cpu: 250m
              memory: 256Mi
            limits:
              memory: 512Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
          volumeMounts:
            - name: logs
              mountPath: /var/log/app
            - name: config
              mountPath: /etc/shop
              readOnly: true
        - name: log-shipper
          image: fluent/fluent-bit:3.1.4
          args: ["-c", "/fluent-bit/etc/fluent-bit.conf"]
          resources:
            requests:
              cpu: 50m
              memory: 64Mi
            limits:
              memory: 128Mi
          volumeMounts:
            - name: logs
              mountPath: /var/log/app
              readOnly: true
            - name: shipper-config
              mountPath: /fluent-bit/etc
        - name: metrics
          image: registry.example.com/shop/exporter:0.9.1
          ports:
            - name: metrics
              containerPort: 9102
          args:
            - --listen=:9102
            - --target=http://127.0.0.1:8080/stats
          resources:
            requests:
              cpu: 10m
              memory: 32Mi
      volumes:
        - name: logs
          emptyDir:
            sizeLimit: 1Gi
        - name: config
          configMap:
            name: shop
        - name: shipper-config
          configMap:
            name: shop-shipper
            defaultMode: 0440
`

func BenchmarkRead(b *testing.B) {
	files := []source.File{{Name: "deploy.yaml", Data: []byte(deployment)}}
	b.SetBytes(int64(len(deployment)))
	b.ReportAllocs()
	for b.Loop() {
		if set := Read(files, 1); len(set.Objects) != 1 {
			b.Fatal(set.Errors)
		}
	}
}

func BenchmarkReadJSONList(b *testing.B) {
	item := one(b, deployment).Root.appendJSON(nil)
	items := bytes.Join([][]byte{item, item, item, item, item, item, item, item}, []byte(","))
	data := append(append([]byte(`{"apiVersion":"v1","kind":"List","items":[`), items...), "]}"...)
	var indented bytes.Buffer
	if err := json.Indent(&indented, data, "", "  "); err != nil {
		b.Fatal(err)
	}
	files := []source.File{{Name: "list.json", Data: indented.Bytes()}}
	b.SetBytes(int64(indented.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if set := Read(files, 1); len(set.Objects) != 8 {
			b.Fatal(set.Errors)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	n := one(b, deployment).Root.Get("spec", "template", "spec")
	b.ReportAllocs()
	for b.Loop() {
		var spec corev1.PodSpec
		if unknown, err := n.Decode(&spec); err != nil || len(unknown) > 0 {
			b.Fatal(unknown, err)
		}
	}
}

func BenchmarkLocate(b *testing.B) {
	o := one(b, deployment)
	path := Path{"spec", "template", "spec", "containers", 1, "volumeMounts", 1, "mountPath"}
	for b.Loop() {
		if _, exact := o.Locate(path); !exact {
			b.Fatal("not found")
		}
	}
}
