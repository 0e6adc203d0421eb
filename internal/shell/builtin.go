package shell

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// silent are commands that end at once and leave nothing behind unless their output is redirected.
var silent = map[string]struct{}{
	"echo": {}, "printf": {}, "cat": {}, "ls": {}, "env": {}, "printenv": {}, "date": {}, "ps": {}, "pwd": {}, "id": {}, "whoami": {},
	"hostname": {}, "uname": {}, "true": {}, ":": {}, "false": {}, "test": {}, "[": {}, "expr": {}, "seq": {}, "which": {}, "df": {},
	"free": {}, "uptime": {}, "sleep": {}, "usleep": {}, "basename": {}, "dirname": {}, "realpath": {}, "readlink": {}, "clear": {}, "stat": {},
}

func isSilent(name string) bool {
	_, ok := silent[name]
	return ok
}

// builtins are the commands of the shell itself.
var builtins = map[string]func(*call) flow{
	"cd": (*call).cd, "pushd": (*call).cd,
	"exit": (*call).exit, "return": (*call).leave, "break": (*call).leave, "continue": (*call).next,
	"wait": (*call).waitFor, "trap": (*call).trap, "set": (*call).set, "shift": (*call).shift,
	"eval": (*call).eval, ".": (*call).source, "source": (*call).source, "read": (*call).read,
	"unset": (*call).read, "umask": (*call).umask, "ulimit": (*call).quiet, "alias": (*call).quiet, "hash": (*call).quiet,
	"shopt": (*call).quiet, "getopts": (*call).read, "type": (*call).quiet, "let": (*call).read, "jobs": (*call).quiet,
	"export": (*call).quiet, "local": (*call).quiet, "readonly": (*call).quiet, "declare": (*call).quiet, "popd": (*call).quiet,
	"disown": (*call).quiet, "bg": (*call).quiet, "unalias": (*call).quiet, "mapfile": (*call).read, "readarray": (*call).read,
}

func (c *call) done() flow { return flow{life: fact.Finite, by: c.text, at: c.at} }

func (c *call) quiet() flow {
	c.mute = true
	c.record(fact.Finite)
	return c.done()
}

func (c *call) cd() flow {
	ops := operands(c.args(), "")
	switch {
	case len(ops) == 0:
		c.e.dir = ""
		if home, ok := c.e.lookup("HOME"); ok {
			c.e.dir = home
		}
	case ops[0] == "-" || strings.Contains(ops[0], unknown) || strings.HasPrefix(ops[0], "~"):
		c.e.dir = ""
	case path.IsAbs(ops[0]):
		c.e.dir = path.Clean(ops[0])
	case c.e.dir != "":
		c.e.dir = path.Join(c.e.dir, ops[0])
	}
	return c.quiet()
}

func (c *call) exit() flow {
	c.quiet()
	code := ""
	if len(c.argv) > 1 {
		code = c.argv[1]
	}
	failed := code != "" && code != "0" && code != unknown
	c.e.failing = c.e.failing || failed || code == unknown
	return flow{life: fact.Finite, by: c.text, at: c.at, stop: true, quit: true, exits: !failed, fails: failed}
}

func (c *call) leave() flow {
	c.quiet()
	failed := c.argv[0] == "return" && len(c.argv) > 1 && c.argv[1] != "0" && c.argv[1] != unknown
	c.e.failing = c.e.failing || c.argv[0] == "return" && len(c.argv) > 1 && c.argv[1] != "0"
	return flow{life: fact.Finite, by: c.text, at: c.at, stop: true, breaks: c.argv[0] == "break", fails: failed}
}

func (c *call) next() flow {
	c.quiet()
	return flow{life: fact.Finite, by: c.text, at: c.at, stop: true}
}

// waitFor is wait: the script lives as long as its background jobs.
func (c *call) waitFor() flow {
	c.mute = true
	c.record(fact.Finite)
	fl := c.e.unlessKilled(together(c.e.jobs))
	if fl.by == "" {
		fl.by, fl.at = c.text, c.at
	}
	return fl
}

// unlessKilled: what another job may end does not go on for ever.
func (e *eval) unlessKilled(fl flow) flow {
	if e.kills && fl.life == fact.Endless {
		fl.life = fact.Unknown
	}
	return fl
}

func (c *call) trap() flow {
	ops := operands(c.args(), "")
	c.quiet()
	if len(ops) < 2 || ops[0] == "-" || ops[0] == "" {
		return c.done()
	}
	for _, s := range ops[1:] {
		switch strings.TrimPrefix(strings.ToUpper(s), "SIG") {
		case "TERM", "15", "EXIT", "0":
			c.e.out.Trap = true
		}
	}
	handler := ctx{background: true, depth: c.ctx.depth, cond: true}
	fr := frame{text: ops[0], at: c.at, fixed: true}
	c.e.isolated(func() flow { return c.e.text(ops[0], fr, handler) })
	return c.done()
}

// set keeps positional parameters that are set by hand.
func (c *call) set() flow {
	for i, a := range c.argv {
		if a == "--" {
			zero := ""
			if len(c.e.params) > 0 {
				zero = c.e.params[0]
			}
			c.e.params = append([]string{zero}, c.argv[i+1:]...)
			break
		}
	}
	return c.quiet()
}

func (c *call) shift() flow {
	if len(c.e.params) > 1 {
		c.e.params = append([]string{c.e.params[0]}, c.e.params[2:]...)
	}
	return c.quiet()
}

func (c *call) eval() flow {
	text := strings.Join(c.args(), " ")
	if strings.Contains(text, unknown) || strings.Contains(text, symOpen) {
		c.e.out.Opaque = true
		c.record(fact.Unknown)
		return flow{life: fact.Unknown, by: c.text, at: c.at}
	}
	return c.e.text(text, frame{text: text, at: c.at, fixed: true}, c.ctx)
}

// source is ". file": variables and functions stay.
func (c *call) source() flow {
	c.quiet()
	if len(c.argv) < 2 {
		return c.done()
	}
	c.file(fact.Read, c.argv[1])
	text, ok := c.scriptText(c.argv[1])
	if !ok {
		c.e.out.Opaque = true
		return flow{life: fact.Unknown, by: c.text, at: c.at}
	}
	fl := c.sourced(text)
	if fl.stop && !fl.quit {
		fl.stop = false
	}
	return fl
}

// sourced walks a script that runs in this shell. Words after the file's name are its parameters for as long as it runs.
func (c *call) sourced(text string) flow {
	fr := frame{text: text, at: c.at, fixed: true}
	if len(c.argv) == 2 {
		return c.e.text(text, fr, c.ctx)
	}
	old := c.e.params
	c.e.params = append([]string{unknown}, c.argv[2:]...)
	fl := c.e.text(text, fr, c.ctx)
	c.e.params = old
	return fl
}

// read forgets what the variables held that it fills, as getopts, let and unset do.
func (c *call) read() flow {
	for _, name := range operands(c.args(), " -t -n -d -p -u -a -N ") {
		c.e.assign(leadingName(name), unknown)
	}
	return c.quiet()
}
