package knowledge

import (
	"slices"
	"strconv"
	"strings"
)

// Invocation is how an image is run.
type Invocation struct {
	Program string   // the base name by which the program is started; empty when it is not known
	Args    []string // the arguments after the program's name
	Env     func(name string) (value string, ok bool)
	Config  Config // nil when the configuration is not all in sight
}

// Config is what the program's configuration files say, as far as a manifest puts them there.
type Config interface {
	// Says tells whether one of the files, or the command line, has one of the directives.
	Says(directives []string) bool
	// Replaces tells whether the main file is put there, and has none of the directives.
	Replaces(directives []string) bool
}

// occurrence is a value on the command line or in the environment.
type occurrence struct {
	value string
	given bool // false for a flag without a value
	arg   int  // -1 when it comes from env
	env   string
	text  string
}

// env looks a variable up; a nil Env is an empty environment.
func (inv Invocation) env(name string) (string, bool) {
	if inv.Env == nil {
		return "", false
	}
	return inv.Env(name)
}

// flag finds every occurrence of a flag, in any of the usual spellings: --f=v, --f v, -f=v, -f v and, for one letter, -fv.
func (inv Invocation) flag(name string) []occurrence {
	var found []occurrence
	for i, arg := range inv.Args {
		if arg == "--" {
			break
		}
		value, ok := spelled(name, arg)
		switch {
		case !ok:
			continue
		case value != "" || strings.Contains(arg, "="):
			found = append(found, occurrence{value: strings.TrimPrefix(value, "="), given: true, arg: i, text: arg})
		case i+1 < len(inv.Args) && !flagLike(inv.Args[i+1]):
			found = append(found, occurrence{value: inv.Args[i+1], given: true, arg: i, text: arg + " " + inv.Args[i+1]})
		default:
			found = append(found, occurrence{arg: i, text: arg})
		}
	}
	return found
}

// spelled tells whether arg is the flag name, and what follows the name in the same argument ("=v", or "v" for one letter).
// One dash and two dashes mean the same, as in Go's flag package.
func spelled(name, arg string) (rest string, ok bool) {
	if len(arg) < 2 || arg[0] != '-' {
		return "", false
	}
	bare := strings.TrimLeft(name, "-")
	body := strings.TrimPrefix(arg[1:], "-")
	rest, ok = strings.CutPrefix(body, bare)
	switch {
	case !ok || bare == "":
		return "", false
	case rest == "" || rest[0] == '=':
		return rest, true
	default:
		return rest, len(bare) == 1 && arg[1] != '-' && attached(rest)
	}
}

// attached tells whether the rest of a one-letter flag is its value and not the rest of a longer flag of Go's style.
func attached(rest string) bool {
	return strings.ContainsRune("0123456789/:.", rune(rest[0]))
}

// flagLike tells whether an argument is a flag; a negative number and a lone dash are values.
func flagLike(arg string) bool {
	if len(arg) < 2 || arg[0] != '-' {
		return false
	}
	_, err := strconv.ParseFloat(arg, 64)
	return err != nil
}

// bare lists the arguments that are neither flags nor the values of the flags in valued. A flag that is not known to take a value
// is taken for a switch.
func (inv Invocation) bare(valued []string) []occurrence {
	var found []occurrence
	takes := func(arg string) bool {
		return slices.ContainsFunc(valued, func(f string) bool {
			rest, ok := spelled(f, arg)
			return ok && rest == ""
		})
	}
	for i := 0; i < len(inv.Args); i++ {
		arg := inv.Args[i]
		switch {
		case arg == "--" || arg == "":
		case !flagLike(arg):
			found = append(found, occurrence{value: arg, given: true, arg: i, text: arg})
		case takes(arg):
			i++
		}
	}
	return found
}

// Holds tells whether a condition holds for inv.
func (c Condition) Holds(inv Invocation) bool {
	s := string(c)
	if one, other, both := strings.Cut(s, " & "); both {
		return Condition(one).Holds(inv) && Condition(other).Holds(inv)
	}
	if want, ok := strings.CutPrefix(s, "arg:"); ok {
		return inv.Program == want || slices.Contains(inv.Args, want)
	}
	name, want, valued := strings.Cut(s, "=")
	if env, ok := strings.CutPrefix(name, "env:"); ok {
		got, set := inv.env(env)
		return set && agrees(got, want, valued)
	}
	return slices.ContainsFunc(inv.flag(name), func(o occurrence) bool {
		if !valued && !strings.Contains(o.text, "=") {
			return true // a switch; what follows is another argument
		}
		return agrees(o.value, want, valued)
	})
}

// agrees compares a value with the one that a condition wants; a condition without a value wants anything but "false".
func agrees(got, want string, valued bool) bool {
	if valued {
		return strings.EqualFold(got, want)
	}
	on, err := strconv.ParseBool(strings.ToLower(got))
	return err != nil || on
}

func anyHolds(conditions []Condition, inv Invocation) bool {
	return slices.ContainsFunc(conditions, func(c Condition) bool { return c.Holds(inv) })
}

// OldFlagUse is an old flag on a command line or in the environment.
type OldFlagUse struct {
	OldFlag
	Arg  int    // index in Args, -1 for a variable
	Env  string // name of the variable
	Text string // as written
}

// OldFlagsIn lists the uses of flags of another generation, in the order of the entry. An old flag with one dash (-root) is old in
// that spelling alone.
func (i *Image) OldFlagsIn(inv Invocation) []OldFlagUse {
	var uses []OldFlagUse
	for _, old := range i.OldFlags {
		if anyHolds(old.Unless, inv) {
			continue
		}
		if name, ok := strings.CutPrefix(old.Flag, "env:"); ok {
			if _, set := inv.env(name); set {
				uses = append(uses, OldFlagUse{OldFlag: old, Arg: -1, Env: name, Text: name})
			}
			continue
		}
		for _, o := range inv.flag(old.Flag) {
			if exactDashes(old.Flag, inv.Args[o.arg]) {
				uses = append(uses, OldFlagUse{OldFlag: old, Arg: o.arg, Text: inv.Args[o.arg]})
			}
		}
	}
	return uses
}

// exactDashes tells whether arg is spelled as an old flag with one dash is, which was Go's style before the program changed to pflag.
func exactDashes(flag, arg string) bool {
	return strings.HasPrefix(flag, "--") || !strings.HasPrefix(arg, "--")
}
