package rulestest

import (
	"regexp"
	"strings"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/lint"
)

// withWants returns a fixture whose # want comments expect the violations. A comment that already fits its line stays as it was
// written.
func withWants(data []byte, violations []lint.Violation) []byte {
	said := map[int][]lint.Violation{}
	for _, v := range violations {
		said[v.Line] = append(said[v.Line], v)
	}
	old, _ := explain.Wants(data) // one that cannot be read is written anew
	var b strings.Builder
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		if fits(old, number, said[number]) {
			b.WriteString(line)
			continue
		}
		text := strings.TrimRight(string(explain.WithoutWants([]byte(line))), "\r\n")
		end := line[len(strings.TrimRight(line, "\r\n")):]
		b.WriteString(text + comment(said[number]) + end)
	}
	return []byte(b.String())
}

// fits tells whether the expectations of a line are met by exactly the violations on it.
func fits(wants []explain.Want, line int, violations []lint.Violation) bool {
	var own []explain.Want
	for _, w := range wants {
		if w.Line == line {
			own = append(own, w)
		}
	}
	return len(differences("", own, violations)) == 0
}

// comment is the # want comment that expects the violations, and the # want-doubt comment that expects the doubts; empty for none.
func comment(violations []lint.Violation) string {
	var sure, doubts string
	quote := strings.NewReplacer(`"`, `\"`, "\n", `\n`, "\r", `\r`)
	for _, v := range violations {
		text := ` "^` + quote.Replace(regexp.QuoteMeta(v.Message)) + `$"`
		if v.Doubt {
			doubts += text
		} else {
			sure += text
		}
	}
	out := ""
	if sure != "" {
		out += " # want" + sure
	}
	if doubts != "" {
		out += " # want-doubt" + doubts
	}
	return out
}
