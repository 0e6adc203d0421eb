package knowledge

import (
	"net/netip"
	"strings"
)

// hosts lists what the first flag or variable of names that is present gives: one address, several with commas or blanks between them, or,
// of a flag, several arguments (--bind 127.0.0.1 -::1 10.0.0.1). Addresses that a server may do without begin with a dash.
func (inv Invocation) hosts(names []string) []string {
	value := inv.firstOf(names)
	if value == "" {
		return nil
	}
	out := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	for _, name := range names {
		if found := inv.flag(name); len(found) > 0 {
			last := found[len(found)-1]
			next := last.arg + 1
			if last.text != inv.Args[last.arg] { // the value is an argument of its own
				next++
			}
			return append(out, inv.addresses(next)...)
		}
	}
	return out
}

// addresses are the arguments from one on, as far as they are addresses.
func (inv Invocation) addresses(from int) []string {
	var out []string
	for i := from; i < len(inv.Args); i++ {
		host := strings.TrimPrefix(inv.Args[i], "-")
		if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err != nil && host != "*" && host != "localhost" && host != podIP {
			break
		}
		out = append(out, inv.Args[i])
	}
	return out
}

// podIP stands for the pod's address where a variable is filled with it.
const podIP = "pod-ip"

// widest is the first of the hosts that is not the loopback address, else the first.
func widest(hosts []string) string {
	for _, host := range hosts {
		host = strings.TrimPrefix(host, "-")
		if addr, err := netip.ParseAddr(strings.Trim(host, "[]")); host != "localhost" && (err != nil || !addr.IsLoopback()) {
			return host
		}
	}
	if len(hosts) == 0 {
		return ""
	}
	return strings.TrimPrefix(hosts[0], "-")
}
