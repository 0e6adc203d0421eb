package helm_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/source"
)

// packed is a chart as helm package writes it.
func packed(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, text := range files {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const (
	parentChart = "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.0.0\n"
	subChart    = "apiVersion: v2\nname: db\nversion: 1.0.0\n"
)

// TestForeignSchemas: a chart is rendered without schemas that would make helm read or fetch something else.
func TestForeignSchemas(t *testing.T) {
	program := install(t)
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	for _, ref := range []string{server.URL + "/a.json", "file:///etc/passwd", "../secret.json"} {
		schema := fmt.Sprintf("{\n  \"$ref\": %q\n}\n", ref)
		inner := packed(t, map[string]string{"db/Chart.yaml": subChart, "db/values.schema.json": schema})
		other := strings.ReplaceAll(subChart, "db", "other")
		for _, tt := range []struct {
			name, at string
			files    map[string]string
		}{
			{"chart", "values.schema.json:2", map[string]string{"values.schema.json": schema, "charts/db/Chart.yaml": subChart}},
			{"with a mark", "values.schema.json:2", map[string]string{"values.schema.json": "\ufeff" + schema, "charts/db/Chart.yaml": subChart}},
			{"subchart", "charts/db/values.schema.json:2", map[string]string{"charts/db/values.schema.json": schema, "charts/db/Chart.yaml": subChart}},
			{"below it", "charts/db/charts/other/values.schema.json:2", map[string]string{
				"charts/db/Chart.yaml": subChart, "charts/db/charts/other/Chart.yaml": other, "charts/db/charts/other/values.schema.json": schema,
			}},
			{"packed", "Chart.yaml:5", map[string]string{"charts/db-1.0.0.tgz": inner}},
			{"packed on Windows", "Chart.yaml:5", map[string]string{
				"charts/db-1.0.0.tgz": packed(t, map[string]string{`db\Chart.yaml`: subChart, `db\values.schema.json`: schema}),
			}},
			{"packed in a subchart", "Chart.yaml:5", map[string]string{
				"charts/db/Chart.yaml": subChart, "charts/other/Chart.yaml": other, "charts/other/charts/db-1.0.0.tgz": inner,
			}},
			{"packed twice", "Chart.yaml:1", map[string]string{
				"charts/db/Chart.yaml": subChart, "charts/other.tgz": packed(t, map[string]string{"other/Chart.yaml": other, "other/charts/db.tgz": inner}),
			}},
		} {
			t.Run(tt.name, func(t *testing.T) {
				tt.files["Chart.yaml"], tt.files["templates/a.yaml"] = parentChart, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
				res := renderFiles(t, program, tt.files)
				if len(res.Errors) > 0 || len(res.Sets) != 1 || len(res.Notes) != 1 || !strings.HasPrefix(res.Notes[0], tt.at+": values are not checked by this schema: ") {
					t.Errorf("got %d sets, errors %v and notes %q; want one at %s", len(res.Sets), res.Errors, res.Notes, tt.at)
				}
			})
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// TestForeignSchemaBeforeABomb: what is wrong with the archive behind a schema counts as ever.
func TestForeignSchemaBeforeABomb(t *testing.T) {
	files := map[string]string{"Chart.yaml": parentChart, "charts/db-1.0.0.tgz": packed(t, map[string]string{
		"db/a/values.schema.json": `{"$ref": "x.json"}`, "db/z": strings.Repeat("0", 260<<20),
	})}
	if got := refusal(t, filepath.Join(t.TempDir(), "helm"), files); !strings.Contains(got, "unpack to more than 256 MiB") {
		t.Errorf("got %s", got)
	}
}

// TestOrdinarySchemas: schemas that stay in their file, and files that are no schemas, are helm's.
func TestOrdinarySchemas(t *testing.T) {
	const foreign = `{"$ref": "http://example.com"}`
	files := map[string]string{
		"Chart.yaml": parentChart, "files/values.schema.json": foreign, "templates/values.schema.json": foreign,
		"values.schema.json":    `{"$schema": "https://json-schema.org/draft-07/schema#", "$ref": "#/$defs/a", "$defs": {"a": {"type": "object"}}}`,
		"charts/db-1.0.0.tgz":   packed(t, map[string]string{"db/values.schema.json": `{"type": "object"}`, "db/files/a.json": foreign}),
		"charts/broken-1.0.tgz": "no archive",
	}
	if got := refusal(t, filepath.Join(t.TempDir(), "helm"), files); !strings.Contains(got, "no such file") && !strings.Contains(got, "cannot find") {
		t.Errorf("got %s, want helm to be run, which is not there", got)
	}
}

// TestUnpackedSize: an archive that unpacks to more than anyone writes is not unpacked.
func TestUnpackedSize(t *testing.T) {
	files := map[string]string{"Chart.yaml": parentChart, "charts/db-1.0.0.tgz": packed(t, map[string]string{"db/a": strings.Repeat("0", 260<<20)})}
	if got := refusal(t, filepath.Join(t.TempDir(), "helm"), files); !strings.Contains(got, "unpack to more than 256 MiB") {
		t.Errorf("got %s", got)
	}
}

// refusal renders a chart and returns the one error that comes of it.
func refusal(t *testing.T, program string, files map[string]string) string {
	t.Helper()
	res := renderFiles(t, program, files)
	if len(res.Errors) != 1 || len(res.Sets) > 0 {
		t.Fatalf("got %d sets and the errors %v, want one error", len(res.Sets), res.Errors)
	}
	e := res.Errors[0]
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

func renderFiles(t *testing.T, program string, files map[string]string) *helm.Result {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dir = filepath.ToSlash(dir)
	name := func(abs string) string { return strings.TrimPrefix(strings.TrimPrefix(abs, dir), "/") }
	return helm.Render(t.Context(), helm.Project{Tree: source.Disk{Dir: dir}, Name: name}, []string{dir}, helm.Options{Program: program})
}
