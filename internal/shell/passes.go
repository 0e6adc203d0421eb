package shell

import (
	"slices"
	"strings"
)

// passes says of which commands the failure does not end the script.
func (e *eval) passes() {
	if e.top == nil || e.errexit() {
		return
	}
	for i := range e.out.Commands {
		c := &e.out.Commands[i]
		c.Passed = (i < e.lastFrom || c.Endless) && !c.Exec
	}
}

// errexit tells whether the shell is told to end when a command fails.
func (e *eval) errexit() bool {
	for i, a := range e.argv {
		if i > 0 && endsAtFailure(a) && IsShell(commandName(e.argv[i-1])) {
			return true
		}
	}
	return slices.ContainsFunc(e.out.Commands, func(c Command) bool {
		return c.Name == "set" && slices.ContainsFunc(c.Argv[1:], func(a string) bool {
			return a == "errexit" || endsAtFailure(a)
		})
	})
}

// endsAtFailure tells whether a word is letters of options with e among them.
func endsAtFailure(word string) bool {
	return isFlags(word) && word[0] == '-' && word[1] != '-' && strings.Contains(word, "e")
}

func commandName(word string) string { return word[strings.LastIndexByte(word, '/')+1:] }

// ofTheShell are commands that dash, bash and the shell of busybox have built in: no file is looked for.
var ofTheShell = map[string]bool{"true": true, "false": true, "echo": true, "printf": true, "test": true, "[": true, "kill": true, "pwd": true, ":": true}

// BuiltIn tells whether every usual shell does a command itself.
func BuiltIn(name string) bool {
	_, control := builtins[name]
	return control || ofTheShell[name]
}
