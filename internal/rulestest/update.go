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
	messages := map[int][]string{}
	for _, v := range violations {
		messages[v.Line] = append(messages[v.Line], v.Message)
	}
	old, _ := explain.Wants(data) // one that cannot be read is written anew
	var b strings.Builder
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		if fits(old, number, messages[number]) {
			b.WriteString(line)
			continue
		}
		text := strings.TrimRight(string(explain.WithoutWants([]byte(line))), "\r\n")
		end := line[len(strings.TrimRight(line, "\r\n")):]
		b.WriteString(text + comment(messages[number]) + end)
	}
	return []byte(b.String())
}

// fits tells whether the expectations of a line are met by exactly the messages.
func fits(wants []explain.Want, line int, messages []string) bool {
	var own []explain.Want
	for _, w := range wants {
		if w.Line == line {
			own = append(own, w)
		}
	}
	var violations []lint.Violation
	for _, m := range messages {
		violations = append(violations, lint.Violation{Line: line, Message: m})
	}
	return len(differences("", own, violations)) == 0
}

// comment is the # want comment that expects the messages, empty for none.
func comment(messages []string) string {
	if len(messages) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(" # want")
	quote := strings.NewReplacer(`"`, `\"`, "\n", `\n`, "\r", `\r`)
	for _, m := range messages {
		b.WriteString(` "^` + quote.Replace(regexp.QuoteMeta(m)) + `$"`)
	}
	return b.String()
}
