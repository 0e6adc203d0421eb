{{- define "db.pod" }}
containers:
  - name: db
    image: postgres:17.2
    ports:
      - containerPort: {{ .Values.port }}
    volumeMounts:
      - {name: data, mountPath: /var/lib/postgresql/data}
  - name: exporter
    image: example.com/db/exporter:{{ .Values.global.sidecarTag }}
    ports:
      - containerPort: {{ .Values.exporter.port | int }}
volumes: {{- toYaml .Values.volumes | nindent 2 }}
{{- end }}
