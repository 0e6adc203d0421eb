package shell

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// umask notes whether the files that the script makes from here on are for their owner alone.
func (c *call) umask() flow {
	if ops := operands(c.args(), ""); len(ops) > 0 {
		c.e.private = ownerOnlyMask(ops[0])
	}
	return c.quiet()
}

var masks = pattern.New(`^0?[0-7]?[4-7][4-7]$`)

// ownerOnlyMask tells whether a mask, in octal or in symbols, takes the right to read from the group and all others.
func ownerOnlyMask(mask string) bool {
	return masks.MatchString(mask) || mask == "go=" || mask == "u=rwx,go=" || mask == "u=rwx,g=,o="
}

var modes = pattern.New(`^0?[0-7]?[4-7][0-3][0-3]$`)

// ownerOnly tells whether a mode, in octal or in symbols, leaves its owner alone the right to read a file.
func ownerOnly(mode string) bool {
	return modes.MatchString(mode) || slices.Contains([]string{"go-r", "og-r", "go=", "og=", "go-rwx", "og-rwx", "u=rw,go=", "u=r,go=", "u=rw,g=,o=", "u=r,g=,o="}, mode)
}

// keyFile is a private key: whoever makes it leaves it to its owner alone.
func (c *call) keyFile(name string) {
	before := c.e.private
	c.e.private = true
	c.file(fact.Write, name)
	c.e.private = before
}

// sshKeygen makes a key with mode 0600, and beside it the public one (OpenSSH 9.2).
func (c *call) sshKeygen() {
	opts, _ := options(c.args(), " -f -t -b -N -C -m -Z -O -P -y -l -R -F -H -s -I -n -V ")
	if has(opts, "-y", "-l", "-R", "-F", "-H", "-s", "-A") {
		return
	}
	if f, ok := find(opts, "-f"); ok {
		c.keyFile(f)
		c.file(fact.Write, f+".pub")
	}
}

// openssl makes private keys, and what holds one, with mode 0600 (OpenSSL 3.0.19: genrsa, genpkey, ecparam -genkey, rsa, pkcs8, pkcs12, and
// -keyout of req); all else by the mask.
func (c *call) openssl() {
	args := c.args()
	if len(args) == 0 {
		return
	}
	verb := args[0]
	for i := 1; i+1 < len(args); i++ {
		switch f := args[i+1]; args[i] {
		case "-keyout":
			c.keyFile(f)
		case "-out":
			if c.opensslKey(verb) {
				c.keyFile(f)
			} else {
				c.file(fact.Write, f)
			}
		}
	}
}

func (c *call) opensslKey(verb string) bool {
	flags := " " + strings.Join(c.args(), " ") + " "
	switch verb {
	case "genrsa", "genpkey":
		return true
	case "ecparam":
		return strings.Contains(flags, " -genkey ")
	case "rsa", "ec", "pkey":
		return !strings.Contains(flags, " -pubout ") && !strings.Contains(flags, " -pubin ")
	case "pkcs8":
		return strings.Contains(flags, " -topk8 ")
	case "pkcs12":
		return strings.Contains(flags, " -export ")
	}
	return false
}

// kinit keeps the tickets in a file of mode 0600, by -c or KRB5CCNAME.
func (c *call) kinit() {
	opts, _ := options(c.args(), " -c -t -l -s -r -p -X -S ")
	cache, ok := find(opts, "-c")
	if !ok {
		cache, ok = c.e.lookup("KRB5CCNAME")
	}
	if cache = strings.TrimPrefix(cache, "FILE:"); ok && strings.HasPrefix(cache, "/") {
		c.keyFile(cache)
	}
	if table, given := find(opts, "-t"); given {
		c.file(fact.Read, strings.TrimPrefix(table, "FILE:"))
	}
}
