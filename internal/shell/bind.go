package shell

import (
	"slices"
	"strings"
)

// server is a program that binds one port, with the flags that say where.
type server struct {
	host  string // default; empty is every address
	port  int    // default
	bind  []string
	hosts []string
	ports []string
	flags string // options that take a value
	env   string // what stands before the name of an option in the variable that takes its place
}

// servers by their own documentation: gunicorn's settings reference (bind), uvicorn's settings, the command line of Next.js, memcached's manual page.
var servers = map[string]server{
	"gunicorn": {
		host: "127.0.0.1", port: 8000, bind: []string{"-b", "--bind"},
		flags: " -b --bind -w --workers -k --worker-class -c --config -t --timeout --threads --log-level --access-logfile --error-logfile -u -g -n --name --chdir --graceful-timeout ",
	},
	"uvicorn":   {host: "127.0.0.1", port: 8000, hosts: []string{"--host"}, ports: []string{"--port"}, flags: " --host --port --workers --log-level --loop --app-dir --uds --fd --root-path ", env: "UVICORN_"},
	"next":      {port: 3000, hosts: []string{"-H", "--hostname"}, ports: []string{"-p", "--port"}, flags: " -H --hostname -p --port --keepAliveTimeout "},
	"memcached": {port: 11211, hosts: []string{"-l", "--listen"}, ports: []string{"-p", "--port"}, flags: " -l --listen -p --port -m -c -t -u -U -I -o "},
}

// hasPort tells whether the environment gives a PORT.
func (c *call) hasPort() bool {
	if c.e.opt.Env == nil {
		return false
	}
	_, own := c.e.opt.Env("PORT")
	return own
}

// bind states the port of a server whose flags are known. A Unix socket, a file descriptor or a configuration file takes its place.
func bind(name string) func(*call) {
	s := servers[name]
	return func(c *call) {
		opts, _ := options(c.givenArgs(name), s.flags)
		if has(opts, "--uds", "--fd", "-c", "--config", "--version", "--help", "--check-config", "-h") && name != "memcached" {
			return
		}
		if addr, ok := find(opts, s.bind...); ok {
			if host, p := hostPort(addr); p > 0 && !strings.HasPrefix(addr, "unix:") {
				c.listen(host, p, "")
			}
			return
		}
		if len(s.bind) > 0 && c.hasPort() {
			return // gunicorn takes it for its default
		}
		host, p := s.host, s.port
		if s.env != "" {
			host, p = c.byVariables(s)
		}
		if h, ok := find(opts, s.hosts...); ok {
			host = h
		}
		if v, ok := find(opts, s.ports...); ok {
			p = port(v)
		}
		if p > 0 {
			c.listen(host, p, "")
		}
	}
}

// runsNode is a runner of programs of Node.js, of which Next.js alone is told its address in ways of its own.
func (c *call) runsNode() {
	for i, a := range c.args() {
		if !strings.HasPrefix(a, "-") && a != "exec" {
			if a == "next" {
				c.skip(i + 1).nextJS()
			}
			return
		}
	}
}

// nextJS serves by two of its commands, on the port of a variable unless a flag says otherwise.
func (c *call) nextJS() {
	args := c.args()
	if len(args) == 0 || args[0] != "start" && args[0] != "dev" {
		return
	}
	served := c.skip(1)
	if p, ok := c.e.lookup("PORT"); ok {
		served.argv = append([]string{served.argv[0], "-p", p}, served.argv[1:]...)
	}
	bind("next")(served)
}

// givenArgs are the arguments of a program behind those that a variable holds: the last one counts.
func (c *call) givenArgs(name string) []string {
	var given []string
	for _, variable := range c.e.opt.Programs[name].Arguments {
		if words, ok := c.e.lookup(variable); ok {
			given = append(given, strings.Fields(words)...)
		}
	}
	return slices.Concat(given, c.args())
}

// byVariables is where a server listens by its variables, or by default.
func (c *call) byVariables(s server) (host string, p int) {
	host, p = s.host, s.port
	if h, ok := c.e.lookup(s.env + "HOST"); ok {
		host = h
	}
	if v, ok := c.e.lookup(s.env + "PORT"); ok {
		p = port(v)
	}
	return host, p
}

// ssh -L [address:]port:host:hostport serves a port on loopback, unless an address says otherwise.
func (c *call) ssh() {
	opts, _ := options(c.args(), " -L -R -D -i -p -o -l -F -J -b -c -e -m -S -W -w ")
	forward, ok := find(opts, "-L")
	if !ok {
		return
	}
	parts := strings.Split(forward, ":")
	switch len(parts) {
	case 3:
		c.listen("127.0.0.1", port(parts[0]), "")
	case 4:
		c.listen(parts[0], port(parts[1]), "")
	}
}
