{{- define "web.labels" }}
app: web
part-of: shop
{{- end }}
