package shell

import "strings"

// option is a flag with its value.
type option struct{ name, value string }

// options takes a command line apart as getopt does. valued lists the flags that take a value, each between blanks
// (" -o --output "); long flags take the value after = as well. What follows "--" is operands.
func options(args []string, valued string) (opts []option, rest []string) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return opts, append(rest, args[i+1:]...)
		case strings.HasPrefix(a, "--"):
			name, value, has := strings.Cut(a, "=")
			if !has && takes(valued, name) && i+1 < len(args) {
				i++
				value = args[i]
			}
			opts = append(opts, option{name, value})
		case len(a) > 1 && a[0] == '-':
			var next bool
			opts, next = cluster(opts, a, valued)
			if next && i+1 < len(args) {
				i++
				opts[len(opts)-1].value = args[i]
			}
		default:
			rest = append(rest, a)
		}
	}
	return opts, rest
}

// cluster takes -abc apart; next is set when its last flag takes the following word.
func cluster(opts []option, a, valued string) (_ []option, next bool) {
	if takes(valued, a) {
		return append(opts, option{a, ""}), true
	}
	for j := 1; j < len(a); j++ {
		name := "-" + a[j:j+1]
		if takes(valued, name) {
			opts = append(opts, option{name, a[j+1:]})
			return opts, j+1 == len(a)
		}
		opts = append(opts, option{name, ""})
	}
	return opts, false
}

func takes(valued, name string) bool {
	i := strings.Index(valued, name)
	return i > 0 && valued[i-1] == ' ' && i+len(name) < len(valued) && valued[i+len(name)] == ' '
}

func operands(args []string, valued string) []string {
	_, rest := options(args, valued)
	return rest
}

// find gives the last value of any of the flags.
func find(opts []option, names ...string) (string, bool) {
	value, ok := "", false
	for _, o := range opts {
		for _, n := range names {
			if o.name == n {
				value, ok = o.value, true
			}
		}
	}
	return value, ok
}

func has(opts []option, names ...string) bool {
	_, ok := find(opts, names...)
	return ok
}
