package manifest

import (
	"bytes"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// searchLimit bounds the documents whose first bad line is searched for; beyond it the parser's own line has to do.
const searchLimit = 256 << 10

// failingOffset returns where a document stops being YAML. The parser names the line where the enclosing map or list began, if
// it names one at all, so the first bad line is searched for with shorter and shorter documents.
func failingOffset(t *text, ch chunk, msg string) int {
	line := parserLine(msg)
	switch {
	case ch.end-ch.start > searchLimit:
	case cutShort(msg):
		line = openingLine(t, ch, line)
	default:
		line = shortestFailing(t, ch)
	}
	return firstContent(t, ch, ch.line+max(line, 1)-1)
}

// searchBudget bounds the bytes that are parsed to find where a quote or a bracket was opened.
const searchBudget = 4 << 20

// openingLine returns the line that opens what is never closed: the one after the longest run of lines that is whole. It returns
// otherwise when that is too far from the end.
func openingLine(t *text, ch chunk, otherwise int) int {
	budget := searchBudget
	for n := countLines(t, ch) - 1; n > 0; n-- {
		end := t.breaks[ch.line+n]
		if budget -= end - ch.start; budget < 0 {
			return otherwise
		}
		var doc yaml.Node
		if yaml.Unmarshal(t.data[ch.start:end], &doc) == nil {
			return n + 1
		}
	}
	return 1
}

func countLines(t *text, ch chunk) int {
	last := ch.line
	for last+1 < len(t.breaks) && t.breaks[last+1] < ch.end {
		last++
	}
	return last - ch.line + 1
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
	return 1 + sort.Search(countLines(t, ch)-1, func(n int) bool {
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

// brokenTemplate returns the offset of the "{{" that keeps the document from being YAML, -1 when it is something else. A "{{" in a
// quoted text or in a block is no obstacle: the document up to the end of its line is whole. failing is the 0-based first bad line.
func brokenTemplate(t *text, ch chunk, failing int) int {
	off := ch.start
	for budget := searchBudget; budget > 0; {
		i := bytes.Index(t.data[off:ch.end], []byte("{{"))
		if i < 0 || t.lineOf(off+i) > failing {
			return -1
		}
		off += i
		end := min(ch.end, t.lineEnd(t.lineOf(off)))
		if opensValue(t.data[ch.start:off]) {
			budget -= end - ch.start
			var doc yaml.Node
			if yaml.Unmarshal(t.data[ch.start:end], &doc) != nil {
				return off
			}
		}
		off += 2
	}
	return -1
}

// opensValue tells whether what follows before begins a line, a value or an item.
func opensValue(before []byte) bool {
	before = bytes.TrimRight(before, " \t")
	return len(before) == 0 || bytes.IndexByte([]byte("\n\r:-"), before[len(before)-1]) >= 0
}
