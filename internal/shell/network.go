package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// listen states an address that is served.
func (c *call) listen(host string, p int, protocol string) {
	f := c.fact(fact.Listen)
	f.Host, f.Port, f.Protocol = known(host), p, protocol
	if p != 0 {
		c.e.emit(f)
	}
}

func (c *call) netcat() {
	opts, ops := options(c.args(), " -p -w -s -q -i -e -c -x -X -T -I -O -P -g -G -W --wait --source-port --exec --sh-exec --proxy ")
	protocol := ""
	if has(opts, "-u", "--udp") {
		protocol = "UDP"
	}
	if has(opts, "-l", "--listen") {
		c.netcatListen(opts, ops, protocol)
		return
	}
	c.life = fact.Unknown
	if has(opts, "-z") || c.ctx.input || has(opts, "-w") || c.ctx.cond {
		c.life = fact.Finite
	}
	if has(opts, "-U") && len(ops) > 0 {
		c.dialSocket(ops[0], "", "")
		return
	}
	if len(ops) > 0 {
		c.host(ops[0])
	}
	if len(ops) < 2 {
		return
	}
	f := c.fact(fact.Dial)
	f.Host, f.Port, f.Protocol = known(ops[0]), port(ops[1]), protocol
	c.e.emit(f)
}

func (c *call) netcatListen(opts []option, ops []string, protocol string) {
	c.life = fact.Unknown
	if has(opts, "-k", "--keep-open") || count(opts, "-l") > 1 {
		c.life = fact.Endless
	}
	if has(opts, "-U") && len(ops) > 0 {
		c.listenSocket(ops[0])
		return
	}
	host, _ := find(opts, "-s")
	v, _ := find(opts, "-p")
	p := port(v)
	switch {
	case p == 0 && len(ops) == 1:
		p = port(ops[0])
	case len(ops) >= 2:
		host, p = ops[0], port(ops[1])
	case len(ops) == 1:
		host = ops[0]
	}
	c.listen(host, p, protocol)
}

// listenSocket states a Unix socket that is served.
func (c *call) listenSocket(name string) {
	if file, _, ok := c.e.path(name); ok {
		f := c.fact(fact.Listen)
		f.Socket = file
		c.e.emit(f)
	}
}

func count(opts []option, name string) int {
	n := 0
	for _, o := range opts {
		if o.name == name {
			n++
		}
	}
	return n
}

// socat joins two addresses.
func (c *call) socat() {
	ops := operands(c.args(), " -T -t -b -lf -L -W ")
	c.life = fact.Unknown
	for i, a := range ops {
		kind, rest, _ := strings.Cut(a, ":")
		c.socatAddress(strings.ToUpper(kind), rest, i == 0)
	}
}

func (c *call) socatAddress(kind, rest string, first bool) {
	target, extra, _ := strings.Cut(rest, ",")
	protocol := ""
	if strings.HasPrefix(kind, "UDP") {
		protocol = "UDP"
	}
	switch kind {
	case "TCP-LISTEN", "TCP4-LISTEN", "TCP6-LISTEN", "TCP-L", "UDP-LISTEN", "UDP-L", "UDP4-LISTEN", "UDP-RECV", "UDP4-RECV", "OPENSSL-LISTEN":
		c.socatListen(target, extra, protocol)
	case "UNIX-LISTEN", "UNIX-L":
		if strings.Contains(extra, "fork") {
			c.life = fact.Endless
		}
		c.listenSocket(target)
	case "TCP", "TCP4", "TCP6", "TCP-CONNECT", "UDP", "UDP4", "UDP-CONNECT", "OPENSSL":
		host, p := hostPort(target)
		f := c.fact(fact.Dial)
		f.Host, f.Port, f.Protocol = known(host), p, protocol
		c.e.emit(f)
	case "UNIX", "UNIX-CONNECT", "UNIX-CLIENT":
		c.dialSocket(target, "", "")
	case "OPEN", "CREATE", "FILE":
		if !first {
			c.file(fact.Write, target)
		}
	}
}

func (c *call) socatListen(target, extra, protocol string) {
	if strings.Contains(extra, "fork") || protocol == "UDP" {
		c.life = fact.Endless
	}
	host := ""
	for o := range strings.SplitSeq(extra, ",") {
		if v, ok := strings.CutPrefix(o, "bind="); ok {
			host = v
		}
	}
	c.listen(host, port(target), protocol)
}

func (c *call) telnet() {
	c.life = fact.Finite
	ops := operands(c.args(), "")
	if len(ops) == 0 {
		return
	}
	c.host(ops[0])
	p := 23
	if len(ops) > 1 {
		p = port(ops[1])
	}
	c.dial(ops[0], p)
}

func (c *call) grpcProbe() {
	c.life = fact.Finite
	for i, a := range c.argv {
		name, value, joined := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if name != "addr" {
			continue
		}
		if !joined && i+1 < len(c.argv) {
			value = c.argv[i+1]
		}
		if s, ok := strings.CutPrefix(value, "unix:"); ok {
			c.dialSocket(strings.TrimPrefix(s, "//"), "", fact.PurposeHealth)
			return
		}
		host, p := hostPort(value)
		c.dialAs(host, p, fact.PurposeHealth)
	}
}
