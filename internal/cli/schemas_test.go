package cli_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/podlint/podlint/internal/cli"
)

// TestReportsOfRealManifests writes every report over the fixtures of the rules, and over the real manifests beside the repository on
// the machines that have them, and checks those that have a schema.
func TestReportsOfRealManifests(t *testing.T) {
	for _, dir := range []string{"../../policies", "../../testdata", "../../../shared/corpus/manifests"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if _, err := os.Stat(dir); err != nil {
				t.Skip("no " + dir + " here")
			}
			out := t.TempDir()
			args := []string{"lint", "--quiet", "--fail-on", "info"}
			for _, format := range []string{"sarif", "rdjson", "gitlab", "json", "junit", "checkstyle"} {
				args = append(args, "-o", format+"="+filepath.Join(out, format))
			}
			var stdout, stderr bytes.Buffer
			status := cli.Main(append(args, dir), strings.NewReader(""), &stdout, &stderr)
			if status != cli.StatusViolations && status != cli.StatusInput {
				t.Fatalf("got status %d: %s", status, &stderr)
			}
			for format, schema := range map[string]string{
				"sarif": "testdata/schema/sarif-2.1.0.json", "rdjson": "testdata/schema/rdjson.json",
				"gitlab": "testdata/schema/gitlab.json", "json": "report.schema.json",
			} {
				fits(t, filepath.Join(out, format), filepath.Join("..", "report", schema))
			}
			for _, format := range []string{"junit", "checkstyle"} {
				var root struct{ XMLName xml.Name }
				if err := xml.Unmarshal([]byte(read(t, filepath.Join(out, format))), &root); err != nil {
					t.Errorf("%s: %v", format, err)
				}
			}
		})
	}
}

func fits(t *testing.T, file, schemaFile string) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(read(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%s: %v", filepath.Base(file), err)
	}
}
