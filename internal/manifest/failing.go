package manifest

import (
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// searchLimit bounds the documents whose first bad line is searched for; beyond it the parser's own line has to do.
const searchLimit = 1 << 20

// failingOffset returns where a document stops being YAML. The parser names the line where the enclosing map or list began, if
// it names one at all, so the shortest run of lines that fails is searched for.
func failingOffset(t *text, ch chunk, msg string) int {
	line := parserLine(msg)
	if ch.end-ch.start <= searchLimit && !cutShort(msg) {
		line = shortestFailing(t, ch)
	}
	return firstContent(t, ch, ch.line+max(line, 1)-1)
}

func parserLine(msg string) int {
	rest, ok := strings.CutPrefix(msg, "line ")
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return n
}

// shortestFailing returns how many lines of the document it takes to make it fail.
func shortestFailing(t *text, ch chunk) int {
	last := ch.line
	for last+1 < len(t.breaks) && t.breaks[last+1] < ch.end {
		last++
	}
	return 1 + sort.Search(last-ch.line, func(n int) bool {
		var doc yaml.Node
		err := yaml.Unmarshal(t.data[ch.start:t.breaks[ch.line+n+1]], &doc)
		return err != nil && !cutShort(err.Error())
	})
}

// cutShort tells whether an error only says that the text ended inside a quote or a bracket.
func cutShort(msg string) bool {
	for _, part := range [...]string{"unexpected end of stream", "expected ',' or", "expected node content", "could not find expected ':'"} {
		if strings.Contains(msg, part) {
			return true
		}
	}
	return false
}

// firstContent returns the offset of the first byte of a line that is not a space.
func firstContent(t *text, ch chunk, line int) int {
	if line >= len(t.breaks) {
		return ch.end
	}
	off := t.breaks[line]
	return off + countPrefix(t.data[off:ch.end], " ")
}
