package shell

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
)

// reruns are the options of programs that watch files and run a command again at each change: by which name they take what they watch, and
// which others take a value.
var reruns = map[string]struct {
	watch, command, valued string
	here                   bool // without a name they watch the working directory
}{
	"watchexec": {watch: " -w --watch -W --watch-non-recursive ", valued: " -e --exts -f --filter -i --ignore -d --debounce -s --signal --shell -o --on-busy-update --stop-signal --delay-run --poll ", here: true},
	"reflex":    {valued: " -r --regex -R --inverse-regex -g --glob -G --inverse-glob -d --decoration -e --substitute -c --config -svr -sr ", here: true},
	"nodemon":   {watch: " -w --watch ", command: " -x --exec ", valued: " -e --ext -i --ignore -d --delay -s --signal "},
	"entr":      {},
}

// rerunWrapper is a program that runs another one again whenever files change.
func rerunWrapper(c *call) int {
	known := reruns[c.name()]
	opts, _ := options(c.args(), known.valued+known.watch+known.command)
	watched := false
	for _, o := range opts {
		if takes(known.watch, o.name) {
			watched = true
			c.fileAs(fact.Watch, o.value, true)
		}
	}
	if known.here && !watched {
		c.fileAs(fact.Watch, ".", true)
	}
	c.runAgain(c.rerun(opts, known.command, known.valued+known.watch))
	c.life = fact.Endless
	return 0
}

// rerun is the command that is run: the value of an option, else what stands after the options.
func (c *call) rerun(opts []option, named, valued string) []string {
	for _, o := range opts {
		if takes(named, o.name) {
			return []string{"sh", "-c", o.value}
		}
	}
	if named != "" { // what stands there is a script that it gives to another program
		return nil
	}
	if i := slices.Index(c.argv, "--"); i > 0 {
		return c.argv[i+1:]
	}
	words := c.argv[min(after(c, valued), len(c.argv)):]
	if len(words) == 1 && strings.ContainsRune(words[0], ' ') {
		return []string{"sh", "-c", words[0]}
	}
	return words
}

// runAgain follows a command that is run again and again.
func (c *call) runAgain(argv []string) {
	if len(argv) == 0 {
		return
	}
	inner := *c
	inner.ctx.endless = true
	inner.argv, inner.base = argv, -1
	c.e.do(&inner)
}
