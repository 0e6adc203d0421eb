// Package jsonschema tells which JSON Schemas are safe to hand to a validator: those that lead nowhere but into themselves, and that no
// validator follows for ever.
package jsonschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Fault is why a schema must not be used.
type Fault struct {
	Offset  int // in bytes from the start of the document
	Message string
}

// Error says why.
func (f *Fault) Error() string { return f.Message }

// maxDepth bounds how deep a schema nests, as manifests do.
const maxDepth = 1000

// Local finds the first reference that leads out of the document, whatever its scheme; nil when there is none. Validators load what such
// a reference names: files, and whatever answers to a request. Each of several equal keys counts, as validators differ in which they take.
func Local(document []byte) *Fault {
	s := &scan{data: document, decoder: json.NewDecoder(bytes.NewReader(document))}
	s.decoder.UseNumber()
	for {
		at := s.next()
		token, err := s.decoder.Token()
		if err != nil {
			break
		}
		s.value(token, at, 0)
		if s.fault != nil {
			return s.fault
		}
	}
	if end := int(s.decoder.InputOffset()); len(bytes.TrimSpace(document[min(end, len(document)):])) > 0 {
		return &Fault{Offset: s.next(), Message: "not JSON"}
	}
	return nil
}

// scan reads a document token by token.
type scan struct {
	data    []byte
	decoder *json.Decoder
	fault   *Fault
}

// next is where the next token starts.
func (s *scan) next() int {
	at := int(s.decoder.InputOffset())
	for at < len(s.data) && strings.IndexByte(" \t\r\n,:", s.data[at]) >= 0 {
		at++
	}
	return at
}

func (s *scan) fail(at int, format string, args ...any) {
	if s.fault == nil {
		s.fault = &Fault{Offset: at, Message: fmt.Sprintf(format, args...)}
	}
}

// value reads the rest of a value and tells whether a reference lies in it.
func (s *scan) value(token json.Token, at, depth int) (refers bool) {
	if depth > maxDepth {
		s.fail(at, "it nests deeper than %d levels", maxDepth)
		return false
	}
	switch token {
	case json.Delim('{'):
		return s.object(depth)
	case json.Delim('['):
		for s.fault == nil && s.decoder.More() {
			refers = s.element(depth) || refers
		}
		s.end()
	}
	return refers
}

// element reads one value of a list or of an object.
func (s *scan) element(depth int) (refers bool) {
	at := s.next()
	token, err := s.decoder.Token()
	if err != nil {
		s.fail(at, "not JSON")
		return false
	}
	return s.value(token, at, depth+1)
}

func (s *scan) end() {
	if s.fault != nil {
		return
	}
	at := s.next()
	if _, err := s.decoder.Token(); err != nil {
		s.fail(at, "not JSON")
	}
}

// object looks at the keywords of one schema. An identifier inside of a schema gives the references below it another base than the
// document, so that even #/a may lead out.
func (s *scan) object(depth int) (refers bool) {
	var named, dialect *word
	for s.fault == nil && s.decoder.More() {
		key := s.text()
		if key == nil {
			break
		}
		if s.peek() != '"' {
			refers = s.element(depth) || refers
			continue
		}
		value := s.text()
		if value == nil {
			break
		}
		switch key.text {
		case "$ref", "$recursiveRef", "$dynamicRef":
			refers = true
			s.reference(key.text, value)
		case "$id", "id":
			named = value
		case "$schema":
			dialect = value
		}
	}
	s.end()
	if s.fault == nil {
		s.names(named, dialect, refers, depth)
	}
	return refers
}

// names judges what an object calls itself.
func (s *scan) names(named, dialect *word, refers bool, depth int) {
	switch {
	case named != nil && depth > 0 && refers && !strings.HasPrefix(named.text, "#"):
		s.fail(named.at, "the identifier %s inside of a schema makes the references below it lead out of the document", quoted(named.text))
	case dialect != nil && !known().MatchString(dialect.text):
		s.fail(dialect.at, "unknown $schema %s, and nothing is fetched: expected one of draft-04 to 2020-12 of json-schema.org", quoted(dialect.text))
	}
}

// known are the dialects that validators hold themselves.
var known = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^https?://json-schema\.org/(schema|draft-0[467]/schema|draft/20(19-09|20-12)/schema)#?$`)
})

func (s *scan) reference(key string, to *word) {
	if to.text == "" || strings.HasPrefix(to.text, "#") {
		return
	}
	s.fail(to.at, "%s %s leads out of the document, and nothing outside is read or fetched: expected a reference such as #/$defs/name", key, quoted(to.text))
}

// word is a string of the document.
type word struct {
	text string
	at   int
}

// text reads a string; nil with a fault when there is none.
func (s *scan) text() *word {
	at := s.next()
	token, err := s.decoder.Token()
	text, ok := token.(string)
	if err != nil || !ok {
		s.fail(at, "not JSON")
		return nil
	}
	return &word{text, at}
}

func (s *scan) peek() byte {
	if at := s.next(); at < len(s.data) {
		return s.data[at]
	}
	return 0
}

// quoted writes what a stranger wrote in one bounded line.
func quoted(text string) string {
	const longest = 120
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "..."
	}
	return strconv.QuoteToASCII(text)
}
