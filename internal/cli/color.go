package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// minWidth keeps reports readable on terminals that claim to be narrower.
const minWidth = 40

// useColor decides by the flag, then the environment, then the stream; see https://no-color.org and https://bixense.com/clicolors.
func useColor(flag string, env func(string) string, terminal bool) bool {
	set := func(name string) bool { v := env(name); return v != "" && v != "0" }
	switch {
	case flag != "auto":
		return flag == "always"
	case env("NO_COLOR") != "": // any value, 0 too
		return false
	case set("FORCE_COLOR") || set("CLICOLOR_FORCE"):
		return true
	case env("CLICOLOR") == "0" || env("TERM") == "dumb":
		return false
	}
	return terminal
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth returns the columns of the terminal behind w, 0 when there is none.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		return 0
	}
	return max(columns, minWidth)
}
