package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/pattern"
)

// settleLifetimes decides whether each container ends by itself: its command line first, then what the image is known to run. Where a
// configuration file can make the program leave when its work is done, that file decides, and without it nobody knows.
func (d *draft) settleLifetimes() {
	for _, c := range d.containers {
		if c.program != nil && c.program.Lifetime != fact.Unknown && c.program.Lifetime != "" {
			c.out.Lifetime = string(c.program.Lifetime)
			c.out.LifetimeEvidence = &Evidence{Origin: "script", Text: shorten(c.program.LifetimeBy), Path: c.argPath(c.program.LifetimeAt)}
			c.out.Lasts = c.lasts()
		}
		if c.out.Lifetime == string(fact.Endless) && c.out.Class != "injected" {
			c.settleByConfig()
			if c.out.Role == "one-shot" {
				c.out.Role = "tool" // its image is made to work once, its command goes on
			}
		}
	}
}

// lasts is how many seconds the command line says that the work takes: a limit around it, or what its programs are told.
func (c *draftContainer) lasts() float64 {
	longest := 0.0
	if c.out.Lifetime != string(fact.Finite) {
		return longest
	}
	for i := range c.out.Commands {
		if cmd := &c.out.Commands[i]; cmd.Phase == "run" && !cmd.Background && !cmd.Condition {
			longest = max(longest, c.d.b.opt.Knowledge.Programs[cmd.Name].Lasts(cmd.Argv))
		}
	}
	return max(longest, c.program.Limit)
}

// leaves matches the setting by which a program leaves when its work is done, by the program's name.
var leaves = map[string]*pattern.Pattern{
	"vault": pattern.New(`(?m)^\s*"?exit_after_auth"?\s*[=:]\s*"?true`),
	"bao":   pattern.New(`(?m)^\s*"?exit_after_auth"?\s*[=:]\s*"?true`),
}

// settleByConfig reads the -config of a program that a setting can make leave.
func (c *draftContainer) settleByConfig() {
	for i := range c.out.Commands {
		cmd := &c.out.Commands[i]
		setting := c.leaveSetting(cmd)
		if setting == nil {
			continue
		}
		for _, file := range configArguments(cmd.Argv) {
			text, known := c.scriptFile(file)
			switch {
			case !known:
				c.out.Lifetime, c.out.LifetimeEvidence = string(fact.Unknown), nil
			case setting.MatchString(text):
				c.out.Lifetime = string(fact.Finite)
				return
			}
		}
	}
}

// leaveSetting is the setting by which a command may leave; nil for commands that none makes leave, or that are not the container's own.
func (c *draftContainer) leaveSetting(cmd *Command) *pattern.Pattern {
	if cmd.Phase == "hook" || cmd.Phase == "probe" || !slices.Contains(cmd.Argv, "agent") && !slices.Contains(cmd.Argv, "proxy") {
		return nil
	}
	if setting := leaves[cmd.Name]; setting != nil || c.image == nil || !c.own {
		return setting
	}
	return leaves[c.image.Process]
}

// configArguments lists the values of -config, --config and -config=.
func configArguments(argv []string) []string {
	var out []string
	for i, a := range argv {
		name, value, given := strings.Cut(strings.TrimLeft(a, "-"), "=")
		switch {
		case name != "config" || !strings.HasPrefix(a, "-"):
		case given:
			out = append(out, value)
		case i+1 < len(argv):
			out = append(out, argv[i+1])
		}
	}
	return out
}
