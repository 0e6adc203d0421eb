package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

func (c *call) sed() {
	var args []string
	inPlace := false
	for _, a := range c.args() {
		if strings.HasPrefix(a, "-i") || strings.HasPrefix(a, "--in-place") || isCluster(a, 'i') {
			inPlace = true
			if strings.HasSuffix(a, "e") {
				args = append(args, "-e")
			}
			continue
		}
		args = append(args, a)
	}
	opts, ops := options(args, " -e -f --expression --file -l ")
	if !has(opts, "-e", "-f", "--expression", "--file") {
		ops = ops[min(1, len(ops)):]
	}
	for _, f := range ops {
		c.file(fact.Read, f)
		if inPlace {
			c.file(fact.Write, f)
		}
	}
	c.follows()
}

// isCluster tells whether a is a group of short flags that holds flag: -ni, -Ei.
func isCluster(a string, flag byte) bool {
	if len(a) < 2 || len(a) > 4 || a[0] != '-' || a[1] == '-' {
		return false
	}
	before, _, found := strings.Cut(a[1:], string(flag))
	return found && strings.Trim(before, "nErsz") == ""
}

// yq reads the files after its expression; version 3 has a verb in place of it, and all of its verbs but merge take one file in front of a path.
// In place only the first file is written ("update the file in place of first file given").
func (c *call) yq() {
	opts, files := options(c.args(), " -o --output-format -p --input-format -I --indent ")
	verb := ""
	if len(files) > 0 {
		verb = files[0]
	}
	switch verb {
	case "m", "merge", "x", "compare":
		files = files[1:]
	case "r", "read", "w", "write", "d", "delete", "p", "prefix", "v", "validate":
		files = files[1:min(2, len(files))]
	case "e", "eval", "ea", "eval-all":
		files = files[min(2, len(files)):]
	default:
		files = files[min(1, len(files)):]
	}
	for i, f := range files {
		c.file(fact.Read, f)
		if i == 0 && has(opts, "-i", "--inplace") {
			c.file(fact.Write, f)
		}
	}
}

// jq reads files after its filter; --arg and its like take a name and a value.
func (c *call) jq() {
	var args []string
	for i := 0; i < len(c.args()); i++ {
		switch a := c.args()[i]; a {
		case "--arg", "--argjson", "--slurpfile", "--rawfile":
			i += 2
		default:
			args = append(args, a)
		}
	}
	opts, ops := options(args, " -f --from-file --indent ")
	if f, ok := find(opts, "-f", "--from-file"); ok {
		c.file(fact.Read, f)
	} else {
		ops = ops[min(1, len(ops)):]
	}
	if has(opts, "-n", "--null-input") {
		return
	}
	for _, f := range ops {
		c.file(fact.Read, f)
	}
}

// envsubst reads stdin; the a8m build takes -i and -o.
func (c *call) envsubst() {
	opts, _ := options(c.args(), " -i -o ")
	if f, ok := find(opts, "-i"); ok {
		c.file(fact.Read, f)
	}
	if f, ok := find(opts, "-o"); ok {
		c.file(fact.Write, f)
	}
}
