{{- define "parts.pod" }}
spec:
  containers:
  - {name: a, image: "example.com/a:1.0", ports: [{containerPort: 80}]}
  - {name: b, ports: [         {containerPort: 80}], image: "example.com/b:1.0"}
{{- end }}
