package cli

import (
	"io"
	"unicode"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/pattern"
)

// shield keeps what podlint prints from being taken for commands by the CI system that reads it: names of files are strangers' texts. What
// would be one is printed with a JSON escape in it, which changes no value in JSON and can be seen elsewhere.
type shield struct {
	to    io.Writer
	eager bool   // nothing is held back between writes, which are whole lines
	held  []byte // what more text could make a command of
	begun bool   // there is more than spaces on the line
}

// readsCommands tells whether a CI system looks for commands in what is printed.
func readsCommands(env func(string) string) bool {
	return env("GITHUB_ACTIONS") != "" || env("TF_BUILD") != "" || env("TEAMCITY_VERSION") != ""
}

// anywhere are the commands that need not begin a line: of GitHub and of Azure, of Azure, of TeamCity.
var anywhere = pattern.New(`^##(\[|vso\[|teamcity\[)`)

// longest is that of the commands' heads in bytes.
const longest = len("##teamcity[")

// Write writes what can be no part of a command.
func (s *shield) Write(p []byte) (int, error) {
	s.held = append(s.held, p...)
	if err := s.write(s.eager); err != nil {
		return 0, err
	}
	return len(p), nil
}

// flush writes what is held back.
func (s *shield) flush() error { return s.write(true) }

func (s *shield) write(all bool) error {
	out := make([]byte, 0, len(s.held)+longest)
	i := 0
	for i < len(s.held) && (all || len(s.held)-i >= longest) {
		n, text := s.next(s.held[i:])
		out = append(out, text...)
		i += n
	}
	s.held = append(s.held[:0], s.held[i:]...)
	if len(out) == 0 {
		return nil
	}
	_, err := s.to.Write(out)
	return err
}

// next is the length of the next character, or head of a command, and what is written for it.
func (s *shield) next(rest []byte) (length int, text string) {
	switch {
	case !s.begun && len(rest) > 1 && string(rest[:2]) == "::":
		s.begun = true
		return 2, `\u003a:`
	case rest[0] == '#' && anywhere.Match(rest):
		s.begun = true
		return 2, `#\u0023`
	}
	r, size := utf8.DecodeRune(rest)
	switch {
	case r == '\n' || r == '\r':
		s.begun = false
	case !unicode.IsSpace(r) && r != '\uFEFF':
		s.begun = true
	}
	return size, string(rest[:size])
}
