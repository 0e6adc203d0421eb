package shell

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// waitsFrom is the shortest last sleep, in seconds, after which a script is taken to wait and not to pause.
const waitsFrom = 60

// summarise works out Main, Work and Idle once the walk is done.
func (e *eval) summarise(root *call) {
	main := &e.out.Main
	main.Statements = len(e.topFlow)
	if e.top == nil {
		e.bareMain(root)
		return
	}
	main.Statements = len(e.top.Stmts)
	e.out.Pipeline = e.pipeline()
	last := e.lastStatement()
	main.Kind, main.Name = "shell", e.out.Shell
	if last >= 0 {
		s := e.top.Stmts[last]
		main.At = fact.Place{Arg: e.topArg(), Line: max(int(s.Pos().Line())-1, 0)}
		form := e.form(s, 0)
		main.Last = form.last
		if form.exec || e.execsAlone() && form.plain {
			main.Kind, main.Name = "program", form.name
		}
	}
	e.waits(last)
}

// topArg is the index in argv of the script or of its file.
func (e *eval) topArg() int {
	if e.out.ScriptArg >= 0 {
		return e.out.ScriptArg
	}
	for i, a := range e.argv {
		if e.out.ScriptFile != "" && (a == e.out.ScriptFile || (&call{e: e}).resolve(a) == e.out.ScriptFile) {
			return i
		}
	}
	return 0
}

// lastStatement is the statement that the script comes to and never leaves, else its last one.
func (e *eval) lastStatement() int {
	for i, fl := range e.topFlow {
		if fl.life == fact.Endless || fl.stop {
			return i
		}
	}
	return len(e.topFlow) - 1
}

// bareMain is argv without a script: the program is process 1.
func (e *eval) bareMain(root *call) {
	c := root
	for range 16 {
		w, ok := wrappers[c.name()]
		if !ok {
			break
		}
		quiet := *c
		quiet.e = &eval{out: &Program{}, opt: Options{}}
		quiet.e.do = func(*call) flow { return flow{} }
		n := w(&quiet)
		if n <= 0 || n >= len(c.argv) {
			break
		}
		c = c.skip(n)
	}
	main := &e.out.Main
	main.Name, main.Kind, main.Last, main.At, main.Statements = c.name(), "program", simpleForm(c.name(), e.out.Lifetime), c.at, 1
	if isShell(c.name()) || isWindowsShell(c.name()) {
		main.Kind = "shell"
	}
	if len(e.ends) == 1 && e.ends[0].idle {
		e.out.Idle, e.out.IdleAt = true, c.at
	}
}

// waits works out Work and Idle: whether the script ends in a wait, and what it did before.
func (e *eval) waits(last int) {
	from := e.idleFrom()
	if last < 0 || from < 0 {
		return
	}
	at := e.out.Commands[e.ends[from].index].At
	work := e.workBefore(from)
	if len(work) == 0 {
		e.out.Idle = e.onlyWaits(from)
		if e.out.Idle {
			e.out.IdleAt = at
		}
		return
	}
	if e.longWait(from) {
		e.out.Work = work
	}
}

// idleFrom is the index in ends of the first command of the wait at the script's end, -1 when it does not end in one.
func (e *eval) idleFrom() int {
	from := -1
	for i, end := range slices.Backward(e.ends) {
		cmd := e.out.Commands[end.index]
		if end.idle && (cmd.Endless || !cmd.Condition) {
			from = i
			continue
		}
		if !end.mute || from < 0 && !quietInLoop(cmd.Name) && e.redirects(cmd) {
			return from
		}
		switch {
		case cmd.Endless && quietInLoop(cmd.Name): // the loop around the wait
			if from == i+1 {
				from = i
			}
		case cmd.Endless, from >= 0 && cmd.Name != "trap" && cmd.Name != "wait":
			return from
		}
	}
	return from
}

// quietInLoop are commands that a loop of sleeps may hold and still do nothing.
func quietInLoop(name string) bool {
	switch name {
	case "true", ":", "wait", "[", "test", "trap", "continue":
		return true
	}
	return false
}

// workBefore are the commands before ends[from] that do something once. There are none when one of them does not end,
// may stay in the background, or is not known and no call of a neighbour: then the script does not only wait.
func (e *eval) workBefore(from int) []Command {
	var work []Command
	for _, end := range e.ends[:from] {
		cmd := e.out.Commands[end.index]
		if cmd.Endless || end.life != fact.Finite && (cmd.Background || end.life == fact.Endless || !interprets(cmd.Name) && !callsSomebody(cmd.Argv)) {
			return nil
		}
		if cmd.Condition || end.idle || end.mute && !e.redirects(cmd) {
			continue
		}
		work = append(work, cmd)
	}
	return work
}

// interprets tells whether a program runs a program of somebody else: a script that comes back has done its work, while
// another program that may or may not end (service, nginx, crond) comes back because it has left a server behind.
func interprets(name string) bool {
	switch name {
	case "python", "python2", "python3", "perl", "ruby", "node", "php", "java", "npm", "npx", "yarn", "bundle", "go", "Rscript", "dotnet":
		return true
	}
	return false
}

// redirects tells whether a command that leaves nothing behind is sent to a file.
func (e *eval) redirects(cmd Command) bool {
	for _, f := range e.out.Facts {
		if f.At == cmd.At && f.Kind == fact.File && (f.Op == fact.Write || f.Op == fact.Append) {
			return true
		}
	}
	return false
}

// onlyWaits tells whether nothing before ends[from] does anything.
func (e *eval) onlyWaits(from int) bool {
	for _, end := range e.ends[:from] {
		cmd := e.out.Commands[end.index]
		if !end.mute && !end.idle || e.redirects(cmd) || cmd.Endless && !end.idle && !quietInLoop(cmd.Name) {
			return false
		}
	}
	return true
}

// longWait tells whether the wait that starts at ends[from] is for ever, or long enough to be no mere pause.
func (e *eval) longWait(from int) bool {
	if e.out.Commands[e.ends[from].index].Endless || e.out.Lifetime == fact.Endless {
		return true
	}
	at := e.out.Commands[e.ends[from].index].At
	for _, f := range e.out.Facts {
		if f.Kind == fact.Sleep && f.At == at && f.Seconds >= waitsFrom {
			return true
		}
	}
	return false
}
