package shell

import (
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// signal states a signal to a process.
func (c *call) signal(name, target string) {
	f := c.fact(fact.Signal)
	f.Signal, f.Target, f.Tool = name, target, c.name()
	c.e.emit(f)
}

// signalNames are the numbers that scripts use.
var signalNames = map[string]string{
	"0": "0", "1": "HUP", "2": "INT", "3": "QUIT", "6": "ABRT", "9": "KILL", "10": "USR1", "12": "USR2", "15": "TERM", "28": "WINCH",
}

// signalName gives HUP for -HUP, -SIGHUP, -1.
func signalName(s string) string {
	s = strings.TrimPrefix(strings.ToUpper(strings.TrimLeft(s, "-")), "SIG")
	if n, ok := signalNames[s]; ok {
		return n
	}
	return s
}

// signalArgs takes the signal off the arguments of kill, pkill and killall.
func signalArgs(args []string, valued string) (sig string, rest []string) {
	sig = "TERM"
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case takes(" -s -n --signal ", a) && i+1 < len(args):
			i++
			sig = signalName(args[i])
		case strings.HasPrefix(a, "--signal="):
			sig = signalName(strings.TrimPrefix(a, "--signal="))
		case takes(valued, a):
			i++
		case a == "--":
			return sig, append(rest, args[i+1:]...)
		case isSignal(a):
			sig = signalName(a)
		default:
			rest = append(rest, a)
		}
	}
	return sig, rest
}

// isSignal tells -HUP and -9 from other flags.
func isSignal(a string) bool {
	if len(a) < 2 || a[0] != '-' || a[1] == '-' {
		return false
	}
	number := strings.Trim(a[1:], "0123456789") == "" && len(a) <= 3
	return number || len(a) > 2 && strings.ToUpper(a) == a
}

func (c *call) kill() {
	c.life = fact.Finite
	sig, rest := signalArgs(c.args(), "")
	if sig == "0" || sig == "" {
		c.mute = true
		return
	}
	for _, p := range rest {
		if p == "-l" || p == "-L" {
			return
		}
		c.signal(sig, processOf(p))
	}
}

// processOf is the target that an operand of kill names: a number, or the name that pidof was asked for.
func processOf(p string) string {
	if i := strings.Index(p, symOpen); i >= 0 {
		if j := strings.Index(p, symClose); j > i {
			return p[i+len(symOpen) : j]
		}
	}
	if strings.Trim(p, "0123456789") == "" {
		return p
	}
	return ""
}

func (c *call) pkill() {
	c.life = fact.Finite
	sig, rest := signalArgs(c.args(), " -u -U -g -G -P -t ")
	if sig == "0" {
		return
	}
	for _, p := range rest {
		if !strings.HasPrefix(p, "-") {
			c.signal(sig, plain(p))
		}
	}
}

// enter is nsenter, strace, gdb, py-spy: they take the process by -t or -p.
func (c *call) enter() {
	opts, _ := options(c.args(), " -t --target -p --pid --attach -ex -o -e ")
	if p, ok := find(opts, "-t", "--target", "-p", "--pid", "--attach"); ok {
		c.signal("", processOf(p))
	}
}

// attach is jcmd, jmap, jstack: the process is the first operand that is a number or a class, of jmap the last.
func (c *call) attach() {
	ops := operands(c.args(), "")
	if len(ops) == 0 {
		return
	}
	c.life = fact.Finite
	target := ops[0]
	if c.name() != "jcmd" {
		target = ops[len(ops)-1]
	}
	if p := processOf(target); p != "" {
		target = p
	}
	c.signal("", known(target))
}

// kills tells whether one of the commands sends a signal that ends processes.
func kills(list []Command) bool {
	for i := range list {
		switch list[i].Name {
		case "kill", "pkill", "killall":
			if len(list[i].Argv) < 2 {
				continue
			}
			switch sig, _ := signalArgs(list[i].Argv[1:], ""); sig {
			case "TERM", "INT", "KILL", "QUIT":
				return true
			}
		}
	}
	return false
}
