package shell

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

func (c *call) tar() {
	args := append([]string(nil), c.args()...)
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		args[0] = "-" + args[0]
	}
	opts, ops := options(args, " -f --file -C --directory --exclude -X -T --strip-components --transform ")
	dir, hasDir := find(opts, "-C", "--directory")
	if !hasDir {
		dir = "."
	}
	archive, _ := find(opts, "-f", "--file")
	switch {
	case has(opts, "-x", "--extract", "--get"):
		c.file(fact.Read, archive)
		c.fileAs(fact.Write, dir, true)
	case has(opts, "-c", "--create", "-r", "-u"):
		c.file(fact.Write, archive)
		for _, f := range ops {
			if hasDir && !path.IsAbs(f) {
				f = dir + "/" + f
			}
			c.fileAs(fact.Read, f, true)
		}
	case archive != "":
		c.file(fact.Read, archive)
	}
}

func (c *call) unzip() {
	opts, ops := options(c.args(), " -d -P -x ")
	if len(ops) > 0 {
		c.file(fact.Read, ops[0])
	}
	dir, ok := find(opts, "-d")
	if !ok {
		dir = "."
	}
	if !has(opts, "-l", "-t", "-p") {
		c.fileAs(fact.Write, dir, true)
	}
}

func (c *call) gzip() {
	opts, ops := options(c.args(), " -S ")
	for _, f := range ops {
		c.file(fact.Read, f)
		switch {
		case has(opts, "-c", "--stdout"):
		case c.name() == "gunzip" || has(opts, "-d"):
			c.file(fact.Write, strings.TrimSuffix(f, ".gz"))
		default:
			c.file(fact.Write, f+".gz")
		}
	}
}
