// Package shell works out what a command line does: the files it writes and follows, the addresses it dials, the signals it sends,
// whether it ends by itself. It reads POSIX shell and bash scripts with mvdan.cc/sh and knows nothing of Kubernetes.
package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// Options give the analysis its surroundings.
type Options struct {
	// Env resolves a variable; ok is false when its value is not known.
	Env func(name string) (value string, ok bool)
	// Symbol begins the values of Env that stand for a name which only the cluster knows; empty when none do.
	Symbol string
	// Programs tells what well-known programs do; nil means none is known.
	Programs knowledge.Programs
	// Dir is the working directory, empty when unknown.
	Dir string
	// File returns the text of a script file in the container (a mounted ConfigMap key), when it is known.
	File func(path string) (text string, ok bool)
	// Scripts keeps what is parsed for the next command lines; nil keeps nothing.
	Scripts *Scripts
}

// Program is what a command line does.
type Program struct {
	// Shell is the interpreter's base name (sh, bash, ash) when argv runs a script, else empty.
	Shell string
	// ScriptArg is the index of the inline script in argv, -1 when there is none.
	ScriptArg int
	// ScriptFile is the path of the script file that the shell runs, else empty; its text was read when Options.File knew it.
	ScriptFile string
	// Opaque is set when what runs cannot be known: a script that is not at hand or does not parse, a computed command.
	Opaque bool
	// Commands are all simple commands in the order of the text, those inside loops, functions, pipelines and traps included.
	Commands []Command
	// Texts are what the commands write into files by their own words, a file once.
	Texts []Text
	// Facts are what the commands do.
	Facts []fact.Fact
	// Lifetime of the whole, why, and where the deciding command stands.
	Lifetime   fact.Lifetime
	LifetimeBy string
	LifetimeAt fact.Place
	// Limit is how many seconds a wrapper lets something run that does not end by itself (timeout 1h), the longest of them; 0 when none does.
	Limit float64
	// Main is what becomes process 1 once start-up is done.
	Main Main
	// Work are the commands that do something once and finitely before the script only waits (sleep, tail -f /dev/null, an endless
	// loop of sleeps): echo without redirect, set, trap, export, cd and the like are no work. Empty when the script does not end in such a wait.
	Work []Command
	// Pipeline are the commands of the pipeline whose last command decides how the script ends, whatever becomes of the others; empty where
	// something else does.
	Pipeline []Command
	// Idle is set when the program does nothing but wait (sleep, tail -f /dev/null, cat without input, pause); IdleAt is where.
	Idle   bool
	IdleAt fact.Place
	// Trap is set when the script handles TERM (trap ... TERM / 15 / SIGTERM / EXIT).
	Trap bool
}

// Main is the process that gets the container's signals.
type Main struct {
	Name string // base name of the program: "sh" when the shell stays, else what it execs
	// Kind: "shell" when a shell stays as process 1, "program" when argv (or exec) makes another program process 1.
	Kind string
	// Last is the form of the script's last command: "loop", "pipeline", "compound", "list", "sleep", "tail", "cat", "nc",
	// "simple", "exec", "wait", "background", "". A list is one joined by && or ||, whose last command some shells put in their own place.
	Last string
	// Lines is the number of commands at the top level of the script.
	Statements int
	Init       bool // tini, dumb-init, s6, catatonit or the like is process 1
	At         fact.Place
}

// Command is one simple command.
type Command struct {
	Name       string   // base name of the program, wrappers (exec, env, nohup, timeout, sudo, gosu, su-exec, time, nice) taken off
	Argv       []string // expanded words from the program on; a part that is not known is "\uFFFD"
	At         fact.Place
	Endless    bool // in an endless loop
	Background bool
	Condition  bool // in the condition of if, while, until
	Exec       bool
	Ignorable  bool // its failure is tolerated (|| true)
	Lifetime   fact.Lifetime
	Fallback   bool     // another command takes its place when it fails (curl ... || wget ...)
	Passed     bool     // the script goes on when it fails: something follows, or it is in a loop, and nothing says set -e
	Hosts      []string // words that the program takes for the name or address of a host
}

// Analyze works out what argv does. It never fails: what it cannot know it says (Opaque, Unknown).
func Analyze(argv []string, opt Options) *Program {
	out := &Program{ScriptArg: -1, Lifetime: fact.Unknown}
	if len(argv) == 0 {
		return out
	}
	e := newEval(out, opt, argv)
	root := &call{e: e, argv: argv, at: fact.Place{}, text: oneLine(strings.Join(argv, " ")), base: 0}
	fl := e.unlessKilled(e.invoke(root))
	out.Lifetime, out.LifetimeBy, out.LifetimeAt = fl.life, fl.by, fl.at
	e.summarise(root)
	e.passes()
	e.insists()
	e.release()
	return out
}
