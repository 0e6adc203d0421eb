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

// String returns the text of the expression.
func (p *Pattern) String() string { return p.text }

// Match reports whether b holds a match of the expression.
func (p *Pattern) Match(b []byte) bool { return p.Regexp().Match(b) }

// MatchString reports whether s holds a match of the expression.
func (p *Pattern) MatchString(s string) bool { return p.Regexp().MatchString(s) }

// FindString returns the first match in s; empty when there is none, or when it is.
func (p *Pattern) FindString(s string) string { return p.Regexp().FindString(s) }

// FindStringSubmatch returns the first match in s with its groups; nil when there is none.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.Regexp().FindStringSubmatch(s) }

// FindAllString returns the first n matches in s, all of them when n is negative.
func (p *Pattern) FindAllString(s string, n int) []string { return p.Regexp().FindAllString(s, n) }

// FindAllStringSubmatch returns the first n matches in s with their groups, all of them when n is negative.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.Regexp().FindAllStringSubmatch(s, n)
}

// ReplaceAllString returns s with each match replaced by what by expands to.
func (p *Pattern) ReplaceAllString(s, by string) string { return p.Regexp().ReplaceAllString(s, by) }
