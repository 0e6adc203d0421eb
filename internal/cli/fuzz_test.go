//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/report"
)

// FuzzCommandLine sends any bytes through the whole program to every format: the status is one of the four, the same twice, and JSON fits
// its schema with every place inside of the input.
func FuzzCommandLine(f *testing.F) {
	for _, s := range []string{
		pair, "", "a: [", "\xff\xfe", "---\n---\n", `{"apiVersion":"v1","kind":"List","items":[]}`, strings.ReplaceAll(pair, "\n", "\r"),
		strings.ReplaceAll(pair, "lost", "\"l\\u202eost\""), "# podlint:ignore-file all\n" + pair, pair + "---\n" + pair,
	} {
		f.Add([]byte(s))
	}
	schema := reportSchema(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range report.Names() {
			status, out := lintInput(t, data, format)
			again, same := lintInput(t, data, format)
			if status < 0 || status > 3 || status != again || out != same {
				t.Errorf("%s: status %d and %d, equal reports: %t", format, status, again, out == same)
			}
			if format == "json" {
				checkPlaces(t, schema, data, out)
			}
		}
	})
}

var (
	milliseconds = regexp.MustCompile(`"duration_ms":\s*\d+`)
	timed        = regexp.MustCompile(` time(stamp)?="[^"]*"`)
)

func lintInput(t *testing.T, data []byte, format string) (status int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = cli.Main([]string{"lint", "--no-config", "-o", format, "-"}, bytes.NewReader(data), &stdout, &stderr)
	return status, timed.ReplaceAllString(milliseconds.ReplaceAllString(stdout.String(), `"duration_ms":0`), "")
}

func reportSchema(f *testing.F) *jsonschema.Schema {
	f.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "report", "report.schema.json"))
	if err != nil {
		f.Fatal(err)
	}
	return schema
}

func checkPlaces(t *testing.T, schema *jsonschema.Schema, data []byte, out string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatalf("the report is no JSON: %v", err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
	var doc struct {
		Violations []struct{ Line, Column int }
		Errors     []struct{ Line int }
	}
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
	for _, v := range doc.Violations {
		if v.Line < 1 || v.Line > lines || v.Column < 1 {
			t.Errorf("%+v lies outside of %d lines", v, lines)
		}
	}
	for _, e := range doc.Errors {
		if e.Line < 0 || e.Line > lines+1 {
			t.Errorf("%+v lies outside of %d lines", e, lines)
		}
	}
}

// FuzzPolicy takes any bytes for a policy, with METADATA or without: the status is one of the four.
func FuzzPolicy(f *testing.F) {
	const metadata = "# METADATA\n# title: A rule\n# description: What it finds.\n# related_resources:\n#   - ref: https://example.org/\n# custom:\n" +
		"#   severity: warning\n#   confidence: certain\n#   fix: Change it.\n"
	const rule = "package podlint.rules.custom.own\n\nviolation contains {\"msg\": \"x\", \"path\": []} if input.pod\n"
	f.Add([]byte(metadata + rule))
	f.Add([]byte(metadata + "#   parameters:\n#     p:\n#       description: x\n#       schema: {\"$ref\": \"#\"}\n#       default: x\n" + rule))
	f.Add([]byte(metadata + "#   parameters:\n#     p:\n#       description: x\n#       schema: {\"$ref\": \"file:///etc/passwd\"}\n#       default: x\n" + rule))
	f.Add([]byte(metadata + strings.Replace(rule, "input.pod", "json.match_schema({}, {\"allOf\": [{\"$ref\": \"#\"}]})[0]", 1)))
	f.Add([]byte(rule))
	f.Add([]byte("# METADATA\n# : [\npackage"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "own.rego"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		status := cli.Main([]string{"lint", "--no-config", "--no-default-rules", "--policy", dir, "-"}, strings.NewReader(pair), &stdout, &stderr)
		if status < 0 || status > 3 || strings.Contains(stderr.String(), "internal error") {
			t.Errorf("got status %d and %s", status, stderr.String())
		}
	})
}
