package explain

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// wantComment is what a fixture expects at the end of a line: # want "regexp" "regexp", and # want-doubt "regexp" for doubts.
var wantComment = pattern.New(`(?:[ \t]*# want(?:-doubt)?(?:[ \t]+"(?:\\.|[^"\\])*")+)+[ \t]*\r?$`)

// wantPart is the beginning of an expectation, or a regexp of it.
var wantPart = pattern.New(`# want(-doubt)?|"((?:\\.|[^"\\])*)"`)

// Want is a violation that a fixture expects.
type Want struct {
	Line    int // from 1
	Message *regexp.Regexp
	Doubt   bool // it is expected in doubt
}

// Wants lists the expectations of a fixture. A comment that begins like one but is none is an error, because it would expect nothing.
func Wants(data []byte) ([]Want, error) {
	var wants []Want
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		line = strings.TrimSuffix(line, "\n")
		comment := wantComment.FindString(line)
		if strings.Contains(strings.TrimSuffix(line, comment), "# want") {
			return nil, fmt.Errorf("line %d: read expectation: want # want \"regexp\"... or # want-doubt \"regexp\"... at the end of the line", number)
		}
		found, err := wantsOf(comment, number)
		if err != nil {
			return nil, fmt.Errorf("line %d: read expectation: %w", number, err)
		}
		wants = append(wants, found...)
	}
	return wants, nil
}

func wantsOf(comment string, line int) ([]Want, error) {
	var wants []Want
	doubt := false
	for _, part := range wantPart.FindAllStringSubmatch(comment, -1) {
		if strings.HasPrefix(part[0], "#") {
			doubt = part[1] != ""
			continue
		}
		re, err := regexp.Compile(part[2])
		if err != nil {
			return nil, err
		}
		wants = append(wants, Want{Line: line, Message: re, Doubt: doubt})
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
