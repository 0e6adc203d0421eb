{{- define "web.image" -}}
{{- $reg := .imageRoot.registry -}}
{{- if .global.reg }}{{ $reg = .global.reg }}{{ end -}}
{{- printf "%s/%s:%s" $reg .imageRoot.repository (.imageRoot.tag | toString) -}}
{{- end }}
{{- define "web.render" -}}
{{- if typeIs "string" .value }}{{ tpl .value .context }}{{ else }}{{ tpl (.value | toYaml) .context }}{{ end }}
{{- end }}
{{- define "web.side" }}
- name: {{ .name }}
  image: {{ .image }}
  {{- with .ports }}
  ports: {{ toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
