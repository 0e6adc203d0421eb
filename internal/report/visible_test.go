package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

// turned is the name of a file that a terminal shows as another one.
const turned = "a\u202egpj.yaml\u2066\u00ad\U000E0041\u200b"

func TestNoFormatShowsAnotherName(t *testing.T) {
	res := &lint.Result{
		Violations: []lint.Violation{{Rule: "unmounted-volume", Severity: "warning", Message: "m", File: turned, Line: 3, Column: 1, EndLine: 3, EndColumn: 4}},
		Errors:     []lint.Error{{File: turned, Message: "cannot read " + turned}},
	}
	for name, format := range report.Formats() {
		if report.Commands(name) {
			continue // GitHub has no escape for it
		}
		var b bytes.Buffer
		if err := format(&b, res, report.Options{}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), turned[1:4]+"\u2066\u00ad\U000E0041\u200b") {
			t.Errorf("%s shows it as it is:\n%q", name, b.String())
		}
		if found := valueOf(t, name, b.Bytes()); found != nil && !found[turned] {
			t.Errorf("%s: who reads the format does not get the name: %v", name, found)
		}
	}
}

// valueOf lists the strings of a format that has a reader; nil for one that has none.
func valueOf(t *testing.T, format string, data []byte) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	switch format {
	case "json", "rdjson":
		var doc any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		texts(doc, found)
	case "checkstyle", "junit":
		for d := xml.NewDecoder(bytes.NewReader(data)); ; {
			token, err := d.Token()
			if err != nil {
				return found
			}
			if start, ok := token.(xml.StartElement); ok {
				for _, a := range start.Attr {
					found[a.Value] = true
				}
			}
		}
	default:
		return nil
	}
	return found
}

func texts(v any, found map[string]bool) {
	switch v := v.(type) {
	case string:
		found[v] = true
	case []any:
		for _, item := range v {
			texts(item, found)
		}
	case map[string]any:
		for _, item := range v {
			texts(item, found)
		}
	}
}
