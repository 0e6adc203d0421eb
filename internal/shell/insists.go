package shell

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// insists takes back that the script gives up what it waits for where something may end it for that reason after all: it fails somewhere, a
// test is its last word, or it asks for the same again.
func (e *eval) insists() {
	facts := e.out.Facts
	if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.GivesUp }) {
		return
	}
	failing := e.failing || e.testsLast()
	for i := range facts {
		facts[i].GivesUp = facts[i].GivesUp && !failing && !asksAgain(facts, &facts[i])
	}
}

// testsLast tells whether the last command is a test, whose answer is how the script ends.
func (e *eval) testsLast() bool {
	if len(e.out.Commands) == 0 {
		return false
	}
	switch e.out.Commands[len(e.out.Commands)-1].Name {
	case "[", "[[", "test", "false":
		return true
	}
	return false
}

// asksAgain tells whether something else connects to the same place, and has to succeed at once.
func asksAgain(facts []fact.Fact, one *fact.Fact) bool {
	return slices.ContainsFunc(facts, func(f fact.Fact) bool {
		return f.Kind == fact.Dial && !f.Wait && !f.Ignorable && !f.Background && f.Host == one.Host && f.Port == one.Port && f.Socket == one.Socket
	})
}
