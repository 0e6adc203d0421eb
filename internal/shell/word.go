package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// symOpen and symClose enclose the name of a process whose number a command substitution gives: $(pidof nginx).
// They are of the private use area and never leave the package.
const (
	symOpen  = "\uE000"
	symClose = "\uE001"
)

// plain replaces symbols by the mark for the unknown.
func plain(word string) string {
	word = settle(word)
	for {
		i := strings.Index(word, symOpen)
		if i < 0 {
			return word
		}
		j := strings.Index(word[i:], symClose)
		if j < 0 {
			return word[:i] + unknown
		}
		word = word[:i] + unknown + word[i+j+len(symClose):]
	}
}

// fields gathers the words that one shell word expands to.
type fields struct {
	done []string
	cur  strings.Builder
	some bool // a word is begun, be it empty
}

func (f *fields) add(s string) {
	f.cur.WriteString(s)
	f.some = true
}

func (f *fields) end() {
	if f.some {
		f.done = append(f.done, f.cur.String())
	}
	f.cur.Reset()
	f.some = false
}

// split adds the value of an unquoted expansion, which blanks divide into words.
func (f *fields) split(s string) {
	for s != "" {
		i := strings.IndexAny(s, " \t\n")
		if i < 0 {
			f.add(s)
			return
		}
		if i > 0 {
			f.add(s[:i])
		}
		f.end()
		s = strings.TrimLeft(s[i:], " \t\n")
	}
}

// words expands the words of a command.
func (e *eval) words(list []*syntax.Word, c ctx) []string {
	out := make([]string, 0, len(list)+1)
	for _, w := range list {
		if s, ok := literal(w); ok {
			out = append(out, s)
			continue
		}
		out = append(out, e.expand(w, c)...)
	}
	return out
}

// literal is the value of a word that needs no expansion.
func literal(w *syntax.Word) (string, bool) {
	if w == nil || len(w.Parts) != 1 {
		return "", false
	}
	switch p := w.Parts[0].(type) {
	case *syntax.Lit:
		if strings.ContainsAny(p.Value, "{") && strings.Contains(p.Value, ",") {
			return "", false
		}
		return unescape(p.Value), true
	case *syntax.SglQuoted:
		return p.Value, true
	case *syntax.DblQuoted:
		if len(p.Parts) == 0 {
			return "", true
		}
		if lit, ok := p.Parts[0].(*syntax.Lit); ok && len(p.Parts) == 1 {
			return unescapeQuoted(lit.Value), true
		}
	}
	return "", false
}

func (e *eval) expand(w *syntax.Word, c ctx) []string {
	var out []string
	for _, b := range braces(w) {
		f := &fields{}
		for _, p := range b.Parts {
			e.part(f, p, c, false)
		}
		f.end()
		out = append(out, f.done...)
	}
	return out
}

// value expands a word that is not split: an assignment, a redirection, a here-document.
func (e *eval) value(w *syntax.Word, c ctx) string {
	if w == nil {
		return ""
	}
	if s, ok := literal(w); ok {
		return s
	}
	f := &fields{}
	for _, p := range w.Parts {
		e.part(f, p, c, true)
	}
	return f.cur.String()
}

func (e *eval) part(f *fields, p syntax.WordPart, c ctx, quoted bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		f.add(unescape(p.Value))
	case *syntax.SglQuoted:
		f.add(p.Value)
	case *syntax.DblQuoted:
		e.quotedPart(f, p, c)
	case *syntax.ParamExp:
		e.param(f, p, c, quoted)
	case *syntax.CmdSubst:
		f.add(e.substitute(p.Stmts, c))
	case *syntax.ProcSubst:
		e.procSubst(p, c)
		f.add(unknown)
	case *syntax.ArithmExp:
		f.add(e.arithmetic(p.X))
	case *syntax.BraceExp:
		f.add(unknown)
	default:
		f.add(unknown)
	}
}

func (e *eval) quotedPart(f *fields, q *syntax.DblQuoted, c ctx) {
	f.some = true
	for _, p := range q.Parts {
		if lit, ok := p.(*syntax.Lit); ok {
			f.add(unescapeQuoted(lit.Value))
			continue
		}
		e.part(f, p, c, true)
	}
}

// grow keeps a script from doubling a variable for ever.
func (e *eval) grow(s string) string {
	if e.growth -= len(s); e.growth < 0 {
		return unknown
	}
	return s
}

// substitute walks $(...). Its output is unknown, save the process whose number it prints.
func (e *eval) substitute(stmts []*syntax.Stmt, c ctx) string {
	if len(stmts) == 1 && callName(stmts[0]) == "pwd" && e.dir != "" {
		return e.dir
	}
	if name, ok := e.lookup("HOSTNAME"); ok && len(stmts) == 1 && e.source(stmts[0]) == "hostname" {
		return name
	}
	mark := len(e.out.Commands)
	c.out = &sink{kept: !c.echoed || c.out.keeps()}
	e.isolated(func() flow { return e.sequence(stmts, c) })
	if name := processNumber(e.out.Commands[mark:]); name != "" {
		return symOpen + name + symClose
	}
	if printsFresh(e.out.Commands[mark:]) {
		return fresh
	}
	return unknown
}

// processNumber finds the process that a substitution asks for: pidof X, pgrep X, ps | grep X.
func processNumber(list []Command) string {
	listing := false
	for _, cmd := range list {
		switch cmd.Name {
		case "pidof", "pgrep":
			return lastOperand(cmd.Argv)
		case "cat":
			if file, ok := strings.CutSuffix(lastOperand(cmd.Argv), ".pid"); ok && len(list) == 1 {
				return path.Base(file) // a PID file is named after its program
			}
		case "ps":
			listing = true
		case "grep", "egrep":
			if ops := operands(cmd.Argv[1:], ""); listing && len(ops) > 0 && !strings.Contains(strings.Join(cmd.Argv, " "), "-v") {
				return strings.NewReplacer("[", "", "]", "").Replace(ops[0])
			}
		}
	}
	return ""
}

func lastOperand(argv []string) string {
	ops := operands(argv[1:], " -u -g -t -P -F -s ")
	if len(ops) == 0 || strings.Contains(ops[len(ops)-1], unknown) {
		return ""
	}
	return ops[len(ops)-1]
}

// procSubst walks <(...) and >(...), which run beside the command.
func (e *eval) procSubst(p *syntax.ProcSubst, c ctx) {
	inner := c
	inner.background, inner.input, inner.piped = true, true, p.Op != syntax.CmdIn
	inner.up = fact.Unknown
	inner.out, inner.err = nil, nil
	e.isolated(func() flow { return e.sequence(p.Stmts, inner) })
}

func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func unescapeQuoted(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\\`, `\`, `\$`, `$`, `\"`, `"`, "\\`", "`", "\\\n", "").Replace(s)
}

// braces expands {a,b}; more than 16 words stay one unknown word.
func braces(w *syntax.Word) []*syntax.Word {
	lit := false
	for _, p := range w.Parts {
		if l, ok := p.(*syntax.Lit); ok && strings.Contains(l.Value, "{") {
			lit = true
		}
	}
	if !lit {
		return []*syntax.Word{w}
	}
	return expandBraces(&syntax.Word{Parts: w.Parts})
}
