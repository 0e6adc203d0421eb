package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// Text is what a script writes into a file by its own words: with a here-document, echo or printf.
type Text struct {
	File string     // cleaned absolute path
	Text string     // as the file gets it; "${}" stands for what is not known
	At   fact.Place // of the first line of the text

	Several bool // the file is written more than once, each time anew: which of the texts it holds in the end nobody tells
}

// document is a here-document on its way to a command.
type document struct {
	text string
	at   fact.Place
}

// openPart stands in a Text for what is not known.
const openPart = "${}"

// document reads the text of a here-document.
func (e *eval) document(r *syntax.Redirect, c ctx) *document {
	word := r.Hdoc
	if word == nil {
		word = r.Word
	}
	text := e.value(word, c)
	if r.Op == syntax.DashHdoc {
		text = strings.ReplaceAll("\n"+text, "\n\t", "\n")[1:]
	}
	return &document{text: text, at: e.place(word.Pos())}
}

// passOn is cat, or tee, of a here-document.
func (c *call) passOn(to *sink) {
	if d := c.ctx.doc; d != nil {
		c.e.write(to, d.text, d.at)
	}
}

// print is echo.
func (c *call) print() {
	words, escapes := c.args(), false
	for len(words) > 0 && (words[0] == "-e" || words[0] == "-n" || words[0] == "-ne" || words[0] == "-en") {
		escapes, words = escapes || strings.Contains(words[0], "e"), words[1:]
	}
	text := strings.Join(words, " ")
	if escapes {
		text = unprinted.Replace(text)
	}
	c.e.write(c.ctx.out, text+"\n", c.at)
}

// printFormat is printf, as far as its format says all.
func (c *call) printFormat() {
	words := c.args()
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	text := unprinted.Replace(words[0])
	for _, w := range words[1:] {
		text = strings.Replace(text, "%s", w, 1)
	}
	c.e.write(c.ctx.out, strings.ReplaceAll(text, "%s", openPart), c.at)
}

var unprinted = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\\`, `\`)

// mostText is the size in bytes from which on nothing is appended to a text: a script of the manifest is no larger than its object.
const mostText = 1 << 20

// write notes that text goes into a file. What the same stream gets later, and what is appended, follows it.
func (e *eval) write(to *sink, text string, at fact.Place) {
	if !to.named() || strings.ContainsAny(to.file, "*?[") || !strings.HasPrefix(to.file, "/") {
		return
	}
	text = strings.ReplaceAll(plain(text), unknown, openPart)
	for i := range e.out.Texts {
		t := &e.out.Texts[i]
		switch {
		case t.File != to.file:
		case to.app || e.stream == to:
			if len(t.Text) < mostText {
				t.Text += text
			}
			return
		default:
			t.Several = t.Several || t.Text != text
			e.stream = to
			return
		}
	}
	e.stream = to
	e.out.Texts = append(e.out.Texts, Text{File: to.file, Text: text, At: at})
}
