package relate

import "github.com/podlint/podlint/internal/pod"

// bindings lists the ports of the pod's network in the order in which they are first taken. Ephemeral containers take none here; what
// injectors add takes some twice where the settings say so.
func bindings(p *pod.Pod) []pod.Binding {
	type key struct {
		port     int
		protocol string
	}
	var out []pod.Binding
	at := map[key]int{}
	named := names(p)
	for i, c := range p.Containers {
		if c.Class == "ephemeral" {
			continue
		}
		for j := range c.Listens {
			l := &c.Listens[j]
			if l.Port == 0 || l.Likely() || c.ListensOn(l.Port, l.Protocol) != l && l.Origin != "annotation" {
				continue
			}
			k := key{l.Port, l.Protocol}
			n, known := at[k]
			if !known {
				n = len(out)
				at[k] = n
				out = append(out, pod.Binding{Port: l.Port, Protocol: l.Protocol})
			}
			out[n].Takers = append(out[n].Takers, taker(named[i], l))
			out[n].Shared = len(out[n].Takers) > 1
		}
	}
	return out
}

func taker(name string, l *pod.Listen) pod.Taker {
	t := pod.Taker{
		Container: name, Declared: l.Declared, Name: l.Name, Binds: l.Effective, Variable: l.Variable, Optional: l.Optional, Certainty: l.Certainty, Address: l.Address,
		AddressCertainty: l.AddressCertainty,
		Origin:           l.Origin, Text: l.Text, HostPort: l.HostPort, Path: l.Place(),
	}
	if l.Declared {
		t.EntryPath = l.Path
	}
	return t
}
