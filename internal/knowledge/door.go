package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// Door is how a listener treats a request that brings neither a login nor a permission.
type Door struct {
	// HTTP status of the refusal, such as 401.
	Answers string `json:"answers" form:"refusal"`
	// What it leaves open.
	Open []Opening `json:"open,omitempty"`
	// What stands before the paths of openings that are below it.
	Prefix *Value `json:"prefix,omitempty"`
	// Conditions of which one lets everybody in, or sends him to a login elsewhere, which is no refusal.
	Unless []Condition `json:"unless,omitempty"`
	// Conditions of which one opens what cannot be told from the command line.
	Hidden []Condition `json:"hidden,omitempty"`
}

// Opening is a path that a door leaves open: a fixed one, or those that flags and variables give (several between commas).
type Opening struct {
	// A path that is always open.
	Path string `json:"path,omitempty"`
	// Flags that give paths, several between commas.
	Flags []string `json:"flags,omitempty" form:"flag"`
	// Variables that give them.
	Env []string `json:"env,omitempty"`
	// How a path is compared; route is METHOD=regexp. As it stands when it is left out.
	Match string `json:"match,omitempty" enum:"exact,prefix,glob,regexp,route"`
	// The path follows the prefix of the door.
	Below bool `json:"below,omitempty"`
}

// Value is one word of a command line or the environment.
type Value struct {
	// Flags that give it.
	Flags []string `json:"flags,omitempty" form:"flag"`
	// Variables that give it where no flag does.
	Env []string `json:"env,omitempty"`
	// What it is without any of them.
	Default string `json:"default,omitempty"`
}

func (v *Value) of(inv Invocation) string {
	if v == nil {
		return ""
	}
	s := Setting{Flags: v.Flags, Env: v.Env, Default: v.Default}
	if found := s.find(inv, nil); len(found) > 0 {
		return found[len(found)-1].value
	}
	return ""
}

// of is the door in this invocation; nil when nobody is refused.
func (d *Door) of(inv Invocation) *fact.Door {
	if d == nil || anyHolds(d.Unless, inv) {
		return nil
	}
	out := &fact.Door{Answers: d.Answers, Hidden: anyHolds(d.Hidden, inv)}
	prefix := d.Prefix.of(inv)
	for i := range d.Open {
		out.Open = append(out.Open, d.Open[i].paths(inv, prefix)...)
	}
	return out
}

func (o *Opening) paths(inv Invocation, prefix string) []fact.OpenPath {
	if !o.Below {
		prefix = ""
	}
	s := Setting{Flags: o.Flags, Env: o.Env, Default: o.Path}
	var out []fact.OpenPath
	for _, found := range s.find(inv, nil) {
		for item := range strings.SplitSeq(found.value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, o.open(prefix, item))
			}
		}
	}
	return slices.DeleteFunc(out, func(p fact.OpenPath) bool {
		_, err := regexp.Compile(p.Path)
		return p.Match == "regexp" && err != nil // the program refuses it too
	})
}

// open reads one value. A route whose method is negated, or of another method than GET, says nothing of a path that a probe asks.
func (o *Opening) open(prefix, value string) fact.OpenPath {
	match := o.Match
	switch match {
	case "":
		match = "exact"
	case "route":
		match = "regexp"
		method, path, found := strings.Cut(value, "=")
		switch {
		case found && strings.HasSuffix(method, "!"):
			value = "" // every path that does not match
		case found && (strings.EqualFold(method, "GET") || method == ""):
			value = path
		case found:
			value = "^$"
		}
	}
	if match == "glob" {
		match, value = "regexp", globRegexp(value)
	}
	if match == "regexp" {
		prefix = ""
	}
	return fact.OpenPath{Match: match, Path: prefix + value}
}

// globRegexp writes a pattern of Go's path.Match as a regular expression.
func globRegexp(glob string) string {
	var sb strings.Builder
	sb.WriteString("^")
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; {
		case c == '*':
			sb.WriteString("[^/]*")
		case c == '?':
			sb.WriteString("[^/]")
		case c == '[' && strings.IndexByte(glob[i:], ']') > 1:
			end := i + strings.IndexByte(glob[i:], ']')
			sb.WriteString(glob[i : end+1])
			i = end
		default:
			sb.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return sb.String() + "$"
}

func (o *Opening) check() error {
	if o.Path == "" && len(o.Flags)+len(o.Env) == 0 {
		return fmt.Errorf("an opening has neither path, flags nor env")
	}
	return nil
}

func (i *Image) checkDoor(what string) error {
	guarded := slices.ContainsFunc(i.Settings, func(s Setting) bool { return s.Guarded })
	if guarded != (i.Door != nil) {
		return fmt.Errorf("%s has a door without a guarded listener, or the other way round", what)
	}
	return nil
}
