package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// wrappers are programs that run another. The function says how many words come before that one; 0 means that this call runs none.
var wrappers = map[string]func(*call) int{
	"exec":    func(c *call) int { c.exec = true; return after(c, " -a ") },
	"builtin": plainWrapper(""), "command": commandWrapper, "env": envWrapper,
	"nohup": plainWrapper(""), "setsid": plainWrapper(""), "time": plainWrapper(" -f -o "), "nice": plainWrapper(" -n "),
	"ionice": plainWrapper(" -c -n -p "), "stdbuf": plainWrapper(" -i -o -e "), "unbuffer": plainWrapper(""), "chrt": skipWrapper(" -p "),
	"taskset": skipWrapper(" "), "numactl": plainWrapper(" -N -m -C -p "), "setpriv": plainWrapper(" "), "unshare": plainWrapper(" "),
	"sudo": plainWrapper(" -u -g -h -p -C -r -t -D "), "doas": plainWrapper(" -u -C "),
	"gosu": skipWrapper(""), "su-exec": skipWrapper(""), "chroot": skipWrapper(" "), "setuser": skipWrapper(""),
	"chpst": plainWrapper(" -u -U -b -e -/ -n -l -L -m -d -o -p -f -c -t "), "with-contenv": plainWrapper(""),
	"tini": initWrapper, "tini-static": initWrapper, "dumb-init": initWrapper, "catatonit": initWrapper, "docker-init": initWrapper,
	"s6-overlay": initWrapper, "my_init": initWrapper, "pid1": initWrapper, "yelp-init": initWrapper,
	"timeout": timeoutWrapper, "gtimeout": timeoutWrapper, "watch": watchWrapper,
	"watchexec": rerunWrapper, "reflex": rerunWrapper, "nodemon": rerunWrapper, "entr": rerunWrapper, "xargs": plainWrapper(" -I -n -P -L -d -s -a -E "),
	"busybox": plainWrapper(""), "toybox": plainWrapper(""), "flock": flockWrapper,
	"kubexit": plainWrapper(""), "docker-entrypoint.sh": entrypointWrapper, "dockerize": dockerizeWrapper, "wait-for-it": waitForIt, "wait-for-it.sh": waitForIt,
	"wait-for": waitForIt, "wait-for.sh": waitForIt, "su": suWrapper, "runuser": suWrapper,
}

// after is the number of words up to the first that is no flag.
func after(c *call, valued string) int {
	for i := 1; i < len(c.argv); i++ {
		a := c.argv[i]
		switch {
		case a == "--":
			return i + 1
		case len(a) < 2 || a[0] != '-':
			return i
		case takes(valued, a):
			i++
		}
	}
	return len(c.argv)
}

func plainWrapper(valued string) func(*call) int {
	return func(c *call) int { return after(c, valued) }
}

// skipWrapper passes one operand before the command: a user, a priority, a mask, a root.
func skipWrapper(valued string) func(*call) int {
	return func(c *call) int { return after(c, valued) + 1 }
}

// commandWrapper is "command prog"; command -v only asks.
func commandWrapper(c *call) int {
	if len(c.argv) > 1 && strings.HasPrefix(c.argv[1], "-") {
		return len(c.argv)
	}
	return 1
}

func envWrapper(c *call) int {
	for i := after(c, " -u --unset -C --chdir -S "); i < len(c.argv); i++ {
		name, value, ok := strings.Cut(c.argv[i], "=")
		if !ok {
			return i
		}
		c.e.assign(name, value)
	}
	return len(c.argv)
}

func initWrapper(c *call) int {
	if c.base >= 0 || c.exec {
		c.e.out.Main.Init = true
	}
	return after(c, " -p -e -r --rewrite ")
}

func timeoutWrapper(c *call) int {
	c.bounded, c.ctx.limited = c.text, true
	n := after(c, " -s --signal -k --kill-after -t ")
	if n > 1 && c.argv[n-1] != "" && c.argv[n-2] == "-t" { // old busybox: timeout -t 5 cmd
		n--
	}
	if n < len(c.argv) {
		c.limit, _ = seconds(c.argv[n])
		c.ctx.limit = c.limit
	}
	return n + 1
}

// watchWrapper repeats its command for ever, through sh -c.
func watchWrapper(c *call) int {
	n := after(c, " -n --interval -s ")
	if n >= len(c.argv) {
		return 0
	}
	c.runAgain([]string{"sh", "-c", strings.Join(c.argv[n:], " ")})
	c.life = fact.Endless
	return 0
}

func flockWrapper(c *call) int {
	n := after(c, " -w --timeout -E ") + 1
	if n < len(c.argv) && c.argv[n] == "-c" && n+1 < len(c.argv) {
		c.argv = append([]string{"sh", "-c"}, c.argv[n+1:]...)
		c.base = -1
		return 0
	}
	return n
}

// entrypointWrapper is the start script of official images, which ends in exec "$@".
func entrypointWrapper(c *call) int {
	if len(c.argv) < 2 || strings.HasPrefix(c.argv[1], "-") {
		return 0
	}
	if _, known := c.scriptText(c.argv[0]); known {
		return 0
	}
	return 1
}

// suWrapper is su user -c script, and runuser -u user prog.
func suWrapper(c *call) int {
	for i, a := range c.argv {
		if (a == "-c" || a == "--command" || a == "-lc") && i+1 < len(c.argv) {
			c.argv = []string{"sh", "-c", c.argv[i+1]}
			c.base = -1
			return 0
		}
	}
	if c.name() == "runuser" {
		return after(c, " -u -g -s ")
	}
	return 0
}

// dockerizeWrapper waits for addresses, then runs what follows its flags.
func dockerizeWrapper(c *call) int {
	valued := " -wait -timeout -wait-retry-interval -template -stdout -stderr -wait-http-header "
	for i := 1; i+1 < len(c.argv); i++ {
		name, value, joined := strings.Cut(c.argv[i], "=")
		if !joined {
			value = c.argv[i+1]
		}
		if strings.TrimLeft(name, "-") == "wait" {
			c.waitAddress(value)
		}
	}
	n := after(c, valued)
	if n < len(c.argv) {
		return n
	}
	c.life = fact.Finite
	return 0
}

// waitForIt is wait-for-it host:port [-- command].
func waitForIt(c *call) int {
	const valued = " -h -p -t --host --port --timeout "
	opts, host := options(c.args(), valued)
	for i, a := range c.argv {
		if a == "--" {
			_, host = options(c.argv[1:i], valued)
		}
	}
	if h, ok := find(opts, "-h", "--host"); ok {
		port, _ := find(opts, "-p", "--port")
		c.waitAddress(h + ":" + port)
	} else if len(host) > 0 {
		c.waitAddress(host[0])
	}
	for i, a := range c.argv {
		if a == "--" {
			return i + 1
		}
	}
	c.life = fact.Finite
	return 0
}
