package shell

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// redirected walks a statement with its redirections.
func (e *eval) redirected(s *syntax.Stmt, c ctx) flow {
	if len(s.Redirs) == 0 {
		return e.command(s, c)
	}
	inner := c
	for _, r := range s.Redirs {
		e.redirect(r, s, &inner)
	}
	fl := e.command(s, inner)
	if callName(s) == "exec" && onlyExec(s) {
		e.shellIn.out, e.shellIn.err = inner.out, inner.err
		e.logOf(s, inner, flow{life: fact.Endless})
		return fl
	}
	if !printsNothing(s) {
		e.logOf(s, inner, fl)
	}
	return fl
}

func onlyExec(s *syntax.Stmt) bool {
	x, ok := s.Cmd.(*syntax.CallExpr)
	return ok && len(x.Args) == 1
}

func (e *eval) redirect(r *syntax.Redirect, s *syntax.Stmt, c *ctx) {
	fd := ""
	if r.N != nil {
		fd = r.N.Value
	}
	switch r.Op {
	case syntax.RdrIn:
		c.input, c.piped, c.doc = true, false, nil
		e.input(r, s, *c)
	case syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		c.doc = e.document(r, *c)
		c.input, c.piped = true, false
	case syntax.RdrOut, syntax.RdrClob, syntax.RdrInOut:
		e.setStream(c, fd, e.target(r, s, *c, false))
	case syntax.AppOut, syntax.AppClob:
		e.setStream(c, fd, e.target(r, s, *c, true))
	case syntax.RdrAll, syntax.RdrAllClob, syntax.AppAll, syntax.AppAllClob:
		c.out = e.target(r, s, *c, r.Op == syntax.AppAll || r.Op == syntax.AppAllClob)
		c.err = c.out
	case syntax.DplOut:
		e.duplicate(r, s, fd, c)
	}
}

// duplicate is 2>&1, >&2 and bash's >&file.
func (e *eval) duplicate(r *syntax.Redirect, s *syntax.Stmt, fd string, c *ctx) {
	to := e.value(r.Word, *c)
	switch {
	case to == "1":
		c.err = c.out
	case to == "2":
		c.out = c.err
	case to == "-":
		e.setStream(c, fd, &sink{null: true})
	case fd == "" && to != "" && (to[0] < '0' || to[0] > '9'):
		c.out = e.target(r, s, *c, false)
		c.err = c.out
	}
}

// keeps tells whether the output of a statement goes to a file or nowhere, and not to the container's own streams.
func keeps(s *syntax.Stmt, c ctx) bool {
	kept := c.out.keeps() || swallows(s)
	for _, r := range s.Redirs {
		if r.N != nil && r.N.Value != "1" {
			continue
		}
		switch r.Op {
		case syntax.RdrOut, syntax.RdrClob, syntax.AppOut, syntax.AppClob, syntax.RdrAll, syntax.AppAll:
			name, ok := literal(r.Word)
			kept = ok && (name == "/dev/null" || !strings.HasPrefix(name, "/dev/") && !stdStream(name))
		case syntax.DplOut:
			kept = false
		}
	}
	return kept
}

// swallows tells whether a statement prints none of the lines that it reads.
func swallows(s *syntax.Stmt) bool {
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		return digests(literals(x.Args))
	case *syntax.WhileClause:
		return !printsSome(x.Do)
	}
	return false
}

// digests tells whether a command takes files in and prints none of their lines, but a count, a sum or nothing at all.
func digests(argv []string) bool {
	if len(argv) == 0 {
		return false
	}
	switch argv[0] {
	case "wc", "cksum", "md5sum", "sha1sum", "sha256sum", "sha512sum", "cmp", "read", "mapfile", "readarray", "stat":
		return true
	case "curl", "nc", "ncat", "netcat", "ssh", "mail", "sendmail", "kcat", "kafkacat": // they send it on
		return true
	case "grep", "egrep", "fgrep", "zgrep":
		return slices.ContainsFunc(argv[1:], func(a string) bool {
			return a == "--quiet" || a == "--silent" || a == "--count" || len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.ContainsAny(a, "qcl")
		})
	}
	return false
}

// printsSome tells whether the body of a loop may print what it reads.
func printsSome(do []*syntax.Stmt) bool {
	found := false
	for _, s := range do {
		syntax.Walk(s, func(n syntax.Node) bool {
			st, ok := n.(*syntax.Stmt)
			if !ok {
				return !found
			}
			x, ok := st.Cmd.(*syntax.CallExpr)
			found = found || ok && len(x.Args) > 0 && !printsNone[callName(st)]
			return !found
		})
	}
	return found
}

// printsNone are commands that print nothing of what a loop reads.
var printsNone = map[string]bool{
	":": true, "true": true, "[": true, "test": true, "let": true, "sleep": true, "read": true, "break": true, "continue": true, "exit": true,
	"export": true, "local": true, "kill": true, "touch": true, "rm": true, "mv": true, "cp": true, "mkdir": true, "expr": true, "set": true, "shift": true,
}

// literals are words as far as they are plain text; others are empty.
func literals(words []*syntax.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i], _ = literal(w)
	}
	return out
}

// keeps holds for a file, /dev/null and a pipe that ends in one of them; nil is the container's own stream.
func (s *sink) keeps() bool { return s != nil && (s.file != "" || s.null || s.kept) }

func (e *eval) setStream(c *ctx, fd string, to *sink) {
	switch fd {
	case "", "1":
		c.out = to
	case "2":
		c.err = to
	}
}

// input states what a command reads from: < file.
func (e *eval) input(r *syntax.Redirect, s *syntax.Stmt, c ctx) {
	name := e.value(r.Word, c)
	f := e.stmtFact(s, c)
	if e.devTCP(name, f) {
		return
	}
	if file, glob, ok := e.path(name); ok && !strings.HasPrefix(file, "/dev/") {
		f.Kept = keeps(s, c)
		f.Kind, f.Op, f.File, f.Glob = fact.File, fact.Read, file, glob
		e.emit(f)
	}
}

// target states what > and >> do and gives where the stream goes from there.
func (e *eval) target(r *syntax.Redirect, s *syntax.Stmt, c ctx, app bool) *sink {
	name := e.value(r.Word, c)
	f := e.stmtFact(s, c)
	if e.devTCP(name, f) {
		return &sink{}
	}
	file, glob, ok := e.path(name)
	if !ok {
		return &sink{}
	}
	switch {
	case file == "/dev/null":
		return &sink{null: true}
	case stdStream(file):
		if strings.HasPrefix(file, "/proc/1/") {
			f.Kind, f.Sink, f.File, f.Rung = fact.Log, fact.SinkStdout, file, 1
			e.emit(f)
		}
		return nil
	case strings.HasPrefix(file, "/dev/"):
		return &sink{}
	}
	f.Kind, f.Op, f.File, f.Glob, f.Fresh, f.Private = fact.File, fact.Write, file, glob, isFresh(name), e.private
	if app {
		f.Op = fact.Append
	}
	e.emit(f)
	return &sink{file: file, app: app}
}

// stdStream tells whether a path names the stdout or stderr of a process.
func stdStream(file string) bool {
	switch file {
	case "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/console":
		return true
	}
	return strings.HasPrefix(file, "/dev/fd/") || strings.HasPrefix(file, "/proc/") && strings.Contains(file, "/fd/")
}

// devTCP is bash's /dev/tcp/host/port.
func (e *eval) devTCP(name string, f fact.Fact) bool {
	rest, ok := strings.CutPrefix(name, "/dev/tcp/")
	f.Protocol = "TCP"
	if !ok {
		rest, ok = strings.CutPrefix(name, "/dev/udp/")
		f.Protocol = "UDP"
	}
	if !ok {
		return false
	}
	host, port, _ := strings.Cut(rest, "/")
	f.Kind, f.Host = fact.Dial, known(host)
	f.Port, _ = strconv.Atoi(port)
	e.emit(f)
	return true
}

func (e *eval) stmtFact(s *syntax.Stmt, c ctx) fact.Fact {
	return c.fact(e.place(s.Pos()), e.source(s))
}

// fact is a fact with what its surroundings say.
func (c ctx) fact(at fact.Place, text string) fact.Fact {
	return fact.Fact{At: at, Text: text, Endless: c.endless, Background: c.background, Kept: c.out.keeps(), Wait: c.wait, GivesUp: c.wait && c.gives, Awaited: c.awaited, Unless: c.missing, Ignorable: c.ignorable}
}

// emit states a fact once: a loop over several items, or a function called twice, says the same again.
func (e *eval) emit(f fact.Fact) {
	if recent := max(0, len(e.out.Facts)-32); slices.Contains(e.out.Facts[recent:], f) {
		return
	}
	e.out.Facts = append(e.out.Facts, f)
}

// logOf states the log that a statement's own redirections make: the output of what goes on, not of what ends.
func (e *eval) logOf(s *syntax.Stmt, c ctx, fl flow) {
	both := c.out != nil && c.out == c.err
	life := fl.life
	if c.piped && life == fact.Finite {
		life = c.up
	}
	if ownsRedirect(s, true) && c.out.named() && isLog(c, *c.out, life, both) {
		e.logTo(e.stmtFact(s, c), *c.out)
		return
	}
	if ownsRedirect(s, false) && c.err.named() && !both && isLog(c, *c.err, life, false) {
		f := e.stmtFact(s, c)
		f.Partial, f.Purpose = c.out == nil || c.out.file != "", fact.PurposeError
		e.logTo(f, *c.err)
	}
}

// printsNothing holds for what only empties a file: "> f", ": > f", "true > f".
func printsNothing(s *syntax.Stmt) bool {
	if s.Cmd == nil {
		return true
	}
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return ok
	}
	name := call.Args[0].Lit()
	return name == ":" || name == "true"
}

// named tells whether a stream goes to a file that is known.
func (s *sink) named() bool { return s != nil && s.file != "" }

func (e *eval) logTo(f fact.Fact, to sink) {
	f.Kind, f.Sink, f.File, f.Rung = fact.Log, fact.SinkFile, to.file, 1
	f.Glob = strings.Contains(to.file, "*")
	e.emit(f)
}

// ownsRedirect tells whether the statement itself redirects stdout (or stderr).
func ownsRedirect(s *syntax.Stmt, stdout bool) bool {
	for _, r := range s.Redirs {
		switch r.Op {
		case syntax.RdrAll, syntax.AppAll, syntax.RdrAllClob, syntax.AppAllClob:
			return true
		case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.AppClob, syntax.DplOut:
			if (r.N != nil && r.N.Value == "2") != stdout {
				return true
			}
		}
	}
	return false
}

// isLog tells whether the output of a command with this lifetime is a log: that of a server always; that of an unknown
// program when the file's name says so or both streams go there; that of a short command when it is repeated.
func isLog(c ctx, to sink, life fact.Lifetime, both bool) bool {
	switch life {
	case fact.Endless:
		return true
	case fact.Unknown:
		return both || logName(to.file)
	}
	return c.endless && logName(to.file)
}

// logName tells whether a file's name or directory says that it is a log.
func logName(file string) bool {
	dir, base := path.Split(strings.ToLower(file))
	if strings.Contains(dir, "/log/") || strings.Contains(dir, "/logs/") || strings.Contains(base, ".log") {
		return true
	}
	for _, w := range strings.FieldsFunc(base, func(r rune) bool { return r < 'a' || r > 'z' }) {
		if w == "log" || w == "logs" {
			return true
		}
	}
	return strings.HasSuffix(base, "log")
}

// known is s, or nothing when a part of it is unknown.
func known(s string) string {
	if strings.Contains(s, unknown) || strings.Contains(s, symOpen) {
		return ""
	}
	return s
}
