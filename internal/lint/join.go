package lint

import (
	"cmp"
	"strings"
)

// Join adds what was found in another set, with which this one has no file in common. Of its sources only those are kept that a violation stands in, and no
// change that a fix would make: a result of many sets holds no more than what it reports. The caller must call Joined when all are there.
func (res *Result) Join(part *Result) {
	if res.Sources == nil {
		res.Sources, res.Rules = map[string][]byte{}, part.Rules
	}
	for v := range part.All() {
		w := *v
		if w.Fix != nil && w.Fix.Steps != nil {
			w.Fix = &Fix{Title: strings.Clone(w.Fix.Title), Safe: w.Fix.Safe, Edits: []Edit{}}
		}
		res.keep(part, w.File)
		for i := range w.Related {
			res.keep(part, w.Related[i].File)
		}
		res.Violations = append(res.Violations, w)
	}
	res.Suppressed = append(res.Suppressed, part.Suppressed...)
	res.Errors = append(res.Errors, part.Errors...)
	res.Notes = append(res.Notes, part.Notes...)
	res.Judged = append(res.Judged, part.Judged...)
	s, p := &res.Summary, &part.Summary
	s.Files, s.Documents, s.Workloads, s.Containers = s.Files+p.Files, s.Documents+p.Documents, s.Workloads+p.Workloads, s.Containers+p.Containers
	s.DurationMS += p.DurationMS
	s.Hidden.join(&p.Hidden)
}

// keep takes the source of a file over.
func (res *Result) keep(part *Result, file string) {
	if data, ok := part.Sources[file]; ok {
		res.Sources[file] = data
	}
}

// Joined puts what was joined into its order, and counts it.
func (res *Result) Joined() {
	res.Violations = sortViolations(res.Violations)
	res.Errors = SortErrors(res.Errors)
	res.count()
}

// join adds what another result hides.
func (h *Hidden) join(other *Hidden) {
	h.Errors, h.Warnings, h.Infos, h.Doubts = h.Errors+other.Errors, h.Warnings+other.Warnings, h.Infos+other.Infos, h.Doubts+other.Doubts
	if h.Severity == "" || other.Severity != "" && Rank(other.Severity) < Rank(h.Severity) {
		h.Severity = cmp.Or(other.Severity, h.Severity)
	}
	if h.Confidence == "" || other.Confidence != "" && sureness(other.Confidence) < sureness(h.Confidence) {
		h.Confidence = cmp.Or(other.Confidence, h.Confidence)
	}
}
