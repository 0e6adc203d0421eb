package policy

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// String is the problem on one line: file:line:column: message.
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems turns what OPA reports about files, whose texts are given by name, into problems.
func Problems(err error, texts map[string]string) []Problem {
	files := make(map[string]*module, len(texts))
	for name, text := range texts {
		files[name] = &module{path: name, text: text}
	}
	return sortProblems(problemsOf(err, files))
}

// problemsOf turns what OPA reports about the modules, named by file, into problems.
func problemsOf(err error, files map[string]*module) []Problem {
	var all ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &all):
	case errors.As(err, &one):
		all = ast.Errors{one}
	default:
		return []Problem{{Message: oneLine(err.Error())}}
	}
	out := make([]Problem, 0, len(all))
	for _, e := range all {
		out = append(out, problemOf(e, files))
	}
	return specific(out)
}

// specific drops a problem that another at the same place says in more words.
func specific(ps []Problem) []Problem {
	var out []Problem
	for i, p := range ps {
		said := false
		for j, o := range ps {
			samePlace := i != j && o.File == p.File && o.Line == p.Line && o.Column == p.Column
			said = said || (samePlace && len(o.Message) > len(p.Message) && strings.HasPrefix(o.Message, p.Message))
		}
		if !said {
			out = append(out, p)
		}
	}
	return out
}

func problemOf(e *ast.Error, files map[string]*module) Problem {
	if p := unknownRef(e, files); p != nil {
		return *p
	}
	message := e.Message
	if e.Code == ast.ParseErr {
		message = "parse: " + message
	}
	if e.Details != nil && e.Code != ast.ParseErr {
		message += ": " + strings.Join(e.Details.Lines(), ", ")
	}
	p := Problem{Message: oneLine(explainCall(message))}
	if e.Location == nil {
		return p
	}
	p.File, p.Line, p.Column = e.Location.File, e.Location.Row, max(e.Location.Col, 1) // OPA counts the end of the file as column 0
	if m := files[p.File]; m != nil {
		p.Snippet = m.line(p.Line)
	}
	return p
}

// unknownRef is a reference to what its object does not have, where that stands; nil when the fault is another one.
func unknownRef(e *ast.Error, files map[string]*module) *Problem {
	detail, ok := e.Details.(*ast.RefErrInvalidDetail)
	if !ok || detail.Pos <= 0 || detail.Pos >= len(detail.Ref) || len(detail.OneOf) == 0 {
		return nil
	}
	key, ok := detail.Ref[detail.Pos].Value.(ast.String)
	at := detail.Ref[detail.Pos].Location
	if !ok || at == nil || files[at.File] == nil {
		return nil
	}
	known := make([]string, 0, len(detail.OneOf))
	for _, v := range detail.OneOf {
		known = append(known, strings.Trim(v.String(), `"`))
	}
	p := files[at.File].problemAt(at.Row, max(at.Col, 1), noField(refText(detail.Ref[:detail.Pos]), string(key), known))
	return &p
}

// refText is a reference as people write it: the compiler gives variables that stand for any element names of its own.
func refText(ref ast.Ref) string {
	out := ref.Copy()
	for i, t := range out {
		if v, ok := t.Value.(ast.Var); ok && i > 0 && v.IsGenerated() {
			out[i] = ast.VarTerm("_")
		}
	}
	return out.String()
}

// noField says that an object has no field of a name, and which it has.
func noField(what, key string, known []string) string {
	if hint := didYouMean(key, known); hint != "" {
		return fmt.Sprintf("%s has no field %q%s", what, key, hint)
	}
	slices.Sort(known)
	return fmt.Sprintf("%s has no field %q, but %s", what, key, strings.Join(known, ", "))
}

// explainCall says why a function is not there: because rules may not call it, or because it is misspelt.
func explainCall(message string) string {
	name, found := strings.CutPrefix(message, "undefined function ")
	if !found || strings.ContainsAny(name, " \n") {
		return message
	}
	if b := ast.BuiltinMap[name]; b != nil {
		return fmt.Sprintf("rules may not call %s: %s", name, whyForbidden(b))
	}
	var known []string
	for _, b := range sandbox().Builtins {
		known = append(known, b.Name)
	}
	return message + didYouMean(name, known)
}

func whyForbidden(b *ast.Builtin) string {
	switch {
	case endless(b.Name):
		return "one call can ask for any amount of memory"
	case b.Name == ast.HTTPSend.Name || strings.HasPrefix(b.Name, "net."):
		return "it reaches out to the network"
	case b.Name == ast.OPARuntime.Name:
		return "it reads the environment"
	}
	return "its answer changes from run to run"
}

// Frame draws the source line with a caret under the column, as lines; nil when the line is unknown.
func (p Problem) Frame() []string {
	if p.Snippet == "" {
		return nil
	}
	const tab = "    "
	line := []rune(p.Snippet)
	before := strings.ReplaceAll(string(line[:min(max(p.Column-1, 0), len(line))]), "\t", tab)
	gutter := strings.Repeat(" ", len(strconv.Itoa(p.Line)))
	return []string{
		gutter + " |",
		fmt.Sprintf("%d | %s", p.Line, strings.ReplaceAll(p.Snippet, "\t", tab)),
		gutter + " | " + strings.Repeat(" ", utf8.RuneCountInString(before)) + "^",
	}
}

// oneLine joins the lines of a message, which OPA indents below each other.
func oneLine(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
