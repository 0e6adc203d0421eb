package shell

import (
	"path"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// unknown stands for a part of a word that is not known.
const unknown = "\uFFFD"

// Bounds of the walk: a script may call its functions, or nest scripts, without end.
const (
	maxDepth    = 300     // of statements within statements, calls included
	maxCalls    = 12      // of functions and scripts within each other
	spareSteps  = 4096    // statements beyond one for each byte of text
	spareGrowth = 1 << 20 // bytes that expansion may add
	maxItems    = 8       // items of a for loop that are walked one by one
)

// eval walks scripts and gathers what they do.
type eval struct {
	opt  Options
	out  *Program
	argv []string
	// do runs a command: it is invoke, reached through a field because the tables of programs refer to what refers to them.
	do func(*call) flow

	guessed map[string]bool   // variables whose value is the default of another
	vars    map[string]string // what the script assigned; unknown parts as such
	undo    []change
	funcs   map[string]function
	params  []string // $0, $1...; nil when not known
	dir     string   // working directory, empty when unknown
	jobs    []flow   // background jobs that nobody has waited for
	frame   frame
	calls   int // functions and scripts that are being walked
	active  map[string]bool
	steps   int
	growth  int
	await   []await
	loops   []map[string]bool    // the variables that each of the loops around assigns
	dead    map[syntax.Node]bool // branches, items and lists of which a part is never reached
	private bool                 // files are made for their owner alone, by umask or by the program
	failing bool                 // it may end as failed, by exit or return
	kills   bool                 // a background job ends processes of this shell, or tries to
	shellIn ctx                  // redirections made by exec, which hold from there on
	stream  *sink                // into which the last of Program.Texts went

	top      *syntax.File // the outermost script
	topFlow  []flow       // of its statements
	lastFrom int          // the first of the commands of its last statement that is reached
	ends     []ended      // commands with what is known of their end, for Work and Idle

	facts    []fact.Fact // room for Program.Facts
	commands []Command   // and for Program.Commands
}

// change is an assignment that a branch or a subshell may have to take back.
type change struct {
	name, old string
	had       bool
}

// function is a shell function with the text it stands in.
type function struct {
	body  *syntax.Stmt
	frame frame
}

// frame says where the text that is walked stands.
type frame struct {
	text  string
	at    fact.Place // of its first line
	fixed bool       // every line counts as at: the text is not part of what the place can point into
}

// ended is a command with its lifetime and whether it only waits or only talks.
type ended struct {
	index int // in Program.Commands
	life  fact.Lifetime
	idle  bool
	mute  bool             // leaves nothing behind
	expr  *syntax.CallExpr // as written, nil for argv itself
}

// sink is where a stream goes; nil is the container's own stream.
type sink struct {
	file string // cleaned path, empty for a pipe or an unknown target
	app  bool   // appended to
	null bool   // /dev/null
	kept bool   // of a pipe: what comes out at its end goes to a file or nowhere
}

// ctx is the surroundings of a statement.
type ctx struct {
	endless, background, cond, ignorable, wait bool
	fallback                                   bool    // another command takes its place when it fails
	limited                                    bool    // a wrapper ends it (timeout 5)
	limit                                      float64 // after so many seconds; 0: that is not known
	times                                      int     // in a loop: how often its sleeps come; 0 when that is not known
	missing                                    string  // a path that a test has found missing
	awaited                                    bool    // of a test: the program goes no further before its file is there
	loop                                       bool    // in the body of a loop
	gives                                      bool    // that loop ends by itself, whatever becomes of what it waits for
	// waits is set in a loop that is left on success: what its conditions ask for is waited for.
	waits bool
	input bool      // stdin is a pipe or a file
	piped bool      // stdin is a pipe
	doc   *document // stdin is a here-document
	out   *sink
	err   *sink
	up    fact.Lifetime // of what feeds the pipe
	depth int
	// echoed: what is substituted becomes the output of the command (echo "$(cat f)").
	echoed bool
}

// evals are used again with the room that their lists have grown to: facts are large, and most command lines are short.
var evals = sync.Pool{New: func() any { return &eval{} }}

func newEval(out *Program, opt Options, argv []string) *eval {
	e, _ := evals.Get().(*eval)
	*e = eval{
		opt: opt, out: out, argv: argv, dir: opt.Dir, steps: spareSteps, growth: spareGrowth,
		undo: e.undo[:0], jobs: e.jobs[:0], topFlow: e.topFlow[:0], ends: e.ends[:0], facts: e.facts, commands: e.commands,
	}
	out.Facts, out.Commands = e.facts[:0], e.commands[:0]
	e.do = e.invoke
	return e
}

// release hands the program its own copies of what was found, and the eval to the next one.
func (e *eval) release() {
	e.facts, e.out.Facts = e.out.Facts, slices.Clone(e.out.Facts)
	e.commands, e.out.Commands = e.out.Commands, slices.Clone(e.out.Commands)
	clear(e.facts)
	clear(e.commands)
	clear(e.ends)
	e.top, e.out, e.argv, e.opt = nil, nil, nil, Options{}
	evals.Put(e)
}

// place is where pos stands in argv.
func (e *eval) place(pos syntax.Pos) fact.Place {
	at := e.frame.at
	if !e.frame.fixed {
		at.Line += max(int(pos.Line())-1, 0)
	}
	return at
}

// source is the text of a node, one line of it.
func (e *eval) source(n syntax.Node) string {
	from, to := int(n.Pos().Offset()), int(n.End().Offset())
	if from > to || to > len(e.frame.text) {
		return ""
	}
	return oneLine(e.frame.text[from:to])
}

// lookup gives a variable's value.
func (e *eval) lookup(name string) (string, bool) {
	if v, ok := e.vars[name]; ok {
		return v, v != unknown && v != fresh
	}
	if e.opt.Env != nil {
		if v, ok := e.opt.Env(name); ok {
			return v, true
		}
	}
	if name == "PWD" && e.dir != "" {
		return e.dir, true
	}
	return "", false
}

func (e *eval) assign(name, value string) {
	if e.vars == nil {
		e.vars = map[string]string{}
	}
	old, had := e.vars[name]
	e.undo = append(e.undo, change{name, old, had})
	e.vars[name] = value
}

// rollback takes assignments back to mark and returns the names that were assigned since.
func (e *eval) rollback(mark int) []string {
	var names []string
	for i := len(e.undo) - 1; i >= mark; i-- {
		c := e.undo[i]
		names = append(names, c.name)
		if c.had {
			e.vars[c.name] = c.old
		} else {
			delete(e.vars, c.name)
		}
	}
	e.undo = e.undo[:mark]
	return names
}

// isolated runs f so that what it assigns and where it goes does not last: a subshell.
func (e *eval) isolated(f func() flow) flow {
	mark, dir, params, jobs, held, private := len(e.undo), e.dir, e.params, len(e.jobs), e.shellIn, e.private
	fl := f()
	e.rollback(mark)
	e.dir, e.params, e.shellIn, e.private = dir, params, held, private
	e.jobs = e.jobs[:min(jobs, len(e.jobs))]
	return fl
}

// branch runs f, which may or may not run: what it assigns is unknown afterwards.
func (e *eval) branch(f func() flow) flow {
	mark, dir := len(e.undo), e.dir
	fl := f()
	if fl.stop { // the script goes on only where the branch was not taken
		e.rollback(mark)
		e.dir = dir
		return fl
	}
	for _, name := range e.rollback(mark) {
		e.assign(name, unknown)
	}
	if e.dir != dir {
		e.dir = ""
	}
	return fl
}

// path makes a path absolute and clean. Unknown parts become wildcards; ok is false when not even its start is known.
func (e *eval) path(name string) (file string, glob, ok bool) {
	if name == "" || strings.HasPrefix(name, unknown) || strings.HasPrefix(name, symOpen) {
		return "", false, false
	}
	if rest, home := strings.CutPrefix(name, "~/"); home || name == "~" {
		dir, known := e.lookup("HOME")
		if !known {
			return "", false, false
		}
		name = dir + "/" + rest
	}
	name = strings.ReplaceAll(plain(name), unknown, "*")
	glob = strings.ContainsAny(name, "*?[")
	if !strings.HasPrefix(name, "/") && e.dir != "" {
		name = e.dir + "/" + name
	}
	return path.Clean(name), glob, true
}
