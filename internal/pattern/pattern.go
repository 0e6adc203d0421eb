// Package pattern has regular expressions that are compiled when they are first used: a run needs few of the hundred that there are, and
// compiling all of them took a tenth of a run on one file, and so much memory that the collector ran before the program had begun.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression of package regexp. It is safe for concurrent use.
type Pattern struct {
	text     string
	once     sync.Once
	compiled *regexp.Regexp
}

// New takes an expression. One that is wrong panics at its first use; a test compiles all of them.
func New(text string) *Pattern { return &Pattern{text: text} }

// Regexp is the compiled expression.
func (p *Pattern) Regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.text) })
	return p.compiled
}

// The rest are methods of [regexp.Regexp].

func (p *Pattern) String() string { return p.text }

func (p *Pattern) Match(b []byte) bool { return p.Regexp().Match(b) }

func (p *Pattern) MatchString(s string) bool { return p.Regexp().MatchString(s) }

func (p *Pattern) FindString(s string) string { return p.Regexp().FindString(s) }

func (p *Pattern) FindStringSubmatch(s string) []string { return p.Regexp().FindStringSubmatch(s) }

func (p *Pattern) FindAllString(s string, n int) []string { return p.Regexp().FindAllString(s, n) }

func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.Regexp().FindAllStringSubmatch(s, n)
}

func (p *Pattern) ReplaceAllString(s, by string) string { return p.Regexp().ReplaceAllString(s, by) }
