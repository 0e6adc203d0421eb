{{/* The name of everything. */}}
{{- define "shop.fullname" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "shop.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "shop.streamer" -}}
- name: streamer
  image: example.com/shop/streamer:1.0.3
  command: [sh, -c, "tail -F /var/log/shop/acces.log"]
  volumeMounts:
    - name: scratch
      mountPath: /var/log/shop
{{- end }}
