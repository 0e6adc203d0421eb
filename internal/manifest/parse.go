package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parsed is what one document holds: usually one root, several for JSON values that follow each other.
type parsed struct {
	roots   []*Node
	dups    []Duplicate
	aliased int // values behind aliases
	err     *Error

	objects   []*Object // of the roots, once they were collected
	collected bool
}

// parse reads one document. A parser that panics is an error of the document, not the end of the run.
func parse(t *text, ch chunk) (p parsed) {
	defer func() {
		if r := recover(); r != nil {
			p = parsed{err: &Error{File: t.name, Line: t.origin.line + ch.line + 1, Column: 1, Message: fmt.Sprintf("cannot parse this document: %v", r)}}
		}
	}()
	if ch.empty {
		return parsed{}
	}
	if err := checkText(t, ch); err != nil {
		return parsed{err: err}
	}
	start := bodyStart(t, ch)
	if start >= ch.end || t.data[start] != '{' && t.data[start] != '[' {
		return parseYAML(t, ch)
	}
	p = parseJSON(t, start, ch.end)
	if p.err == nil || looksLikeJSON(t.data[start:ch.end]) {
		return p
	}
	if y := parseYAML(t, ch); y.err == nil {
		return y
	} else if !isQuotedNext(t.data[start+1 : ch.end]) {
		return y // not JSON by any look, so the YAML parser's view of it is the useful one
	}
	return p
}

// bodyStart returns the offset of the first byte of a document that is not white space, its "---" passed.
func bodyStart(t *text, ch chunk) int {
	off := ch.start
	if bytes.HasPrefix(t.data[off:ch.end], []byte("---")) {
		off += 3
	}
	off, _ = skipSpace(t.data[:ch.end], off)
	return off
}

// isQuotedNext tells whether the first thing in a bracket is a string, as in JSON.
func isQuotedNext(src []byte) bool {
	off, _ := skipSpace(src, 0)
	return off < len(src) && src[off] == '"'
}

// sureJSON is the size from which a document that begins like JSON is not tried as YAML: nobody writes that by hand.
const sureJSON = 1 << 20

func looksLikeJSON(src []byte) bool { return len(src) > sureJSON && isQuotedNext(src[1:]) }

func parseJSON(t *text, start, end int) parsed { return newJSONReader(t, start, end).all() }

func parseYAML(t *text, ch chunk) parsed { return parseYAMLAt(t, ch, 1) }

// parseYAMLAt is parseYAML for a document that stands at a depth of another one, from 1.
func parseYAMLAt(t *text, ch chunk, depth int) parsed {
	var doc yaml.Node
	if err := yaml.Unmarshal(t.data[ch.start:ch.end], &doc); err != nil {
		return parsed{err: syntaxError(t, ch, err)}
	}
	if len(doc.Content) == 0 {
		return parsed{}
	}
	c := newConverter(t, ch)
	n, _ := c.node(doc.Content[0], depth)
	if c.err != nil {
		return parsed{err: c.err}
	}
	return parsed{roots: []*Node{n}, dups: c.dups, aliased: c.aliased}
}

// checkText refuses bytes that are not UTF-8 text.
func checkText(t *text, ch chunk) *Error {
	src := t.data[ch.start:ch.end]
	if !t.ascii && !utf8.Valid(src) {
		off := 0
		for off < len(src) {
			r, size := utf8.DecodeRune(src[off:])
			if r == utf8.RuneError && size <= 1 {
				break
			}
			off += size
		}
		return errorAt(t, ch.start+off, "the file is not UTF-8 text: byte 0x%02x", src[min(off, len(src)-1)])
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return errorAt(t, ch.start+i, "the file holds a NUL byte: it is not text")
	}
	return nil
}

func errorAt(t *text, off int, format string, args ...any) *Error {
	e := &Error{File: t.name, Message: fmt.Sprintf(format, args...)}
	e.Line, e.Column = t.position(off)
	return e
}

const (
	msgTemplate = "looks like an unrendered template (`{{ ... }}`); lint the rendered output"
	msgTab      = "a tab is used for indentation; YAML wants spaces"
)

func msgDepth() string { return fmt.Sprintf("values are nested more than %d deep", maxDepth) }

// plainWords puts what the parser says into the words of somebody who wrote the file; the first part that occurs decides.
var plainWords = []struct{ part, say string }{
	{"mapping values are not allowed in this context", "a \"key: value\" is not allowed here; is the line indented wrongly, or does a text with \": \" need quotes?"},
	{"did not find expected key", "want a \"key:\" here; is the line indented wrongly?"},
	{"did not find expected '-' indicator", "want a list item (\"- \") here; is the line indented wrongly?"},
	{"could not find expected ':'", "want a colon after the key"},
	{"found character that cannot start any token", "a value cannot begin with this character; put it in quotes"},
	{"found unexpected end of stream", "a quote is opened and never closed"},
	{"did not find expected ',' or ']'", "a \"[\" is never closed, or a comma is missing"},
	{"did not find expected ',' or '}'", "a \"{\" is never closed, or a comma is missing"},
	{"exceeded max depth", msgDepth()},
	{"block sequence entries are not allowed in this context", "a list item (\"- \") is not allowed here; is the line indented wrongly?"},
	{"found unknown escape character", "unknown escape after a backslash in double quotes; use single quotes or \\\\"},
}

// syntaxError puts a parser's error into plain words and at its place.
func syntaxError(t *text, ch chunk, err error) *Error {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	off := failingOffset(t, ch, msg)
	line := t.lineOf(off)
	indent := t.data[t.lines[line] : t.lines[line]+countPrefix(t.data[t.lines[line]:t.lineEnd(line)], " \t")]
	tab := bytes.IndexByte(indent, '\t')
	template := brokenTemplate(t, ch, line)
	switch {
	case template >= 0:
		return errorAt(t, template, msgTemplate)
	case tab >= 0:
		return errorAt(t, t.lines[line]+tab, msgTab)
	case strings.Contains(msg, "control characters are not allowed"):
		return controlError(t, ch)
	}
	return errorAt(t, off, "%s", inPlainWords(msg))
}

func inPlainWords(msg string) string {
	if strings.HasPrefix(msg, "line ") {
		if _, rest, ok := strings.Cut(msg, ": "); ok {
			msg = rest
		}
	}
	for _, p := range plainWords {
		if strings.Contains(msg, p.part) {
			return p.say
		}
	}
	return msg
}

// controlError points at the first control character, for which the parser gives no place.
func controlError(t *text, ch chunk) *Error {
	for i := ch.start; i < ch.end; i++ {
		if c := t.data[i]; c < ' ' && !isSpace(c) || c == 0x7f {
			return errorAt(t, i, "a control character (0x%02x) is not allowed in YAML", c)
		}
	}
	return errorAt(t, ch.start, "a control character is not allowed in YAML")
}
