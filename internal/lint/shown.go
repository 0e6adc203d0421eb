package lint

import "slices"

// Shown says what is reported of what was found. The zero value reports everything but doubts.
type Shown struct {
	Severity   string // the lowest that is reported; empty: info
	Confidence string // the lowest that is reported; empty: heuristic
	// Whole are the rules, by id, of which every severity is reported.
	Whole map[string]bool
	// WholeAt are those of the objects of one file; nil: Whole for all.
	WholeAt func(file string) map[string]bool
	// Doubts reports doubts, whatever Severity and Confidence say.
	Doubts bool
}

// Hidden counts what was found and is not reported, because it is less grave, less sure or in doubt.
type Hidden struct {
	Errors   int `json:"errors,omitempty"` // less sure than what is reported
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
	Doubts   int `json:"doubts"`
	// Severity and Confidence are the lowest ones of what would be reported if they were asked for; empty when nothing would.
	Severity   string `json:"-"`
	Confidence string `json:"-"`
}

// Hide takes out of the result what is not reported, and counts it; what would not be reported anyway does not count as suppressed or known
// either. It comes after everything that must see all of it: suppressions and baselines that meet what is hidden are used.
func (res *Result) Hide(shown Shown) {
	hidden := &res.Summary.Hidden
	*hidden = Hidden{}
	res.replace(safely(func(yield func(*Violation) bool) {
		for v := range res.All() {
			if !shown.Shows(v) {
				hidden.add(v, shown)
			} else if !yield(v) {
				return
			}
		}
	}))
	res.Suppressed = slices.DeleteFunc(res.Suppressed, func(s Suppressed) bool { return !shown.Shows(&s.Violation) })
	res.count()
}

// Shows tells whether a violation is reported.
func (s *Shown) Shows(v *Violation) bool {
	if v.Doubt {
		return s.Doubts
	}
	return !s.minor(v) && !s.unsure(v)
}

// minor tells whether a violation is less grave than what is reported.
func (s *Shown) minor(v *Violation) bool {
	if Rank(v.Severity) >= Rank(s.Severity) || s.Whole[v.Rule] {
		return false
	}
	return s.WholeAt == nil || !s.WholeAt(v.Workload.File)[v.Rule]
}

// unsure tells whether a violation is less sure than what is reported.
func (s *Shown) unsure(v *Violation) bool { return sureness(v.Confidence) < sureness(s.Confidence) }

// sureness orders confidences: 3 for certain, 2 for strong, 1 for heuristic, 0 for none.
func sureness(confidence string) int {
	switch confidence {
	case "certain":
		return 3
	case "strong":
		return 2
	case "heuristic":
		return 1
	}
	return 0
}

func (h *Hidden) add(v *Violation, shown Shown) {
	if v.Doubt {
		h.Doubts++
		return
	}
	switch v.Severity {
	case "error":
		h.Errors++
	case "warning":
		h.Warnings++
	default:
		h.Infos++
	}
	if shown.minor(v) && (h.Severity == "" || Rank(v.Severity) < Rank(h.Severity)) {
		h.Severity = v.Severity
	}
	if shown.unsure(v) && (h.Confidence == "" || sureness(v.Confidence) < sureness(h.Confidence)) {
		h.Confidence = v.Confidence
	}
}
