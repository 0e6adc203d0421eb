package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainFiles are the files of a chart, and beside it, that are judged as they stand.
func plainFiles(t *testing.T, files map[string]string) []string {
	t.Helper()
	files["web/Chart.yaml"] = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
	var got []string
	for _, o := range writeTree(t, files).Objects {
		got = append(got, o.File)
	}
	return sorted(got)
}

func TestFilesThatTemplatesReadAreNotJudged(t *testing.T) {
	for _, test := range []struct{ name, template, values, file string }{
		{"by name", `{{ .Files.Get "base/pod.yaml" }}`, "", "base/pod.yaml"},
		{"at the top", `{{ .Files.Get "pod.yaml" }}`, "", "pod.yaml"},
		{"by a pattern", `{{ range $path, $_ := .Files.Glob "base/**.yaml" }}{{ $.Files.Get $path }}{{ end }}`, "", "base/pod.yaml"},
		{"by a format", `{{ .Files.Get (printf "base/%s.yaml" .Values.kind) }}`, "", "base/pod.yaml"},
		{"by a helper", "{{ include \"read\" (dict \"name\" \"base/pod.yaml\") }}{{ define \"read\" }}{{ .root.Files.Get .name }}{{ end }}", "", "base/pod.yaml"},
		{"by a value", `{{ .Files.Get .Values.file }}`, "file: base/pod.yaml\n", "base/pod.yaml"},
		{"in the folder of files", `{{ .Files.Get (include "name" .) }}`, "", "files/deep/pod.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"web/templates/all.yaml": test.template, "web/values.yaml": test.values, "web/" + test.file: pod, "web/examples/pod.yaml": pod}
			if diff := cmp.Diff([]string{"web/examples/pod.yaml"}, plainFiles(t, files)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesThatNoTemplateReadsAreJudged(t *testing.T) {
	for name, template := range map[string]string{
		"no file is read": `{{ include "base/pod.yaml" . }}`, "another one is": `{{ .Files.Get "base/other.yaml" }}`, "there is no template": "",
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"web/templates/all.yaml": template, "web/base/pod.yaml": pod}
			if diff := cmp.Diff([]string{"web/base/pod.yaml"}, plainFiles(t, files)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTestsOfAChartAreNotJudged(t *testing.T) {
	files := map[string]string{"web/templates/all.yaml": "", "web/tests/render/want.yaml": pod, "tests/pod.yaml": pod}
	if diff := cmp.Diff([]string{"tests/pod.yaml"}, plainFiles(t, files)); diff != "" {
		t.Error(diff)
	}
}
