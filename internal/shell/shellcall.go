package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// IsShell tells whether a program, by its base name, is a Unix shell. What is written for one of another grammar (fish) and does not parse
// counts as not in sight.
func IsShell(name string) bool {
	switch name {
	case "sh", "bash", "ash", "dash", "zsh", "ksh", "mksh", "yash", "fish", "csh", "tcsh":
		return true
	}
	return false
}

func isShell(name string) bool { return IsShell(name) }

func isWindowsShell(name string) bool {
	switch strings.ToLower(name) {
	case "cmd", "powershell", "pwsh":
		return true
	}
	return false
}

// isFlags tells whether a word of a shell's command line is a group of flags.
func isFlags(a string) bool { return len(a) > 1 && (a[0] == '-' || a[0] == '+') }

// windows is a shell whose scripts are not read.
func (c *call) windows(name string) flow {
	name = strings.ToLower(name)
	c.e.out.Opaque = true
	if c.base >= 0 && c.e.out.Shell == "" {
		c.e.out.Shell = name
	}
	c.record(fact.Unknown)
	return flow{life: fact.Unknown, by: c.text, at: c.at}
}

// shellArgs finds what a shell runs: the index of the inline script, or of the file; -1 when there is none.
func shellArgs(argv []string) (inline, file int) {
	command := false
	for i := 1; i < len(argv); i++ {
		a := argv[i]
		switch {
		case a == "--rcfile" || a == "--init-file":
			i++
		case a == "-" || strings.HasPrefix(a, "--"):
		case isFlags(a):
			command = command || a[0] == '-' && strings.Contains(a, "c")
			if strings.ContainsAny(a, "oO") { // -o pipefail, -euxo pipefail, -ceo pipefail
				i++
			}
		case command:
			return i, -1
		default:
			return -1, i
		}
	}
	return -1, -1
}

// shell runs sh, bash and the like.
func (c *call) shell(name string) flow {
	inline, file := shellArgs(c.argv)
	root := c.base >= 0
	if root && c.e.out.Shell == "" {
		c.e.out.Shell = name
	} else {
		c.mute = true
		c.record(fact.Finite)
	}
	switch {
	case inline >= 0:
		if root {
			c.e.out.ScriptArg = c.base + inline
		}
		return c.script(c.argv[inline], c.scriptFrame(inline), c.argv[inline+1:])
	case file >= 0:
		return c.scriptAt(file, name)
	}
	if text, ok := c.hereDocument(); ok {
		return c.script(text, frame{text: text, at: c.at, fixed: true}, nil)
	}
	return c.interactive(name)
}

// interactive is a shell without a script: it reads its input.
func (c *call) interactive(name string) flow {
	if c.ctx.input {
		c.e.out.Opaque = true
	}
	c.idle = !c.ctx.input
	if c.base >= 0 {
		c.record(fact.Unknown)
	}
	return flow{life: fact.Unknown, by: name, at: c.at}
}

// hereDocument is the text that the command reads from its input.
func (c *call) hereDocument() (string, bool) {
	if c.stmt == nil {
		return "", false
	}
	for _, r := range c.stmt.Redirs {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			return c.e.value(r.Hdoc, c.ctx), true
		case syntax.WordHdoc:
			return c.e.value(r.Word, c.ctx), true
		}
	}
	return "", false
}

// scriptFrame is where the script in word i stands.
func (c *call) scriptFrame(i int) frame {
	text := c.argv[i]
	if c.base >= 0 {
		return frame{text: text, at: fact.Place{Arg: c.base + i}}
	}
	for _, w := range c.words {
		if q, ok := w.Parts[0].(*syntax.SglQuoted); ok && len(w.Parts) == 1 && q.Value == text {
			return frame{text: text, at: c.e.place(q.Pos()), fixed: c.e.frame.fixed}
		}
	}
	return frame{text: text, at: c.at, fixed: true}
}

// scriptAt runs the script file that word i names.
func (c *call) scriptAt(i int, name string) flow {
	text, ok := c.scriptText(c.argv[i])
	if c.base >= 0 && c.e.out.ScriptFile == "" {
		c.e.out.ScriptFile = c.resolve(c.argv[i])
	}
	if !ok {
		c.e.out.Opaque = true
		return flow{life: fact.Unknown, by: c.text, at: c.at}
	}
	return c.scriptFile(i, name, text)
}

func (c *call) resolve(name string) string {
	if !path.IsAbs(name) && c.e.dir != "" {
		return path.Join(c.e.dir, name)
	}
	return path.Clean(name)
}

// scriptText is the text of a script in the container, when it is at hand.
func (c *call) scriptText(name string) (string, bool) {
	if c.e.opt.File == nil || !strings.Contains(name, "/") && !strings.Contains(name, ".") || strings.Contains(name, unknown) {
		return "", false
	}
	return c.e.opt.File(c.resolve(name))
}

// runs states that the script is started as a program, which takes a mode that allows it; not where its failure is provided for.
func (c *call) runs() {
	if c.ctx.cond || c.ctx.ignorable || c.ctx.fallback {
		return
	}
	f := c.ctx.fact(c.at, c.text)
	f.Kind, f.File = fact.Run, c.resolve(c.argv[0])
	c.e.emit(f)
}

// interpreter is the base name of what a script's first line asks for; sh without such a line.
func interpreter(text string) string {
	line, ok := strings.CutPrefix(text, "#!")
	if !ok {
		return "sh"
	}
	line, _, _ = strings.Cut(line, "\n")
	words := strings.Fields(line)
	if len(words) > 1 && path.Base(words[0]) == "env" {
		words = words[1:]
	}
	if len(words) == 0 {
		return "sh"
	}
	return path.Base(words[0])
}

// scriptFile runs the text of the script file that word i names.
func (c *call) scriptFile(i int, name, text string) flow {
	fr := frame{text: text, at: c.place(i), fixed: c.base < 0}
	if c.base >= 0 {
		if c.e.out.Shell == "" && isShell(name) {
			c.e.out.Shell = name
		}
		c.e.out.ScriptFile = c.resolve(c.argv[i])
	}
	if !isShell(name) {
		c.e.out.Opaque = true
		c.record(fact.Unknown)
		return flow{life: fact.Unknown, by: c.text, at: c.at}
	}
	return c.script(text, fr, append([]string{c.argv[i]}, c.argv[i+1:]...))
}

// script walks a script that runs in a shell of its own. params are $0, $1...
func (c *call) script(text string, fr frame, params []string) flow {
	ctx := c.ctx
	return c.e.isolated(func() flow {
		if params == nil {
			params = []string{}
		}
		c.e.params = params
		fl := c.e.text(text, fr, ctx)
		fl.stop, fl.quit, fl.exits, fl.breaks, fl.fails = false, false, false, false, false
		return fl
	})
}

// text parses and walks a script in the running shell.
func (e *eval) text(text string, fr frame, c ctx) flow {
	unread := flow{life: fact.Unknown, by: oneLine(text), at: fr.at}
	if strings.TrimSpace(text) == "" {
		return flow{life: fact.Finite}
	}
	if clean, rendered := withoutPlaceholders(text); !rendered {
		e.out.Opaque = true
		fr.text, text = clean, clean
	}
	if e.calls >= maxCalls {
		e.out.Opaque = true
	}
	if e.calls >= maxCalls || e.steps < 0 {
		e.out.Opaque = true
		return unread
	}
	f, err := e.opt.Scripts.parse(text)
	if err != nil || text == unknown {
		e.out.Opaque = true
		return unread
	}
	old := e.frame
	e.frame = fr
	e.calls++
	var fl flow
	if e.top == nil {
		e.steps += len(text)
		fl = e.topLevel(f, c)
	} else {
		e.steps -= 16 + len(text)/16 // a parse costs more than a step; files may run each other
		fl = e.sequence(f.Stmts, c)
	}
	e.calls--
	e.frame = old
	return fl
}
