package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/lint"
)

// FuzzFormats lets any text stand where a manifest has its say. Every report must still be read by what reads its kind, and hold the
// violation once.
func FuzzFormats(f *testing.F) {
	f.Add("a.yaml", "message", "app", []byte("a: b\n"), 1, 1, 1, 2)
	f.Add("\x00\xff\n.yaml", "x\r\n::error::y]]>\u2028", "<!--", []byte("\r\r\n\xff"), 2, 1, 2, 0)
	f.Add("%0A,:|`", "</details>\n\n# x", "1..0 # SKIP", []byte(nil), -1, -5, 1<<40, 0)
	f.Fuzz(func(t *testing.T, file, message, name string, source []byte, line, column, endLine, endColumn int) {
		res := &lint.Result{
			Sources: map[string][]byte{file: source},
			Errors:  []lint.Error{{File: file, Line: line, Column: column, Message: message}},
			Violations: []lint.Violation{{
				Rule: "r", Severity: "error", Message: message, File: file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn,
				Container: name, Workload: lint.Workload{Kind: "Pod", Name: name, Namespace: name}, Fix: &lint.Fix{Title: message},
				Related:  []lint.Related{{Message: message, File: file, Line: endLine, Column: endColumn}},
				Rendered: &lint.Rendered{From: []string{file, name}, Known: line > 0},
			}},
			Summary: lint.Summary{Errors: 1},
		}
		for _, format := range []Format{SARIF, RDJSON, GitLab, JSON} {
			if data := render(t, format, res, Options{Root: "/", Category: name}); !json.Valid(data) {
				t.Errorf("not JSON: %s", data)
			}
		}
		for _, format := range []Format{JUnit, Checkstyle} {
			readXML(t, render(t, format, res, Options{}))
		}
		github := strings.Split(strings.TrimSuffix(string(render(t, GitHub, res, Options{})), "\n"), "\n")
		if len(github) != 2 || !strings.HasPrefix(github[0], "::error ") || !strings.HasPrefix(github[1], "::error ") {
			t.Errorf("got commands %q, want two errors", github)
		}
		if got := strings.Count(string(render(t, TAP, res, Options{})), "\nnot ok "); got != 2 {
			t.Errorf("got %d failed tests, want 2", got)
		}
		if got := strings.Count(string(render(t, Markdown, res, Options{})), "</details>"); got != 2 {
			t.Errorf("got %d sections in Markdown, want 2", got)
		}
		if bytes.ContainsRune(render(t, Text, res, Options{}), '\x1b') {
			t.Error("an escape sequence reached the text")
		}
	})
}

func readXML(t *testing.T, data []byte) {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, data)
		}
	}
}
