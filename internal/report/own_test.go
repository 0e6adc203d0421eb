package report_test

import (
	"bytes"
	"testing"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

func TestOwn(t *testing.T) {
	found := &lint.Result{Violations: []lint.Violation{{
		Rule: "unmounted-volume", Category: "coupling", Severity: "warning", Message: "volume \"a\" is mounted by no container", File: "a b.yaml", Line: 3, Column: 1,
		EndLine: 3, EndColumn: 4, Workload: lint.Workload{Kind: "Pod", Name: "web"},
	}}}
	doubt := &lint.Result{Violations: []lint.Violation{found.Violations[0]}}
	doubt.Violations[0].Severity, doubt.Violations[0].Doubt = "info", true
	unread := &lint.Result{Errors: []lint.Error{{File: "a.yaml", Message: "cannot read"}}}
	for name, format := range report.Formats() {
		for _, res := range []*lint.Result{found, doubt, unread, {}} {
			for _, opt := range []report.Options{{}, {Statistics: true}, {Suppressed: true}} {
				var b bytes.Buffer
				if err := format(&b, res, opt); err != nil {
					t.Fatal(err)
				}
				if b.Len() > 0 && !report.Own(b.Bytes()) {
					t.Errorf("%s is not known as its own:\n%.300s", name, b.String())
				}
			}
		}
	}
}

func TestNotOwn(t *testing.T) {
	for _, text := range []string{
		"apiVersion: v1\nkind: Pod\n", "# a comment\n", `{"version":"1","violations":[` + "\n" + `{"file":"a.yaml"}`, `{"version":"1"}`, "[]", "[\n  {\n    \"description\": \"x\"",
		`<?xml version="1.0"?>` + "\n<testsuites>", `<?xml version="1.0"?>` + "\n<checkstyle version=\"4.3\">\n  <file name=\"a.js\">\n    <error source=\"eslint.x\"/>",
		"TAP version 13\n1..1\nok\n", "root:x:0:0:root:/root:/bin/bash\n", "::error::x\n", "# podlint\n", "a.go:1:2: undefined: x\n",
	} {
		if report.Own([]byte(text)) {
			t.Errorf("is taken for a report of podlint's:\n%s", text)
		}
	}
}
