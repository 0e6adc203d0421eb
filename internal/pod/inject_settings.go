package pod

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/appconf"
	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// setting is the value of an annotation of the pod, else of its Namespace where the injector inherits, or of a path inside its YAML
// ("proxy.istio.io/config#terminationDrainDuration"). A value that is not rendered yet is none.
func (d *draft) setting(name string, from *manifest.Object) (value string, at Path, ok bool) {
	key, inside, nested := strings.Cut(name, "#")
	value, ok = d.meta.Annotations[key]
	at = d.at.metadata.With(annotations, key)
	if !ok && from != nil {
		value, ok = stringMap(from.Root, "metadata", annotations)[key]
		at = atObject(from).With("metadata", annotations, key)
	}
	if !ok || !nested {
		return value, at, ok && !isPlaceholder(value)
	}
	one, line, ok := appconf.Value(value, inside)
	if strings.Contains(value, "\n") {
		at = at.With(line)
	}
	return one, at, ok && !isPlaceholder(one)
}

// holds tells whether "SETTING=value" does, where value is a glob, or "SETTING!=value", which wants another value.
func (d *draft) holds(condition string, from *manifest.Object) bool {
	name, want, _ := strings.Cut(condition, "=")
	name, other := strings.CutSuffix(name, "!")
	got, _, ok := d.setting(name, from)
	return ok && globMatch(want, got) != other || !other && d.annotated(condition)
}

// heir is where the injector looks for settings that the pod does not have, nil when it does not.
func (d *draft) heir(inj *knowledge.Injector) *manifest.Object {
	if !inj.Inherits {
		return nil
	}
	return d.namespace()
}

// anyHolds tells whether one of the conditions does.
func (d *draft) anyHolds(conditions []string, from *manifest.Object) bool {
	return slices.ContainsFunc(conditions, func(c string) bool { return d.holds(c, from) })
}

// outbound reads what the injector's proxy takes of the outgoing connections.
func (d *draft) outbound(inj *knowledge.Injector) Outbound {
	o, from := &inj.Outbound, d.heir(inj)
	out := Outbound{Waits: o.Waits, Narrowed: d.anyHolds(o.Narrows, from)}
	for _, port := range o.Opaque {
		out.Ports = append(out.Ports, PortRange{From: port, To: port, How: "opaque"})
	}
	for _, name := range o.Skips {
		value, _, _ := d.setting(name, from)
		out.Ports = append(out.Ports, portRanges(value)...)
	}
	return out
}

// portRanges reads what goes around a proxy, ports and ranges of ports that commas separate; what is neither is left out.
func portRanges(list string) []PortRange {
	var out []PortRange
	for one := range strings.SplitSeq(list, ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(one), "-")
		r := PortRange{From: validPort(atoi(from)), To: validPort(atoi(from)), How: "around"}
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
func (d *draft) drains(list []knowledge.Drain, from *manifest.Object) []Drain {
	var out []Drain
	for i := range list {
		k := &list[i]
		value, at, ok := d.setting(k.Setting, from)
		seconds, length := drainSeconds(value, k.Form)
		if !ok || !length || d.anyHolds(k.Unless, from) || slices.ContainsFunc(k.When, func(c string) bool { return !d.holds(c, from) }) {
			continue
		}
		how := k.How
		if d.anyHolds(k.Limits, from) {
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
	value, at, _ := d.setting(name, nil)
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
