package helm

import "testing"

func held(files map[string]string) *withheld {
	templates := map[string]*template{}
	for name, text := range files {
		templates[name] = newTemplate(name, name, []byte(text))
	}
	return newWithheld(templates)
}

func TestAsksTheCluster(t *testing.T) {
	w := held(map[string]string{
		"_helpers.tpl": `{{ define "env" }}{{ $got := (lookup "v1" "ConfigMap" .ns "env").data }}{{ $got | toYaml }}{{ end }}
{{ define "flag" }}{{ include "env" . | fromYaml }}{{ end }}
{{ define "plain" }}{{ include "plain" . }}{{ "lookup" }}{{ end }}`,
		"direct.yaml":  `{{ if lookup "v1" "Secret" .ns "x" }}a: b{{ end }}`,
		"through.yaml": `{{ with .a }}{{ if eq (include "flag" $) "true" }}a: b{{ end }}{{ end }}`,
		"called.yaml":  `{{ template "flag" . }}`,
		"never.yaml":   `a: {{ include "plain" . }} # lookup`,
		"broken.yaml":  `{{ lookup`,
	})
	for name, want := range map[string]bool{
		"direct.yaml": true, "through.yaml": true, "called.yaml": true, "never.yaml": false, "broken.yaml": false, "absent.yaml": false,
	} {
		if got := w.asked(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestKeysUnderConditions(t *testing.T) {
	w := held(map[string]string{
		"_helpers.tpl": `{{ define "user" }}{{ if .Values.user }}  user: {{ .Values.user }}{{ end }}{{ end }}`,
		"secret.yaml": `kind: Secret
data:
{{- if .Values.url }}
  url: {{ .Values.url }}
  "quoted": x
{{- else }}
  host: {{ .Values.host }}
{{- end }}
{{- include "user" . }}
{{- range .Values.more }}
  more.yaml: |
{{- end }}
`,
	})
	for key, want := range map[string]string{
		"url": ".Values.url", "quoted": ".Values.url", "host": "not .Values.url", "user": ".Values.user", "more.yaml": ".Values.more", "kind": "", "x": "",
	} {
		if got, ok := w.under("secret.yaml", key); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", key, got, ok, want)
		}
	}
	if got := shortened("and .Values.database.connection.parameters .Values.database.connection.name"); len(got) > longestCondition+2 || got == "" {
		t.Errorf("got %q, want it shortened", got)
	}
}
