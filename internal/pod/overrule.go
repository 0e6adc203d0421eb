package pod

import (
	"slices"

	"github.com/podlint/podlint/internal/fact"
)

// overrule leaves out what a configuration file says of a log of which the command line, or a variable, says something else: it wins.
func (d *draft) overrule() {
	for _, c := range d.containers {
		if !c.own {
			continue
		}
		c.facts = slices.DeleteFunc(c.facts, func(f placed) bool {
			return f.Kind == fact.Log && f.origin == "config" && c.overrules(&f)
		})
	}
}

// overrules tells whether the known image's program is told where that log goes. A log that nobody names by its purpose is every log but the audit.
func (c *draftContainer) overrules(log *placed) bool {
	return slices.ContainsFunc(c.facts, func(f placed) bool {
		if f.Kind != fact.Log || f.Format != c.image.ID || f.Rung != flagRung && f.Rung != envRung || f.phase != log.phase {
			return false
		}
		return f.Purpose == log.Purpose || f.Purpose == "" && log.Purpose == fact.PurposeError
	})
}
