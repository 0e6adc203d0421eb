package shell

import (
	"errors"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/pattern"
)

// maxScript is the largest script that is read. A ConfigMap holds at most 1 MiB; a script of half that size is data, not shell.
const maxScript = 512 << 10

// maxNesting bounds the brackets and the keywords that may be open at once, since the parser and the walk recurse on them.
// Both also stand in comments and texts, hence the wide margin (the parser takes some 4 KB of stack for each).
const maxNesting = 20000

var errTooLarge = errors.New("script is too large or too deeply nested")

// parsers are reused because a new one costs as much as the parse of a one-liner.
var parsers = sync.Pool{New: func() any { return syntax.NewParser(syntax.Variant(syntax.LangBash)) }}

// Bounds of what Scripts keeps: some megabytes at most.
const (
	keptScripts = 256
	keptText    = 2048 // bytes of one script
)

// Scripts keeps the syntax of short scripts, of which a set repeats a few over and over (sleep 5, until nc -z). The zero value is ready,
// and safe for concurrent use; nil keeps nothing.
type Scripts struct {
	mu    sync.Mutex
	files map[string]*syntax.File
}

// parse is the function parse. Nobody changes a syntax tree, so that several may share it.
func (s *Scripts) parse(text string) (*syntax.File, error) {
	if s == nil || len(text) > keptText {
		return parse(text)
	}
	s.mu.Lock()
	f := s.files[text]
	s.mu.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := parse(text)
	if err == nil {
		s.keep(text, f)
	}
	return f, err
}

func (s *Scripts) keep(text string, f *syntax.File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files == nil || len(s.files) >= keptScripts {
		s.files = map[string]*syntax.File{}
	}
	s.files[strings.Clone(text)] = f // the text may be part of a large file
}

// parse reads a script. Bash's grammar holds that of the other shells for all that matters here.
func parse(text string) (*syntax.File, error) {
	if len(text) > maxScript || tooDeep(text) {
		return nil, errTooLarge
	}
	p, _ := parsers.Get().(*syntax.Parser)
	defer parsers.Put(p)
	return p.Parse(strings.NewReader(text), "")
}

// tooDeep estimates from above how deeply text nests: brackets that are open, and compound keywords that are not ended.
func tooDeep(text string) bool {
	brackets, keywords, word := 0, 0, 0
	for i := range len(text) {
		switch text[i] {
		case '(', '{', '[':
			brackets++
			word = i + 1
		case ')', '}', ']':
			brackets = max(brackets-1, 0)
			word = i + 1
		case ' ', '\n', ';', '\t', '`':
			keywords = max(keywords+keywordDepth(text[word:i]), 0)
			word = i + 1
		}
		if max(brackets, keywords) > maxNesting {
			return true
		}
	}
	return false
}

// keywordDepth is how a word changes the depth.
func keywordDepth(word string) int {
	switch word {
	case "if", "elif", "while", "until", "for", "case", "select", "time", "function", "!":
		return 1
	case "fi", "done", "esac":
		return -1
	}
	return 0
}

// angled is a placeholder that people fill in by hand: <DB_NAME>.
var angled = pattern.New(`<[A-Z][A-Z0-9]*[_-][A-Z0-9_-]+>`)

// withoutPlaceholders replaces what a template would have filled in by the mark for the unknown; rendered is false when
// there is any. A Go template that a program takes as its argument (kubectl -o go-template, docker --format) is none.
func withoutPlaceholders(text string) (clean string, rendered bool) {
	rendered = true
	if strings.Contains(text, "<") && angled.MatchString(text) {
		text, rendered = angled.ReplaceAllString(text, unknown), false
	}
	if !strings.Contains(text, "{{") {
		return text, rendered
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.Contains(line, "go-template") || strings.Contains(line, "--template") || strings.Contains(line, "--format") {
			continue
		}
		for strings.Contains(line, "{{") {
			rendered = false
			line = cutTemplate(line)
		}
		lines[i] = line
	}
	return strings.Join(lines, ""), rendered
}

// cutTemplate replaces the first {{...}} of a line.
func cutTemplate(line string) string {
	before, rest, _ := strings.Cut(line, "{{")
	_, after, ok := strings.Cut(rest, "}}")
	if !ok {
		after = "\n"
	}
	return before + unknown + after
}

// oneLine shortens evidence to its first line and 160 bytes.
func oneLine(text string) string {
	text = strings.TrimLeft(text, " \t\r\n")
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = strings.TrimRight(text[:i], " \t\r\\")
	}
	if len(text) > 160 {
		text = strings.ToValidUTF8(text[:160], "")
	}
	return text
}
