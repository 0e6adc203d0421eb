package explain

import (
	"fmt"
	"regexp"
	"strings"
)

// wantComment is an expectation at the end of a line: # want "regexp" "regexp".
var wantComment = regexp.MustCompile(`[ \t]*# want((?:[ \t]+"(?:\\.|[^"\\])*")+)[ \t]*\r?$`)

var quoted = regexp.MustCompile(`"((?:\\.|[^"\\])*)"`)

// Want is a violation that a fixture expects.
type Want struct {
	Line    int // from 1
	Message *regexp.Regexp
}

// Wants lists the expectations of a fixture. A comment that begins like one but is none is an error, because it would expect nothing.
func Wants(data []byte) ([]Want, error) {
	var wants []Want
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimSuffix(line, "\n")
		comment := wantComment.FindStringSubmatch(line)
		if comment == nil {
			if strings.Contains(line, "# want") {
				return nil, fmt.Errorf("line %d: read expectation: want # want \"regexp\"... at the end of the line", number)
			}
			continue
		}
		for _, q := range quoted.FindAllStringSubmatch(comment[1], -1) {
			re, err := regexp.Compile(q[1])
			if err != nil {
				return nil, fmt.Errorf("line %d: read expectation: %w", number, err)
			}
			wants = append(wants, Want{Line: number, Message: re})
		}
	}
	return wants, nil
}

// WithoutWants removes the expectations of a fixture; every line stays where it is.
func WithoutWants(data []byte) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(data)) {
		text, end := strings.CutSuffix(line, "\n")
		b.WriteString(wantComment.ReplaceAllString(text, ""))
		if end {
			b.WriteByte('\n')
		}
	}
	return []byte(b.String())
}
