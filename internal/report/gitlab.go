package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// gitlabIssue is an element of GitLab's Code Quality report, which is a part of Code Climate's format.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// GitLab writes a Code Quality report: a JSON list, empty when there is nothing to say.
func GitLab(w io.Writer, r *lint.Result, opt Options) error {
	issues := make([]gitlabIssue, 0, len(r.Errors)+len(r.Violations))
	for i := range r.Errors {
		issues = append(issues, gitlabError(&r.Errors[i], &opt))
	}
	for i := range r.Violations {
		v := &r.Violations[i]
		at := regionOf(v)
		issues = append(issues, gitlabIssue{
			// GitLab does not show check_name, so the description begins with it.
			Description: v.Rule + ": " + messageOf(v, &opt), CheckName: v.Rule,
			Fingerprint: v.Fingerprint, Severity: gitlabSeverity(v),
			Location: gitlabLocation{Path: gitlabPath(v.File, &opt), Lines: gitlabLines{Begin: at.line, End: at.endLine}},
		})
	}
	distinct(issues)
	enc := NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(issues)
}

func gitlabError(e *lint.Error, opt *Options) gitlabIssue {
	path := gitlabPath(e.File, opt)
	return gitlabIssue{
		Description: inputError + ": " + Printable(e.Message), CheckName: inputError,
		Fingerprint: sha256Hex(inputError + "\n" + path + "\n" + e.Message), Severity: "major",
		Location: gitlabLocation{Path: path, Lines: gitlabLines{Begin: max(e.Line, 1)}},
	}
}

// gitlabPath is the path without ./, which GitLab does not match with the files of a project.
func gitlabPath(file string, opt *Options) string {
	return strings.TrimPrefix(opt.place(file), "./")
}

// distinct salts fingerprints that occur again, as GitLab shows one issue of equal ones.
func distinct(issues []gitlabIssue) {
	seen := make(map[string]int, len(issues))
	for i := range issues {
		f := &issues[i].Fingerprint
		n := seen[*f]
		seen[*f]++
		if n > 0 {
			*f = sha256Hex(fmt.Sprintf("%s#%d", *f, n))
		}
	}
}

func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func gitlabSeverity(v *lint.Violation) string {
	switch {
	case v.Severity == "error" && v.Category == "security":
		return "critical"
	case v.Severity == "error":
		return "major"
	case v.Severity == "warning":
		return "minor"
	default:
		return "info"
	}
}
