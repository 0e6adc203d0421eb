package pod

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
)

// setting is the value of an annotation, or of a path inside its YAML ("proxy.istio.io/config#terminationDrainDuration"). A value that is
// not rendered yet is none.
func (d *draft) setting(name string) (value string, at Path, ok bool) {
	key, inside, nested := strings.Cut(name, "#")
	value, ok = d.meta.Annotations[key]
	at = d.at.metadata.With(annotations, key)
	if ok && nested {
		line := 0
		whole := value
		if value, line, ok = appconf.Value(whole, inside); strings.Contains(whole, "\n") {
			at = at.With(line)
		}
	}
	return value, at, ok && !isPlaceholder(value)
}

// holds tells whether "SETTING=value" does, where value is a glob, or "SETTING!=value", which wants another value.
func (d *draft) holds(condition string) bool {
	name, want, _ := strings.Cut(condition, "=")
	name, other := strings.CutSuffix(name, "!")
	if !strings.Contains(name, "#") && !other {
		return d.annotated(condition)
	}
	got, _, ok := d.setting(name)
	return ok && globMatch(want, got) != other
}

// outbound reads what the injector's proxy takes of the outgoing connections.
func (d *draft) outbound(o *knowledge.Outbound) Outbound {
	out := Outbound{Waits: o.Waits, Narrowed: slices.ContainsFunc(o.Narrows, d.holds)}
	for _, port := range o.Opaque {
		out.Opaque = append(out.Opaque, PortRange{port, port})
	}
	for _, name := range o.Skips {
		value, _, _ := d.setting(name)
		out.Skipped = append(out.Skipped, portRanges(value)...)
	}
	return out
}

// portRanges reads ports and ranges of ports that commas separate; what is neither is left out.
func portRanges(list string) []PortRange {
	var out []PortRange
	for one := range strings.SplitSeq(list, ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(one), "-")
		r := PortRange{From: validPort(atoi(from)), To: validPort(atoi(from))}
		if ranged {
			r.To = validPort(atoi(to))
		}
		if r.From > 0 && r.To >= r.From {
			out = append(out, r)
		}
	}
	return out
}

// drains reads the settings that say how long an injected container goes on.
func (d *draft) drains(list []knowledge.Drain) []Drain {
	var out []Drain
	for i := range list {
		k := &list[i]
		value, at, ok := d.setting(k.Setting)
		seconds, length := drainSeconds(value, k.Form)
		if !ok || !length || slices.ContainsFunc(k.Unless, d.holds) || slices.ContainsFunc(k.When, func(c string) bool { return !d.holds(c) }) {
			continue
		}
		how := k.How
		if slices.ContainsFunc(k.Limits, d.holds) {
			how = "limit"
		}
		name := k.Setting[strings.LastIndexByte(k.Setting, '#')+1:]
		out = append(out, Drain{Seconds: seconds, How: how, Setting: name, Text: name + ": " + value, Path: at})
	}
	return out
}

// drainSeconds reads "60s" or "1m30s" where the form is a duration, and a bare number of seconds in either form.
func drainSeconds(value, form string) (float64, bool) {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseUint(value, 10, 31); err == nil {
		return float64(n), true
	}
	length, err := time.ParseDuration(value)
	return length.Seconds(), err == nil && form == "duration" && length >= 0
}

// maxUpstreams bounds the services of one annotation; a proxy with more is a mistake or an attack.
const maxUpstreams = 256

// upstreams are the listeners that a proxy opens on loopback for the services that an annotation lists, as Consul reads it: NAME:PORT with
// an optional third part, prepared_query:NAME:PORT, separated by commas; PORT may be the name of a declared port.
func (d *draft) upstreams(name string) []placed {
	value, at, _ := d.setting(name)
	var out []placed
	for one := range strings.SplitSeq(value, ",") {
		parts := strings.SplitN(strings.TrimSpace(one), ":", 3)
		if len(parts) == 3 && strings.TrimSpace(parts[0]) == "prepared_query" {
			parts = parts[1:]
		}
		if len(parts) < 2 || len(out) == maxUpstreams || ownAddress(parts[2:]) {
			continue
		}
		f := fact.Fact{Kind: fact.Listen, Host: "127.0.0.1", Port: d.portCalled(strings.TrimSpace(parts[1])), Text: "upstream " + strings.TrimSpace(one)}
		out = append(out, placed{Fact: f, origin: "annotation", path: at, phase: "run"})
	}
	return out
}

// ownAddress tells whether the options of an upstream give it an address of its own, which nobody else is known to bind.
func ownAddress(options []string) bool {
	return slices.ContainsFunc(options, func(o string) bool { return strings.Contains(o, "local_bind_address=") })
}

// portCalled reads a number, or the name of a port that a container declares; 0 when it is neither.
func (d *draft) portCalled(word string) int {
	if port := validPort(atoi(word)); port > 0 {
		return port
	}
	for i := range d.spec.Containers {
		for _, p := range d.spec.Containers[i].Ports {
			if p.Name == word && word != "" {
				return int(p.ContainerPort)
			}
		}
	}
	return 0
}
