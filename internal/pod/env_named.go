package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

var (
	variable    = pattern.New(`\$[({]?([A-Za-z_][A-Za-z0-9_]*)`)
	environment = pattern.New(`envsubst|printenv|(^|[\s;|&])env([\s;|&]|$)`)
)

// namesUnknown tells whether the command line names a variable of which the manifest does not show the value, or reads all of them.
func (c *draftContainer) namesUnknown() bool {
	text := strings.Join(append(slices.Clone(c.spec.Command), c.spec.Args...), "\n")
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		if _, known := c.lookup(m[1]); !known && !strings.Contains(text, m[1]+"=") {
			return true
		}
	}
	return strings.Contains(text, "env") && environment.MatchString(text)
}
