package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// nginxSignals are what nginx -s sends.
var nginxSignals = map[string]string{"reload": "HUP", "quit": "QUIT", "stop": "TERM", "reopen": "USR1"}

func (c *call) nginx() {
	opts, _ := options(c.args(), " -g -s -c -p -e ")
	if s, ok := find(opts, "-s"); ok {
		c.life = fact.Finite
		c.signal(nginxSignals[s], "nginx")
		return
	}
	if f, ok := find(opts, "-c"); ok {
		c.file(fact.Read, f)
	}
	switch g, _ := find(opts, "-g"); {
	case has(opts, "-t", "-T", "-v", "-V"):
		c.life = fact.Finite
	case strings.Contains(strings.Join(strings.Fields(g), " "), "daemon off"):
		c.life = fact.Endless
	}
}

// httpd is busybox's (-p port -h dir) or Apache's (-D FOREGROUND).
func (c *call) httpd() {
	opts, _ := options(c.args(), " -p -h -c -u -r -D -k -d ")
	if d, ok := find(opts, "-D"); ok {
		if d == "FOREGROUND" {
			c.life = fact.Endless
		}
		return
	}
	addr, onPort := find(opts, "-p")
	dir, ok := find(opts, "-h")
	if !onPort && !ok {
		return
	}
	host, p := hostPort(addr)
	if p == 0 {
		host, p = "", port(addr)
	}
	if p == 0 {
		p = 80
	}
	c.listen(host, p, "")
	c.life = fact.Finite // without -f it goes into the background
	if has(opts, "-f") || has(opts, "-v") {
		c.life = fact.Endless
	}
	if dir == "" {
		dir = "."
	}
	c.fileAs(fact.Serve, dir, true)
}

func (c *call) python() {
	args := c.args()
	for i, a := range args {
		if a == "-c" {
			c.e.out.Opaque = true
			return
		}
		if a == "-m" && i+1 < len(args) {
			c.pythonModule(args[i+1], args[i+2:])
			return
		}
		if !strings.HasPrefix(a, "-") {
			c.file(fact.Read, a)
			return
		}
	}
	if len(args) == 0 && c.ctx.input {
		c.e.out.Opaque = true
	}
}

func (c *call) pythonModule(name string, args []string) {
	switch name {
	case "http.server", "SimpleHTTPServer":
	case "pip", "venv", "compileall", "json.tool":
		c.life = fact.Finite
		return
	default:
		return
	}
	opts, ops := options(args, " -b --bind -d --directory -p --protocol ")
	host, _ := find(opts, "-b", "--bind")
	p := 8000
	if len(ops) > 0 {
		p = port(ops[0])
	}
	dir, ok := find(opts, "-d", "--directory")
	if !ok {
		dir = "."
	}
	c.life = fact.Endless
	c.listen(host, p, "")
	c.fileAs(fact.Serve, dir, true)
}

// php -S is its own web server.
func (c *call) php() {
	opts, ops := options(c.args(), " -S -t -d -c -r -f ")
	addr, ok := find(opts, "-S")
	if !ok {
		if has(opts, "-r") {
			c.e.out.Opaque = true
		} else if len(ops) > 0 {
			c.file(fact.Read, ops[0])
		}
		return
	}
	c.life = fact.Endless
	host, p := hostPort(addr)
	c.listen(host, p, "")
	if dir, given := find(opts, "-t"); given {
		c.fileAs(fact.Serve, dir, true)
	}
}

func (c *call) uwsgi() {
	for i, a := range c.argv {
		name, value, joined := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if !joined && i+1 < len(c.argv) {
			value = c.argv[i+1]
		}
		switch {
		case a[0:min(1, len(a))] != "-":
		case name == "logto" || name == "logto2":
			c.logFile(i, value, false, "")
		case name == "daemonize" || name == "d":
			c.life = fact.Finite
			c.logFile(i, value, false, "")
		}
	}
}

// crond of busybox goes into the background without -f.
func (c *call) crond() {
	opts, _ := options(c.args(), " -L -c -l -d ")
	if f, ok := find(opts, "-L"); ok {
		c.logFile(0, f, false, "")
	}
	c.life = fact.Unknown
	if has(opts, "-f", "-n", "-d") {
		c.life = fact.Endless
	}
}
