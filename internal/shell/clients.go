package shell

import "strings"

// calls states what a program connects to that talks to others and ends by itself, in the forms that most of them share: a URL anywhere, an address under a flag that is named
// for one, a host and a port under two flags, localhost:port.
func (c *call) calls() {
	host, p := "", 0
	args := c.args()
	for i, a := range args {
		name, value := flagOf(args, i)
		switch {
		case value == "":
		case strings.Contains(value, "://"):
			c.callsURL(value)
		case name == "" && strings.HasPrefix(a, "localhost:"), name == "" && strings.HasPrefix(a, "127.0.0.1:"):
			h, n := hostPort(a)
			c.dial(h, n)
		case namesPort(name):
			p = port(value)
		case namesHost(name):
			host = value
		}
	}
	c.callsHost(host, p)
}

// flagOf is word i as a flag with its value, or as an operand, whose name is empty.
func flagOf(args []string, i int) (name, value string) {
	name, value, joined := strings.Cut(args[i], "=")
	switch {
	case !strings.HasPrefix(args[i], "-"):
		return "", args[i]
	case !joined && i+1 < len(args) && !strings.HasPrefix(args[i+1], "-"):
		value = args[i+1]
	}
	return name, value
}

func (c *call) callsURL(list string) {
	for s := range strings.SplitSeq(list, ",") {
		if a := parseAddress(s); strings.Contains(s, "://") && a.host != "" && a.port > 0 {
			c.dialURL(s)
		}
	}
}

func (c *call) callsHost(list string, p int) {
	for s := range strings.SplitSeq(list, ",") {
		h, n := hostPort(s)
		if n == 0 {
			n = p
		}
		if n > 0 && !strings.ContainsAny(h, "/ ") {
			c.dial(h, n)
		}
	}
}

func namesPort(flag string) bool {
	return flag == "-p" || flag == "-P" || strings.HasPrefix(flag, "--") && strings.HasSuffix(flag, "port")
}

// namesHost tells whether a client's flag names whom it calls.
func namesHost(flag string) bool {
	switch flag {
	case "-h", "-H", "-s", "-S":
		return true
	}
	name := strings.ToLower(strings.TrimLeft(flag, "-"))
	for _, w := range []string{"host", "server", "endpoint", "addr", "broker", "target"} {
		if strings.HasPrefix(flag, "-") && len(name) > 1 && strings.Contains(name, w) && !strings.Contains(name, "name") {
			return true
		}
	}
	return false
}

// callsSomebody tells whether a command that is not known is given the address of a server on this machine.
func callsSomebody(argv []string) bool {
	for _, a := range argv[min(1, len(argv)):] {
		if strings.Contains(a, "://localhost") || strings.Contains(a, "://127.0.0.1") || strings.HasPrefix(a, "localhost:") || strings.HasPrefix(a, "127.0.0.1:") {
			return true
		}
	}
	return false
}
