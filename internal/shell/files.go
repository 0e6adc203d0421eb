package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// tee copies its input to files and to stdout.
func (c *call) tee() {
	opts, ops := options(c.args(), "")
	op := fact.Write
	if has(opts, "-a", "--append") {
		op = fact.Append
	}
	alsoStdout := c.ctx.out == nil
	for _, f := range ops {
		if stdStream(f) {
			alsoStdout = true
		}
	}
	for _, f := range ops {
		c.file(op, f)
		c.teeLog(f, alsoStdout)
		if file, _, ok := c.e.path(f); ok {
			c.passOn(&sink{file: file, app: op == fact.Append})
		}
	}
	c.follows()
}

func (c *call) teeLog(name string, alsoStdout bool) {
	file, glob, ok := c.e.path(name)
	if !ok || strings.HasPrefix(file, "/dev/") || stdStream(file) || !isLog(c.ctx, sink{file: file}, c.ctx.up, false) {
		return
	}
	f := c.fact(fact.Log)
	f.Sink, f.File, f.Glob, f.Rung, f.Partial = fact.SinkFile, file, glob, 1, alsoStdout
	c.e.emit(f)
}

// copyFiles is cp and mv.
func (c *call) copyFiles() {
	opts, ops := options(c.args(), " -t --target-directory -S --suffix ")
	dest, toDir := find(opts, "-t", "--target-directory")
	if !toDir {
		if len(ops) < 2 {
			return
		}
		dest, ops = ops[len(ops)-1], ops[:len(ops)-1]
	}
	deep := has(opts, "-r", "-R", "-a", "--recursive", "--archive")
	for _, src := range ops {
		c.fileAs(fact.Read, src, deep || strings.HasSuffix(src, "/"))
		if c.name() == "mv" {
			c.fileAs(fact.Remove, src, false)
		}
	}
	c.destination(ops, dest, deep, toDir)
}

// destination states what a copy writes: the files below dest that carry the sources' names, or dest itself.
func (c *call) destination(sources []string, dest string, deep, toDir bool) {
	toDir = toDir || len(sources) > 1 || namesDir(dest)
	for _, src := range sources {
		base := path.Base(src)
		switch {
		case deep || strings.ContainsAny(base, "*?["+unknown) || base == "." || base == "..":
			c.fileAs(fact.Write, dest, true)
		case toDir:
			c.file(fact.Write, strings.TrimSuffix(dest, "/")+"/"+base)
		default:
			c.fileAs(fact.Write, dest, mayHold(dest, src))
		}
	}
}

// mayHold tells whether the destination of one file is rather a directory than its new name: without an extension, under another name, and
// neither beside the file nor named as it is without its last extension (state.tmp, which becomes state).
func mayHold(dest, src string) bool {
	base, ext := path.Base(src), path.Ext(src)
	name, dir := path.Base(dest), path.Dir(dest)
	beside := dir == path.Dir(src) && dir != "/"
	return path.Ext(name) == "" && ext != "" && name != base && name != strings.TrimSuffix(base, ext) && !beside
}

// namesDir tells whether a path says by its form that it is a directory.
func namesDir(name string) bool {
	return strings.HasSuffix(name, "/") || strings.HasSuffix(name, "/.") || name == "."
}

func (c *call) install() {
	opts, ops := options(c.args(), " -m -o -g -t --mode --owner --group ")
	if has(opts, "-d", "--directory") {
		for _, d := range ops {
			c.fileAs(fact.Create, d, true)
		}
		return
	}
	dest, toDir := find(opts, "-t")
	if !toDir {
		if len(ops) < 2 {
			return
		}
		dest, ops = ops[len(ops)-1], ops[:len(ops)-1]
	}
	for _, src := range ops {
		c.file(fact.Read, src)
	}
	c.destination(ops, dest, false, toDir)
}

func (c *call) link() {
	ops := operands(c.args(), " -t ")
	if len(ops) < 2 {
		return
	}
	c.destination(ops[:len(ops)-1], ops[len(ops)-1], false, false)
}

func (c *call) rsync() {
	opts, ops := options(c.args(), " -e --rsh --exclude --include --exclude-from --log-file --port --bwlimit --password-file --chown ")
	if has(opts, "--daemon") {
		c.life = fact.Endless
		return
	}
	if len(ops) < 2 {
		return
	}
	for i, f := range ops {
		host, _, remote := strings.Cut(f, ":")
		switch {
		case remote && !strings.Contains(host, "/"):
			_, host = cutLast(host, "@")
			c.dial(host, 22)
		case i == len(ops)-1:
			c.fileAs(fact.Write, f, true)
		default:
			c.fileAs(fact.Read, f, true)
		}
	}
}

// cutLast splits at the last sep; before is empty when there is none.
func cutLast(s, sep string) (before, rest string) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):]
	}
	return "", s
}

func (c *call) dd() {
	for _, a := range c.args() {
		if f, ok := strings.CutPrefix(a, "of="); ok {
			c.file(fact.Write, f)
		}
		if f, ok := strings.CutPrefix(a, "if="); ok {
			c.file(fact.Read, f)
		}
	}
}

func makes(dir bool) func(*call) {
	return func(c *call) {
		for _, f := range operands(c.args(), " -m --mode -d -t -r --date --reference ") {
			c.fileAs(fact.Create, f, dir)
		}
	}
}

func (c *call) remove() {
	opts, ops := options(c.args(), "")
	for _, f := range ops {
		c.fileAs(fact.Remove, f, has(opts, "-r", "-R", "--recursive") || c.name() == "rmdir")
	}
}

func (c *call) truncate() {
	for _, f := range operands(c.args(), " -s --size -r --reference ") {
		c.file(fact.Write, f)
	}
}

// chmod is chmod, chown and chgrp: the first operand is the mode or the owner, which may begin with a dash (-x).
func (c *call) chmod() {
	opts, ops := options(c.args(), "")
	skip := 1
	if has(opts, "--reference") || c.name() == "chmod" && has(opts, "-x", "-w", "-r") {
		skip = 0
	}
	for _, f := range ops[min(skip, len(ops)):] {
		at := len(c.e.out.Facts)
		c.fileAs(fact.Chmod, f, has(opts, "-R", "--recursive") || strings.HasSuffix(f, "/"))
		for i := at; i < len(c.e.out.Facts); i++ {
			c.e.out.Facts[i].Private = c.name() == "chmod" && skip == 1 && ownerOnly(ops[0])
		}
	}
}

// test is [ and test: what they ask of a file.
func (c *call) test() {
	waits := c.testedFor()
	for i, a := range c.argv {
		if i+1 >= len(c.argv) || len(a) != 2 || a[0] != '-' {
			continue
		}
		if strings.IndexByte("efsrdSpxhLwbc", a[1]) >= 0 && strings.ContainsAny(c.argv[i+1], "/.") {
			c.ctx.awaited = slices.Contains(waits, c.argv[i+1])
			c.fileAs(fact.Read, c.argv[i+1], a == "-d")
		}
	}
}

func (c *call) find() {
	args := c.args()
	n := 0
	for n < len(args) && !strings.HasPrefix(args[n], "-") && args[n] != "(" && args[n] != "!" {
		n++
	}
	roots := args[:n]
	if n == 0 {
		roots = []string{"."}
	}
	for _, r := range roots {
		c.fileAs(fact.Read, r, true)
	}
	for i := n; i < len(args); i++ {
		switch args[i] {
		case "-delete":
			for _, r := range roots {
				c.fileAs(fact.Remove, r, true)
			}
		case "-exec", "-execdir":
			i = c.findExec(args, i+1, roots)
		}
	}
}

// findExec runs what -exec gives on each root, with everything below it.
func (c *call) findExec(args []string, from int, roots []string) int {
	end := from
	for end < len(args) && args[end] != ";" && args[end] != "+" {
		end++
	}
	for _, r := range roots {
		inner := *c
		inner.base, inner.words = -1, nil
		inner.argv = nil
		for _, a := range args[from:end] {
			inner.argv = append(inner.argv, strings.ReplaceAll(a, "{}", strings.TrimSuffix(r, "/")+"/*"))
		}
		if len(inner.argv) > 0 && !isShell(inner.argv[0]) {
			if fl := c.e.do(&inner); fl.life != fact.Finite {
				c.life = fact.Unknown
			}
		}
	}
	return end
}
