package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// call is one command that is run: a simple command of a script, or argv itself.
type call struct {
	e    *eval
	argv []string
	at   fact.Place
	text string
	ctx  ctx
	base int // index of argv[0] in the container's argv, -1 inside a script

	words []*syntax.Word // as written, for the place of a nested script
	stmt  *syntax.Stmt
	expr  *syntax.CallExpr

	exec    bool
	bounded string  // the wrapper that ends it (timeout 5)
	limit   float64 // its seconds

	life  fact.Lifetime // decided by what the program does, empty: by what is known of it
	idle  bool          // does nothing but wait
	mute  bool          // leaves nothing behind
	quits bool
}

// name is the base name of the program.
func (c *call) name() string {
	return strings.TrimSuffix(path.Base(strings.ReplaceAll(c.argv[0], `\`, "/")), ".exe")
}

// args are the words after the program.
func (c *call) args() []string { return c.argv[1:] }

// place is where word i of argv stands.
func (c *call) place(i int) fact.Place {
	if c.base >= 0 {
		return fact.Place{Arg: c.base + i}
	}
	return c.at
}

// fact starts a fact about this command.
func (c *call) fact(kind fact.Kind) fact.Fact {
	f := c.ctx.fact(c.at, c.text)
	f.Kind = kind
	return f
}

// file states what happens to a file; one whose path is not known is left out.
func (c *call) file(op fact.Op, name string) {
	c.fileAs(op, name, strings.HasSuffix(name, "/") && name != "/dev/")
}

func (c *call) fileAs(op fact.Op, name string, dir bool) {
	file, glob, ok := c.e.path(name)
	if !ok || name == "-" || isDevice(file) {
		return
	}
	f := c.fact(fact.File)
	f.Op, f.File, f.Glob, f.Dir, f.Tool, f.Fresh = op, file, glob, dir, c.name(), isFresh(name)
	f.Ignorable = f.Ignorable || c.ctx.cond && op != fact.Read && op != fact.Tail && op != fact.Watch
	f.Private = c.e.private && (op == fact.Write || op == fact.Append || op == fact.Create)
	c.e.emit(f)
}

func isDevice(file string) bool {
	return strings.HasPrefix(file, "/dev/") && file != "/dev/shm" && !strings.HasPrefix(file, "/dev/shm/")
}

// host notes that the program takes a word for a host.
func (c *call) host(word string) {
	if last := len(c.e.out.Commands) - 1; word != "" && last >= 0 {
		c.e.out.Commands[last].Hosts = append(c.e.out.Commands[last].Hosts, plain(word))
	}
}

// takesHosts is a program whose operands are names of hosts; valued are its flags with a value.
func takesHosts(valued string, most int) func(*call) {
	return func(c *call) {
		ops := operands(c.args(), valued)
		for _, o := range ops[:min(most, len(ops))] {
			c.host(o)
		}
	}
}

// skip gives the command that stands n words further on, without its wrapper.
func (c *call) skip(n int) *call {
	next := *c
	next.argv = c.argv[min(n, len(c.argv)):]
	if next.base >= 0 {
		next.base += n
		next.at = fact.Place{Arg: next.base}
	}
	return &next
}

// invoke runs a command.
func (e *eval) invoke(c *call) flow {
	for range 16 {
		w, ok := wrappers[c.name()]
		if !ok || e.funcs[c.argv[0]].body != nil {
			break
		}
		n := w(c)
		if n <= 0 {
			break
		}
		if n >= len(c.argv) {
			return c.bare()
		}
		c = c.skip(n)
	}
	fl := e.run(c)
	if c.bounded != "" && fl.life != fact.Finite {
		fl.life, fl.by, fl.at = fact.Finite, c.bounded, c.at
		e.out.Limit = max(e.out.Limit, c.limit)
	}
	if c.exec {
		fl.exits = fl.life != fact.Endless
		fl.stop, fl.quit, fl.fails = true, true, false
	}
	return fl
}

// bare is a wrapper without a command: exec with redirections only, a lone env.
func (c *call) bare() flow {
	c.mute = true
	c.record(fact.Finite)
	return flow{life: fact.Finite, by: c.text, at: c.at}
}

func (e *eval) run(c *call) flow {
	if fn, ok := e.funcs[c.argv[0]]; ok {
		return e.callFunction(c, fn)
	}
	if b, ok := builtins[c.argv[0]]; ok && c.base < 0 {
		return b(c)
	}
	name := c.name()
	switch {
	case strings.Contains(c.argv[0], unknown) || c.argv[0] == "":
		e.out.Opaque = true
		c.record(fact.Unknown)
		return flow{life: fact.Unknown, by: c.text, at: c.at}
	case isShell(name):
		return c.shell(name)
	case isWindowsShell(name):
		return c.windows(name)
	}
	if text, ok := c.scriptText(c.argv[0]); ok {
		c.runs()
		return c.scriptFile(0, interpreter(text), text)
	}
	return c.program(name)
}

// program runs an ordinary program.
func (c *call) program(name string) flow {
	if strings.HasSuffix(c.argv[0], ".sh") {
		c.e.out.Opaque = true
	}
	at := len(c.e.out.Commands)
	slot := len(c.e.ends)
	c.record(fact.Unknown)
	effect := effects[name]
	if c.isNamesake(name) {
		effect, c.life = nil, fact.Unknown
	}
	if effect != nil {
		c.ctx.awaited = c.looksFor()
		effect(c)
	}
	c.logFlags()
	life := c.lifetime(name)
	if effect == nil && life == fact.Finite && c.e.opt.Programs[name].Network {
		c.calls()
	}
	c.e.out.Commands[at].Lifetime = life
	c.e.ends[slot] = ended{at, life, c.idle && (!c.ctx.loop || c.ctx.endless), c.mute || isSilent(name) && c.life != fact.Unknown, c.expr}
	return flow{life: life, by: c.text, at: c.at, quits: c.quits}
}

// isNamesake tells of a program that is called like a small tool of every image, and lies where none does: /whoami/whoami.
func (c *call) isNamesake(name string) bool {
	if !strings.HasPrefix(c.argv[0], "/") || !isSilent(name) {
		return false
	}
	switch path.Base(path.Dir(c.argv[0])) {
	case "bin", "sbin", "busybox":
		return false
	}
	return true
}

// record adds the command to the list of all.
func (c *call) record(life fact.Lifetime) {
	argv := c.argv
	for i, a := range argv {
		if strings.Contains(a, symOpen) || isFresh(a) {
			if &argv[0] == &c.argv[0] {
				argv = append([]string(nil), argv...)
			}
			argv[i] = plain(a)
		}
	}
	c.e.out.Commands = append(c.e.out.Commands, Command{
		Name: plain(c.name()), Argv: argv, At: c.at, Endless: c.ctx.endless, Background: c.ctx.background,
		Condition: c.ctx.cond, Exec: c.exec, Ignorable: c.ctx.ignorable, Fallback: c.ctx.fallback, Lifetime: life,
	})
	c.e.ends = append(c.e.ends, ended{len(c.e.out.Commands) - 1, life, c.idle, c.mute, c.expr})
}

// lifetime decides how the program ends.
func (c *call) lifetime(name string) fact.Lifetime {
	if c.life != "" {
		return c.life
	}
	if asksVersion(c.args()) {
		return fact.Finite
	}
	p, ok := c.e.opt.Programs[name]
	if !ok {
		if isSilent(name) {
			return fact.Finite
		}
		return fact.Unknown
	}
	return p.LifetimeOf(knowledge.Invocation{Args: c.args(), Env: c.e.lookup})
}

// asksVersion tells whether a program is asked to say what it is, or how it is called, and ends: alone, or among other options.
func asksVersion(args []string) bool {
	if len(args) == 1 && (args[0] == "-version" || args[0] == "version") {
		return true
	}
	for _, a := range args {
		if a == "--" {
			break
		}
		if a == "--version" || a == "--help" {
			return true
		}
	}
	return false
}

// callFunction walks a function's body in place of the call.
func (e *eval) callFunction(c *call, fn function) flow {
	name := c.argv[0]
	if e.active[name] || e.calls >= maxCalls {
		return flow{life: fact.Finite, by: c.text, at: c.at}
	}
	if e.active == nil {
		e.active = map[string]bool{}
	}
	e.active[name] = true
	e.calls++
	params, at := e.params, e.frame
	zero := ""
	if len(params) > 0 {
		zero = params[0]
	}
	e.params, e.frame = append([]string{zero}, c.args()...), fn.frame
	fl := e.stmt(fn.body, c.ctx)
	e.params, e.frame = params, at
	e.calls--
	delete(e.active, name)
	if fl.stop && !fl.quit { // return
		fl.stop, fl.fails = false, false
	}
	return fl
}
