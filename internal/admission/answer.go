package admission

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/visible"
)

// What the API server passes on: where all warnings together have more than 4,096 characters it cuts each to 256, and drops what is beyond
// (k8s.io/apiserver/pkg/endpoints/filters/warning.go).
const (
	maxWarning  = 256
	maxWarnings = 4096
	// maxMessage bounds the message of a denial in the same way.
	maxMessage = 4096
	maxLine    = 512
)

// respond makes the answer to a request that was judged.
func (s *Server) respond(j *Judgement) (resp *admissionv1.AdmissionResponse, v verdict, rules []string) {
	var deny, warn []*lint.Violation
	limit := lint.Rank(j.FailOn)
	for violation := range j.Result.All() {
		if !s.opt.WarnOnly && limit > 0 && lint.Rank(violation.Severity) >= limit && !violation.Doubt {
			deny = append(deny, violation)
		} else {
			warn = append(warn, violation)
		}
	}
	s.count(deny, warn)
	resp = &admissionv1.AdmissionResponse{Allowed: len(deny) == 0, Warnings: warnings(warn)}
	switch {
	case len(deny) > 0:
		resp.Result, v = denial(deny), denied
	case len(warn) > 0:
		v = warned
	default:
		v = allowed
	}
	return resp, v, rulesOf(slices.Concat(deny, warn))
}

func (s *Server) count(deny, warn []*lint.Violation) {
	for _, v := range deny {
		s.metrics.denials.WithLabelValues(v.Rule).Inc()
	}
	for _, v := range warn {
		s.metrics.warnings.WithLabelValues(v.Rule).Inc()
	}
}

func rulesOf(all []*lint.Violation) []string {
	out := make([]string, 0, len(all))
	for _, v := range all {
		out = append(out, v.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unjudged is the answer to a request of which not everything is known.
func (s *Server) unjudged(err error) *admissionv1.AdmissionResponse {
	text := visible.Cut("podlint could not judge this object: "+report.Printable(err.Error()), maxWarning)
	if !s.opt.Deny || s.opt.WarnOnly {
		return &admissionv1.AdmissionResponse{Allowed: true, Warnings: []string{text}}
	}
	return &admissionv1.AdmissionResponse{Result: &metav1.Status{Status: metav1.StatusFailure, Code: http.StatusForbidden, Reason: metav1.StatusReasonForbidden, Message: text}}
}

// warnings says each violation in one line, the gravest first, as far as the server passes them on.
func warnings(all []*lint.Violation) []string {
	bySeverity(all)
	var out []string
	size := 0
	for i, v := range all {
		text := line(v, maxWarning)
		size += utf8.RuneCountInString(text)
		if i < len(all)-1 && size > maxWarnings-maxWarning { // the last one tells of the others
			return append(out, fmt.Sprintf("podlint: %d more", len(all)-i))
		}
		out = append(out, text)
	}
	return out
}

func bySeverity(all []*lint.Violation) {
	slices.SortStableFunc(all, func(a, b *lint.Violation) int { return cmp.Compare(lint.Rank(b.Severity), lint.Rank(a.Severity)) })
}

// denial is why an object is not taken: the message for people, the causes for programs.
func denial(all []*lint.Violation) *metav1.Status {
	bySeverity(all)
	status := &metav1.Status{Status: metav1.StatusFailure, Code: http.StatusForbidden, Reason: metav1.StatusReasonForbidden, Details: &metav1.StatusDetails{}}
	var b strings.Builder
	for i, v := range all {
		text := line(v, maxLine)
		if b.Len()+len(text) > maxMessage {
			fmt.Fprintf(&b, "\n%d more", len(all)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(text)
		status.Details.Causes = append(status.Details.Causes, metav1.StatusCause{
			Type: metav1.CauseType(v.Rule), Message: report.Printable(v.Message), Field: ownField(v),
		})
	}
	status.Message = b.String()
	return status
}

// line is a violation as a person reads it: what is wrong, where, which rule says so and what leads on. Where all of it has more than so many
// characters the place is left out, because the message names the container, and then the message is cut.
func line(v *lint.Violation, most int) string {
	head := fmt.Sprintf("%s: %s", v.Severity, report.Printable(v.Message))
	if v.Doubt {
		head = "in doubt: " + report.Printable(v.Message)
	}
	tail := " [" + v.Rule + "]"
	if v.Documentation != "" {
		tail += " " + report.Printable(v.Documentation)
	}
	at := ""
	if where := place(v); where != "" {
		at = " (" + where + ")"
	}
	length := utf8.RuneCountInString
	if length(head)+length(at)+length(tail) > most {
		at = ""
	}
	return visible.Cut(visible.Cut(head, max(most-length(tail), 1))+at+tail, most)
}

// ownField is the field of the object that was sent; empty when the path leads through another one.
func ownField(v *lint.Violation) string {
	if v.Object != "" {
		return ""
	}
	return report.Printable(v.Path.Field())
}

// place is the field, behind the object that holds it when that is another one than was sent.
func place(v *lint.Violation) string {
	return strings.TrimSpace(report.Printable(v.Object + " " + v.Path.Field()))
}
