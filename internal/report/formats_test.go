package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/podlint/podlint/internal/lint"
)

// extensions of the goldens, which editors and reviewers go by.
var extensions = map[string]string{
	"azure": "txt", "checkstyle": "xml", "concise": "txt", "sonar": "json", "github": "txt", "gitlab": "json", "html": "html", "json": "json", "junit": "xml", "markdown": "md", "rdjson": "json",
	"sarif": "json", "tap": "tap", "text": "txt",
}

func TestFormats(t *testing.T) {
	for _, name := range Names() {
		format := Formats()[name]
		t.Run(name, func(t *testing.T) {
			golden(t, "awkward-"+name+"."+extensions[name], indented(t, name, render(t, format, awkward(), awkwardOptions())))
			golden(t, "nothing-"+name+"."+extensions[name], indented(t, name, render(t, format, nothing(), Options{})))
		})
	}
}

// indented makes JSON on one line readable.
func indented(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	if extensions[name] != "json" {
		return data
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormatsAreCleanText(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			got := render(t, Formats()[name], awkward(), awkwardOptions())
			if !utf8.Valid(got) {
				t.Error("output is not UTF-8")
			}
			if bytes.HasPrefix(got, []byte("\uFEFF")) || !bytes.HasSuffix(got, []byte("\n")) {
				t.Error("output begins with a byte order mark or does not end a line")
			}
			for i, r := range string(got) {
				if unicode.IsControl(r) && r != '\n' {
					t.Errorf("byte %d is the control character %q", i, r)
				}
			}
		})
	}
}

func TestFormatsReportAFailingWriter(t *testing.T) {
	want := errors.New("disk full")
	for _, name := range Names() {
		if err := Formats()[name](failing{want}, awkward(), Options{}); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
}

func TestFormatsLeaveTheResultAlone(t *testing.T) {
	for _, name := range Names() {
		res := awkward()
		if err := Formats()[name](io.Discard, res, awkwardOptions()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(awkward(), res, cmpopts.IgnoreUnexported(lint.Result{})); diff != "" {
			t.Errorf("%s changes the result (-before +after):\n%s", name, diff)
		}
	}
}

func TestOfficialSchemas(t *testing.T) {
	tests := map[string]string{"sarif": "sarif-2.1.0.json", "rdjson": "rdjson.json", "gitlab": "gitlab.json", "sonar": "sonar.json"}
	results := map[string]*lint.Result{"awkward": awkward(), "nothing": nothing(), "ordinary": result()}
	for name, file := range tests {
		schema := loadSchema(t, filepath.Join("testdata", "schema", file))
		for kind, res := range results {
			t.Run(name+"/"+kind, func(t *testing.T) {
				validate(t, schema, render(t, Formats()[name], res, awkwardOptions()))
			})
		}
	}
}

func TestOfficialSchemasRefuseOtherShapes(t *testing.T) {
	tests := map[string]string{
		"sarif-2.1.0.json": `{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "info"}]}]}`,
		"sonar.json":       `{"rules": [], "issues": [{"ruleId": "x", "severity": "MAJOR", "primaryLocation": {"message": "x", "filePath": "a"}}]}`,
		"rdjson.json":      `{"diagnostics": [{"message": 1}]}`,
		"gitlab.json":      `[{"description": "x", "check_name": "x", "fingerprint": "x", "severity": "warning", "location": {"path": "a", "lines": {"begin": 1}}}]`,
	}
	for file, text := range tests {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if loadSchema(t, filepath.Join("testdata", "schema", file)).Validate(doc) == nil {
			t.Errorf("%s accepts %s", file, text)
		}
	}
}

func loadSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat() // so that URIs are checked
	if err := c.AddResource("file:///schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("file:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t *testing.T, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
}

// many is a result with n violations in one file, of which every third is an error, then a warning, then an info.
func many(n int) *lint.Result {
	res := &lint.Result{Sources: map[string][]byte{"a.yaml": []byte(strings.Repeat("a: b\n", 100))}}
	for i := range n {
		res.Violations = append(res.Violations, lint.Violation{
			Rule: "r", Severity: []string{"error", "warning", "info"}[i%3], Message: fmt.Sprintf("number %d", i),
			File: "a.yaml", Line: i%100 + 1, Column: 1, EndLine: i%100 + 1, EndColumn: 2, Fingerprint: sha256Hex(fmt.Sprint(i)),
		})
	}
	res.Summary = count(res.Violations)
	return res
}
